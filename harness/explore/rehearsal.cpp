#include "harness/explore/rehearsal.hpp"

#include "simulators/data/memory.hpp"

namespace rehearse::harness {

using namespace simulators;

RunSpec run_spec(const scenarios::Plan& plan, const scenarios::Scenario& scenario,
                 std::uint64_t seed, std::int64_t index) {
  RunSpec spec;
  spec.seed = digest_mix(seed, static_cast<std::uint64_t>(index));
  if (index % 2 == 0) return spec;
  const auto turn = static_cast<std::size_t>(index / 2);
  const bool every_step = scenario.explore.rollback == scenarios::RollbackSweep::every_step;
  std::vector<Boundary> places;
  if (turn % 3 != 2 && scenario.explore.rollback != scenarios::RollbackSweep::none) {
    spec.shape.course = Course::rollback;
    places = rollback_boundaries(plan, every_step);
  } else {
    spec.shape.course = Course::hold;
    places = hold_boundaries(plan);
  }
  if (places.empty()) {
    spec.shape.course = Course::forward;
    return spec;
  }
  // Of three turns two are rollbacks and one is a hold; each kind goes round its places.
  const std::size_t place = spec.shape.course == Course::rollback ? turn - turn / 3 : turn / 3;
  spec.shape.at = places[place % places.size()];
  return spec;
}

Rehearsal::Rehearsal(const Blueprint& blueprint)
    : world_(blueprint), overlay_(blueprint), facts_(blueprint.plan, blueprint.scenario) {}

void Rehearsal::run(const RunSpec& spec, Choices* choices) {
  RandomChoices random(spec.seed);
  RunOptions options;
  options.choices = choices != nullptr ? choices : &random;
  options.disturbance = spec.faults ? &overlay_ : nullptr;
  options.shape = spec.shape;
  options.migrate = spec.migrate;
  options.control_length = spec.control_length;
  options.operations = spec.operations;
  world_.run(options, history_);
}

void Rehearsal::run_control(const RunSpec& spec, Time length) {
  RunSpec control = spec;
  control.migrate = false;
  control.control_length = length;
  run(control);
}

const std::vector<Verdict>& Rehearsal::judge() {
  facts_.rebuild(history_);
  const auto properties = all_properties();
  verdicts_.resize(properties.size());
  for (std::size_t i = 0; i < properties.size(); ++i) verdicts_[i] = properties[i].judge(facts_);
  return verdicts_;
}

Time Rehearsal::traffic_length() const {
  for (auto event = history_.events.rbegin(); event != history_.events.rend(); ++event)
    if (event->kind == EventKind::traffic_end) return event->time;
  return history_.end;
}

}  // namespace rehearse::harness
