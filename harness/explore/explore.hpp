#pragma once
/// Rehearses a plan under a scenario many times and judges every run.
///
/// The order is in programme.hpp: single faults, rollbacks, pairs, where the scenario asks for
/// them; then the swarm, where the course of run i (to the end, rolled back after some action, held
/// at the end of some phase) goes round-robin over every place that the plan allows, and faults and
/// everything else are drawn from the seed. The result is a function of (plan, scenario, seed,
/// runs), however many jobs there are.

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "harness/certificate/certificate.hpp"
#include "harness/conductor/boundary.hpp"
#include "harness/explore/counterexample.hpp"
#include "harness/explore/make_choices.hpp"
#include "harness/history/history_file.hpp"
#include "scenarios/plan.hpp"
#include "scenarios/scenario.hpp"

namespace rehearse::harness {

struct ExploreOptions {
  std::int64_t runs = 0;  ///< Of the swarm; 0: as many as the scenario says.
  std::uint64_t seed = 1;
  int jobs = 1;
  /// Asked between runs, from any thread; true: start no more. The result is then marked as cut
  /// short.
  std::function<bool()> stop = [] { return false; };
  /// Told after each run, from any thread, one call at a time: runs done, violations so far, runs
  /// planned so far (later parts of a search depend on the earlier ones).
  std::function<void(std::int64_t done, std::int64_t violated, std::int64_t planned)> progress;
  MakeChoices choices;  ///< Tests: where the choices of a run come from; empty: from its seed.
};

struct Exploration {
  ScenarioResult result;  ///< `counterexamples` and `file` names included.
  std::vector<SavedCounterexample>
      saved;  ///< One per violated property, same order as result.counterexamples.
  std::vector<StoredHistory> histories;  ///< Of those runs.
  StoredHistory sample;  ///< Of the run that the certificate shows; empty when no run was done.
  bool cut_short = false;
  std::string problem;   ///< Live: why a run did not come to its end, for people; empty: all did.
  std::string diverged;  ///< Not empty: a run done twice was not the same (an internal error); says
                         ///< where, in words. Of several the one with the lowest index.
};

Exploration explore(const scenarios::Plan& plan, const scenarios::Scenario& scenario,
                    const ExploreOptions& options);

/// What is wrong between this plan and this scenario, before anything runs: faults naming unknown
/// nodes or phases, budgets the plan does not grant, operations that do not exist. Empty: nothing.
std::vector<std::string> mismatches(const scenarios::Plan& plan,
                                    const scenarios::Scenario& scenario);

/// Verdict over all scenarios and the sentence of its cause. `diverged` as in Exploration, of the
/// first that has one: it puts everything in doubt but a violation that was seen.
void conclude(Certificate& certificate, const std::string& diverged = {});

}  // namespace rehearse::harness
