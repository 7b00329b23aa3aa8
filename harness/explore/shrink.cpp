#include "harness/explore/shrink.hpp"

#include "harness/explore/outcome.hpp"

namespace rehearse::harness {

using namespace simulators;

namespace {

/// Fails in the same way, and is not what the control run does as well.
bool fails(Rehearsal& rehearsal, const RunSpec& spec, std::size_t property,
           const std::string& subject) {
  rehearsal.run(spec);
  const Verdict verdict = rehearsal.judge()[property];
  if (verdict.outcome != Outcome::violated || verdict.subject != subject) return false;
  if (!judged_against_control(all_properties()[property].id)) return true;
  rehearsal.run_control(spec, rehearsal.traffic_length());
  return rehearsal.judge()[property].outcome != Outcome::violated;
}

}  // namespace

SavedCounterexample shrink(Rehearsal& rehearsal, RunSpec spec, std::int64_t run,
                           std::size_t property, const std::string& subject) {
  RunSpec smaller = spec;
  smaller.faults = false;
  if (fails(rehearsal, smaller, property, subject)) spec = smaller;

  std::int64_t most = rehearsal.blueprint().scenario.traffic.operations;
  std::int64_t least = 0;
  while (least < most) {
    const std::int64_t middle = least + (most - least) / 2;
    smaller = spec;
    smaller.operations = middle;
    if (fails(rehearsal, smaller, property, subject))
      most = middle;
    else
      least = middle + 1;
  }
  smaller = spec;
  smaller.operations = most;
  if (fails(rehearsal, smaller, property, subject)) spec = smaller;

  RandomChoices random(spec.seed);
  RecordingChoices recording(random);
  rehearsal.run(spec, &recording);
  SavedCounterexample saved;
  saved.plan = rehearsal.blueprint().plan;
  saved.scenario = rehearsal.blueprint().scenario;
  saved.property = all_properties()[property].id;
  const Verdict& verdict = rehearsal.judge()[property];
  saved.subject = verdict.subject;
  saved.sentence = verdict.because;
  saved.seed = spec.seed;
  saved.run = run;
  saved.shape = spec.shape;
  saved.operations = spec.operations;
  saved.faults = spec.faults;
  saved.hash = rehearsal.history().hash;
  saved.nodes = rehearsal.blueprint().nodes;
  saved.choices = recording.recorded();
  return saved;
}

}  // namespace rehearse::harness
