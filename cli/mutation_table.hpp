#pragma once
/// What became of every mutant of a plan, as a page of Markdown.

#include <string>
#include <vector>

#include "cli/explanations.hpp"
#include "harness/mutate/trial.hpp"

namespace rehearse::cli {

/// What a trial comes to.
enum class Standing : std::uint8_t {
  rejected,     ///< Killed, refused or not certified.
  idle,         ///< Certified, and nothing is different: what it spoils is never needed.
  told,         ///< Certified, and `rehearse check` says what is wrong with it.
  explained,    ///< Certified, and there is a reason.
  unexplained,  ///< Certified: a needless part of the plan, or a blind property.
  unknown       ///< Stopped.
};
Standing standing_of(const harness::Trial& trial, const Explanations& explanations);

/// Reasons for mutants that are rejected or do not exist, a sentence each.
std::vector<std::string> idle_explanations(const std::vector<harness::Trial>& trials,
                                           const Explanations& explanations);

/// "never needed", "a safety net", "unexplained", ...
std::string what_it_shows(const harness::Trial& trial, const Explanations& explanations);

/// "D1 no_lost_write in cutover, run 3", "`rehearse check` says gate_without_deadline", the
/// reason...
std::string verdict_on(const harness::Trial& trial, const Explanations& explanations);

/// A whole page: the survivors first. `command` is what writes it.
std::string mutation_page(const std::string& plan, const std::vector<harness::Trial>& trials,
                          const Explanations& explanations, const std::string& command);

}  // namespace rehearse::cli
