#include "harness/mutate/mutants.hpp"

#include <map>
#include <utility>

#include "harness/mutate/axes.hpp"
#include "scenarios/names.hpp"

namespace rehearse::harness {

using namespace scenarios;

namespace {

class Collector {
 public:
  explicit Collector(const Plan& plan) : plan_(plan) {}

  /// One more, made of a copy by `spoil(Plan&)`.
  template <typename Spoil>
  void add(const std::string& name, Spoil spoil) {
    Mutant mutant{name, plan_};
    spoil(mutant.plan);
    const int times = ++named_[name];
    if (times > 1) mutant.name += " (" + std::to_string(times) + ")";
    all_.push_back(std::move(mutant));
  }
  const Plan& plan() const { return plan_; }
  std::vector<Mutant> all() && { return std::move(all_); }

 private:
  const Plan& plan_;
  std::map<std::string, int> named_;
  std::vector<Mutant> all_;
};

std::string numbered(std::size_t i, const Step& step) {
  return "step " + std::to_string(i + 1) + ", " + describe(step);
}

// ---- gates ----

/// `of(phase)` is the gate, entry or behind the steps.
template <typename Of>
void spoil_gate(Collector& collector, std::size_t p, const char* what, Of of) {
  const Phase& phase = collector.plan().phases[p];
  const std::optional<Gate>& gate = of(phase);
  if (!gate) return;
  const std::string at = phase.name + ": ";
  const auto change = [&](const std::string& name, auto how) {
    collector.add(at + name, [&](Plan& plan) { how(of(plan.phases[p])); });
  };
  change(std::string("without ") + what, [](std::optional<Gate>& one) { one.reset(); });
  for (std::size_t c = 0; c < gate->when.size(); ++c) {
    const Condition& condition = gate->when[c];
    const std::string metric = condition.metric;
    if (gate->when.size() > 1)
      change(std::string(what) + " does not ask for " + metric, [c](std::optional<Gate>& one) {
        one->when.erase(one->when.begin() + static_cast<std::ptrdiff_t>(c));
      });
    if (condition.min_samples > 0)
      change(std::string(what) + " takes no samples of " + metric + " for 0",
             [c](std::optional<Gate>& one) { one->when[c].min_samples = 0; });
  }
  if (gate->failed != GateExit::proceed)
    change(std::string(what) + " opens when it has failed",
           [](std::optional<Gate>& one) { one->failed = GateExit::proceed; });
  if (gate->inconclusive != GateExit::proceed)
    change(std::string(what) + " opens when it is inconclusive",
           [](std::optional<Gate>& one) { one->inconclusive = GateExit::proceed; });
}

// ---- steps ----

void spoil_step(Collector& collector, std::size_t p, std::size_t s) {
  const Phase& phase = collector.plan().phases[p];
  const Step& step = phase.steps[s];
  const std::string at = phase.name + ": ";
  const auto change = [&](const std::string& name, auto how) {
    collector.add(at + name, [&](Plan& plan) { how(plan.phases[p].steps[s]); });
  };
  collector.add(at + "without " + numbered(s, step), [&](Plan& plan) {
    auto& steps = plan.phases[p].steps;
    steps.erase(steps.begin() + static_cast<std::ptrdiff_t>(s));
  });
  if (s + 1 < phase.steps.size() && !(step == phase.steps[s + 1]))
    collector.add(at + numbered(s, step) + ", after " + describe(phase.steps[s + 1]),
                  [&](Plan& plan) {
                    auto& steps = plan.phases[p].steps;
                    std::swap(steps[s], steps[s + 1]);
                  });
  if (step.kind == StepKind::verify && step.mode == VerifyMode::keyed)
    change(numbered(s, step) + " only counts", [](Step& one) { one.mode = VerifyMode::count; });
  if (step.kind == StepKind::restart && step.rolling)
    change(numbered(s, step) + ", all at once", [](Step& one) { one.rolling = false; });
  if (step.kind == StepKind::restart && step.await)
    change(numbered(s, step) + ", without waiting", [](Step& one) { one.await = false; });
  if (step.kind == StepKind::constrain && step.existing == ExistingRows::checked &&
      step.constraint.kind == ConstraintKind::not_null)
    change(numbered(s, step) + ", unchecked",
           [](Step& one) { one.existing = ExistingRows::unchecked; });
}

// ---- changes of axes ----

/// `of(plan)` are the changes of a phase or of a set step.
template <typename Of>
void spoil_changes(Collector& collector, const std::string& at, Of of) {
  const auto& changes = of(collector.plan());
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const auto& [track, change] = changes[i];
    std::vector<Spoiled> all = without_an_axis(change);
    for (Spoiled& weaker : with_a_weaker_axis(change)) all.push_back(std::move(weaker));
    for (const Spoiled& spoiled : all)
      collector.add(at + track + " " + spoiled.what,
                    [&](Plan& plan) { of(plan)[i].second = spoiled.change; });
  }
}

// ---- phases ----

void spoil_segment(Collector& collector, std::size_t p) {
  const Phase& phase = collector.plan().phases[p];
  if (!phase.segment) return;
  const auto change = [&](const std::string& name, auto how) {
    collector.add(phase.name + ": " + name, [&](Plan& plan) { how(plan.phases[p]); });
  };
  change("for everybody at once", [](Phase& one) { one.segment.reset(); });
  if (phase.segment->sticky)
    change("segment not sticky", [](Phase& one) { one.segment->sticky = false; });
}

void spoil_phase(Collector& collector, std::size_t p) {
  const Phase& phase = collector.plan().phases[p];
  const std::string at = phase.name + ": ";
  spoil_gate(
      collector, p, "entry gate", [](auto& one) -> auto& { return one.entry; });
  spoil_changes(
      collector, at, [p](auto& plan) -> auto& { return plan.phases[p].set; });
  spoil_segment(collector, p);
  for (std::size_t s = 0; s < phase.steps.size(); ++s) {
    spoil_step(collector, p, s);
    if (phase.steps[s].kind == StepKind::set)
      spoil_changes(
          collector, at + "step " + std::to_string(s + 1) + ", ",
          [ p, s ](auto& plan) -> auto& { return plan.phases[p].steps[s].set; });
  }
  spoil_gate(
      collector, p, "gate", [](auto& one) -> auto& { return one.gate; });
  if (phase.point_of_no_return)
    collector.add(at + "no point of no return",
                  [p](Plan& plan) { plan.phases[p].point_of_no_return = false; });
  if (phase.rollback && !phase.rollback->allowed)
    collector.add(at + "may be rolled back", [p](Plan& plan) { plan.phases[p].rollback.reset(); });
  if (p + 1 < collector.plan().phases.size())
    collector.add(phase.name + ": after " + collector.plan().phases[p + 1].name,
                  [p](Plan& plan) { std::swap(plan.phases[p], plan.phases[p + 1]); });
}

}  // namespace

std::vector<Mutant> mutants_of(const Plan& plan) {
  Collector collector(plan);
  for (std::size_t p = 0; p < plan.phases.size(); ++p) spoil_phase(collector, p);
  return std::move(collector).all();
}

}  // namespace rehearse::harness
