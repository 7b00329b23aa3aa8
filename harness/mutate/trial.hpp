#pragma once
/// Mutants on trial: is each rejected, and by which property?

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "harness/mutate/mutants.hpp"
#include "scenarios/scenario.hpp"

namespace rehearse::harness {

struct TrialOptions {
  std::int64_t runs = 0;  ///< Of the swarm, per scenario; 0: as the scenario says.
  std::uint64_t seed = 1;
  std::function<bool()> stop = [] { return false; };  ///< True: start no more runs.
};

/// What became of a mutant.
enum class MutantFate : std::uint8_t {
  killed,       ///< A property is violated.
  refused,      ///< It is no valid plan.
  uncertified,  ///< No property is violated, and it is not certified either.
  survived,     ///< Certified.
  idle,         ///< Certified, and its runs are the plan's, event by event.
  cut_short     ///< Stopped before anything was known.
};

struct Trial {
  std::string mutant;
  MutantFate fate = MutantFate::cut_short;
  std::string property;  ///< killed: the id of the one that was violated first.
  std::string phase;     ///< killed: to blame; may be empty.
  std::int64_t run = 0;  ///< killed: runs until then, it included, over all scenarios.
  std::string because;   ///< One sentence; empty for those that survived.
  /// Ids of what `rehearse check` has to say about it, and not about the plan.
  std::vector<std::string> findings;
};

/// What there is to know of the plan itself, once for all of its mutants.
class Trials final {
 public:
  Trials(scenarios::Plan original, std::vector<scenarios::Scenario> scenarios,
         TrialOptions options);
  Trials(const Trials&) = delete;
  Trials& operator=(const Trials&) = delete;

  /// Stops at the first violation that the system does not have without the migration. From any
  /// thread; the result depends on nothing but the mutant and what the trials were made of.
  Trial of(const Mutant& mutant) const;

 private:
  std::vector<std::string> new_findings(const scenarios::Plan& mutant) const;

  const scenarios::Plan original_;
  const std::vector<scenarios::Scenario> scenarios_;
  const TrialOptions options_;
  std::vector<std::string> findings_;   // ids, of the plan
  std::vector<std::string> histories_;  // of the plan, by scenario: the digest of all its runs
};

}  // namespace rehearse::harness
