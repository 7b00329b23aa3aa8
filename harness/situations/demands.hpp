#pragma once
/// Which situations must have happened, and whether they did.
///
/// Demanded of every certification, as far as its runs promise to go there:
///   phase.*      every phase is entered
///   rollback.*   every phase from which some run was to be rolled back
///   fault.*      every kind of fault that the scenario schedules exactly; of drawn ones those that
///                could strike in `enough_runs` runs or more
/// Few runs promise little, so that they stay useful for a first look; what they did not see is
/// told as "never seen". A scenario's "must_happen" is demanded of however few runs.

#include <cstdint>
#include <string>
#include <vector>

#include "harness/certificate/certificate.hpp"
#include "harness/explore/outcome.hpp"
#include "scenarios/plan.hpp"
#include "scenarios/scenario.hpp"
#include "simulators/blueprint/blueprint.hpp"

namespace rehearse::harness {

/// What strikes in none of so many runs strikes in at most a tenth of them, at 95 % (rule of
/// three): that is worth a word.
constexpr std::int64_t enough_runs = 30;

/// Fills `result.situations` from the runs of one scenario.
void add_situations(const scenarios::Plan& plan, const scenarios::Scenario& scenario,
                    const std::vector<Tried>& tried, ScenarioResult& result);

/// What is wrong with one entry of "must_happen".
struct DemandProblem {
  std::size_t index = 0;
  std::string message, way_out;
};

/// Entries that stand for no situation of the plan, or only for some that cannot happen.
std::vector<DemandProblem> problems_of_demands(const simulators::Blueprint& blueprint);

/// The situations of all scenarios together, each once: required or applicable where it is in one
/// of them.
std::vector<SituationResult> suite_of(const Certificate& certificate);

/// How a suite stands: what the reports and the command line say in one line.
struct SituationTally {
  std::int64_t applicable = 0, seen = 0;
  std::vector<SituationResult> missing;  ///< Required, and never seen.
  std::vector<SituationResult> never;    ///< Applicable, not required, and never seen.
};

SituationTally tally_of(const std::vector<SituationResult>& suite);

}  // namespace rehearse::harness
