#pragma once
/// From the outcomes of all runs to the numbers of a certificate.

#include <cstdint>
#include <string>
#include <vector>

#include "harness/certificate/certificate.hpp"
#include "harness/explore/search.hpp"

namespace rehearse::harness {

/// What was run.
struct Searched {
  const std::vector<Tried>& tried;
  const std::vector<SearchPart>& parts;
  std::int64_t planned = 0;
  std::size_t swarm_begin = 0;  ///< Index in `tried`.
};
/// Everything but counterexamples, the sample run and its like without the migration.
ScenarioResult summarise(const scenarios::Plan& plan, const scenarios::Scenario& scenario,
                         const Searched& search);

/// Leaves out what the scenario does not ask for; what it says must be exercised, and never was, is
/// not known to hold.
void keep_selected(const scenarios::Scenario& scenario, ScenarioResult& result);

/// The first run of the swarm that went through the whole plan, or else any such run, or else the
/// first.
std::size_t sample_run(const std::vector<Tried>& tried, std::size_t swarm_begin);

/// The run that violates property `p` with the fewest faults, then the fewest events, then the
/// lowest index; -1: none.
std::int64_t simplest_failure(const std::vector<Tried>& tried, std::size_t p);

/// Adds "D3 convergence, D5 conservation ...": what was exercised and held in every run.
void add_what_held(const ScenarioResult& result, Counterexample& told);

}  // namespace rehearse::harness
