#include "harness/explore/shrink.hpp"

#include "harness/explore/against_control.hpp"

namespace rehearse::harness {

using namespace simulators;

namespace {

/// Fails in the same way, and is not what the control run does as well.
bool fails(Rehearsal& rehearsal, const RunSpec& spec, std::size_t property,
           const std::string& subject) {
  rehearsal.run(spec);
  const JudgedBesideControl judged = judge_beside_control(rehearsal, spec);
  const Verdict& verdict = judged.verdicts[property];
  return verdict.outcome == Outcome::violated && !judged.baseline[property] &&
         verdict.subject == subject;
}

}  // namespace

SavedCounterexample shrink(Rehearsal& rehearsal, RunSpec spec, std::int64_t run,
                           std::size_t property, const std::string& subject,
                           const std::function<bool()>& stop) {
  const auto stopped = [&stop] { return stop && stop(); };
  RunSpec smaller = spec;
  smaller.faults = false;
  if (!stopped() && fails(rehearsal, smaller, property, subject)) spec = smaller;

  std::int64_t most = rehearsal.blueprint().scenario.traffic.operations;
  std::int64_t least = 0;
  while (least < most && !stopped()) {
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
  if (!stopped() && fails(rehearsal, smaller, property, subject)) spec = smaller;

  RandomChoices random(spec.seed);
  RecordingChoices recording(random);
  rehearsal.run(spec, &recording);
  SavedCounterexample saved;
  saved.plan = rehearsal.blueprint().plan;
  saved.scenario = rehearsal.blueprint().scenario;
  saved.property = all_properties()[property].id;
  saved.hash = rehearsal.history().hash;
  const JudgedBesideControl judged = judge_beside_control(rehearsal, spec);
  saved.subject = judged.verdicts[property].subject;
  saved.sentence = judged.verdicts[property].because;
  saved.excused = judged.excused;
  saved.seed = spec.seed;
  saved.run = run;
  saved.shape = spec.shape;
  saved.operations = spec.operations;
  saved.faults = spec.faults;
  saved.nodes = rehearsal.blueprint().nodes;
  saved.choices = recording.recorded();
  return saved;
}

}  // namespace rehearse::harness
