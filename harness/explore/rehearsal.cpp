#include "harness/explore/rehearsal.hpp"

#include <algorithm>
#include <utility>

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
    : world_(blueprint),
      overlay_(blueprint),
      facts_(blueprint.plan, blueprint.scenario),
      situations_(blueprint) {}

void Rehearsal::run(const RunSpec& spec, Choices* choices) {
  RandomChoices random(spec.seed);
  LaidOverChoices laid_over(random, spec.laid_over, spec.faults);
  follow(spec);
  RunOptions options = options_of(spec);
  options.choices = choices != nullptr ? choices : &laid_over;
  world_.run(options, history_);
}

void Rehearsal::follow(const RunSpec& spec) {
  overlay_.follow_scenario(spec.faults);
  overlay_.exceed_budget(spec.stress);
  overlay_.place(spec.strikes);
}

RunOptions Rehearsal::options_of(const RunSpec& spec) {
  RunOptions options;
  options.disturbance = &overlay_;
  options.shape = spec.shape;
  options.placed = spec.placed ? &*spec.placed : nullptr;
  return options;
}

std::vector<PhaseBegin> Rehearsal::phase_begins() const {
  std::vector<PhaseBegin> begins;
  for (const Event& event : history_.events)
    if (event.kind == EventKind::phase_begin) begins.push_back({event.time, event.phase});
  return begins;
}

namespace {

/// As one engine says, but messages and work take as long as another one says.
class OtherTiming final : public Choices {
 public:
  OtherTiming(Choices& all, Choices& timing) : all_(all), timing_(timing) {}
  std::uint64_t pick(const Site& site, std::uint64_t n) override {
    const bool timing = site.kind == SiteKind::delay || site.kind == SiteKind::work;
    return (timing ? timing_ : all_).pick(site, n);
  }

 private:
  Choices& all_;
  Choices& timing_;
};

}  // namespace

void Rehearsal::run_control(const RunSpec& spec) {
  RandomChoices random(spec.seed);
  LaidOverChoices laid_over(random, spec.laid_over, spec.faults);
  follow(spec);
  overlay_.follow_scenario(false);
  overlay_.place_struck_again();
  run_twin(spec, laid_over);
}

void Rehearsal::run_control_otherwise(const RunSpec& spec, std::uint64_t timing) {
  RandomChoices random(spec.seed), other(digest_mix(spec.seed, timing));
  LaidOverChoices laid_over(random, spec.laid_over, spec.faults);
  OtherTiming choices(laid_over, other);
  run_twin(spec, choices);
}

void Rehearsal::run_control_otherwise(const RunSpec& spec, std::uint64_t timing,
                                      std::vector<fault_injection::Strike> strikes) {
  overlay_.place(std::move(strikes));
  run_control_otherwise(spec, timing);
}

void Rehearsal::run_twin(const RunSpec& spec, Choices& choices) {
  RunOptions options = options_of(spec);
  options.choices = &choices;
  options.migrate = false;
  options.control_length = traffic_length(history_);
  options.phases = phase_begins();
  world_.run(options, twin_);
}

namespace {
std::vector<Verdict>& judge_all(const Facts& facts, std::vector<Verdict>& verdicts) {
  const auto properties = all_properties();
  verdicts.resize(properties.size());
  for (std::size_t i = 0; i < properties.size(); ++i)
    verdicts[i] = harness::judge(properties[i], facts);
  return verdicts;
}
}  // namespace

const std::vector<Verdict>& Rehearsal::judge(std::span<const OperationId> excused) {
  facts_.rebuild(history_, excused);
  return judge_all(facts_, verdicts_);
}

Verdict Rehearsal::judge_one(std::size_t property) {
  facts_.rebuild(history_);
  return harness::judge(all_properties()[property], facts_);
}

std::vector<Verdict> Rehearsal::judge_twin() {
  std::vector<Verdict> verdicts;
  facts_.rebuild(twin_);
  return judge_all(facts_, verdicts);
}

Verdict Rehearsal::judge_twin_by(std::size_t property) {
  facts_.rebuild(twin_);
  return harness::judge(all_properties()[property], facts_);
}

Time traffic_length(const History& history) {
  for (auto event = history.events.rbegin(); event != history.events.rend(); ++event)
    if (event->kind == EventKind::traffic_end) return event->time;
  return history.end;
}

}  // namespace rehearse::harness
