#include "harness/explore/shrink.hpp"

#include <algorithm>

#include "harness/certificate/digest.hpp"
#include "harness/explore/against_control.hpp"
#include "harness/explore/shrinker.hpp"
#include "scenarios/print_plan.hpp"
#include "scenarios/print_scenario.hpp"

namespace rehearse::harness {

using namespace simulators;
using fault_injection::Strike;

namespace {

/// Of a strike at a message the time is only for readers.
std::vector<Strike> told_when(std::vector<Strike> strikes, const std::vector<Strike>& struck) {
  for (Strike& strike : strikes) {
    const auto found = std::find_if(struck.begin(), struck.end(), [&](const Strike& one) {
      return one.kind == strike.kind && one.message == strike.message;
    });
    if (strike.at_message() && found != struck.end()) strike.time = found->time;
  }
  return strikes;
}

}  // namespace

SavedCounterexample shrink(Rehearsal& rehearsal, const RunSpec& first, std::int64_t run,
                           std::size_t property, const std::string& subject,
                           const std::function<bool()>& stop) {
  RunSpec spec = first;
  SavedCounterexample saved;
  // Seldom does a smaller run come out in which the faults alone are to blame; then with more care.
  for (const bool beyond_other_twins : {false, true}) {
    Shrinker shrinker(rehearsal, property, subject, beyond_other_twins, shrinking_runs_max, stop);
    if (!shrinker.begin(first)) break;
    saved.operations_before = shrinker.size().operations;
    shrinker.shrink();
    spec = shrinker.best();
    if (!baseline_is_unknown(all_properties()[property].id)) break;
    rehearsal.run(spec);
    if (rehearsal.faults().struck().empty() ||
        !happens_without_migration(rehearsal, spec, property))
      break;
  }
  RandomChoices random(spec.seed);
  LaidOverChoices laid_over(random, spec.laid_over, spec.faults);
  RecordingChoices recording(laid_over);
  rehearsal.run(spec, &recording);
  saved.plan = rehearsal.blueprint().plan;
  saved.scenario = rehearsal.blueprint().scenario;
  saved.plan_digest = sha256_name(scenarios::canonical_text(saved.plan));
  saved.scenario_digest = sha256_name(scenarios::canonical_text(saved.scenario));
  saved.property = all_properties()[property].id;
  saved.hash = rehearsal.history().hash;
  const std::vector<Strike> struck = rehearsal.faults().struck();  // before the twin is run
  const JudgedBesideControl judged = judge_beside_control(rehearsal, spec);
  saved.subject = judged.verdicts[property].subject;
  saved.sentence = explained(rehearsal.facts(), judged.verdicts[property]);
  saved.excused = judged.excused;
  saved.seed = spec.seed;
  saved.run = run;
  saved.shape = spec.shape;
  saved.operations = spec.placed;
  saved.faults = spec.faults;
  saved.strikes = told_when(spec.strikes, struck);
  saved.laid_over = spec.laid_over;
  saved.nodes = rehearsal.blueprint().nodes;
  saved.choices = recording.recorded();
  return saved;
}

}  // namespace rehearse::harness
