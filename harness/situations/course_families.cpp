/// Situations of the plan's course: phases, rollbacks, gates.

#include "harness/conductor/boundary.hpp"
#include "harness/situations/families.hpp"

namespace rehearse::harness::families {

using namespace simulators;
using scenarios::GateExit;
using scenarios::Phase;

namespace {

const Phase& phase_of(const Grounds& grounds, std::size_t phase) {
  return grounds.blueprint.plan.phases[phase];
}

std::size_t here(const Event& event, const Watch&) {
  return event.phase == no_phase ? no_item : event.phase;
}

Fit every_phase(const Grounds&, std::size_t) { return Fit::yes; }

Fit sweeps(const Grounds& grounds, bool plan) {
  const auto sweep = grounds.blueprint.scenario.explore.rollback;
  return asked_if(plan, sweep != scenarios::RollbackSweep::none);
}

Fit rolls_back(const Grounds& grounds, std::size_t phase) {
  return sweeps(grounds, may_roll_back(grounds.blueprint.plan, phase));
}

std::size_t reached_its_target(const Event& event, const Watch& watch) {
  const bool done = event.detail == 1 && watch.rollback_from() != no_phase;
  return done ? watch.rollback_from() : no_item;
}

Fit rolls_back_midway(const Grounds& grounds, std::size_t phase) {
  const bool plan = may_roll_back(grounds.blueprint.plan, phase) &&
                    actions_of(phase_of(grounds, phase)).size() > 1;
  return asked_if(
      plan, grounds.blueprint.scenario.explore.rollback == scenarios::RollbackSweep::every_step);
}

std::size_t began_midway(const Event& event, const Watch& watch) {
  const auto& phases = watch.blueprint().plan.phases;
  if (event.phase >= phases.size()) return no_item;
  const auto actions = static_cast<std::int64_t>(actions_of(phases[event.phase]).size());
  return event.extra < actions ? event.phase : no_item;
}

bool gate_rolls_back(const std::optional<scenarios::Gate>& gate) {
  return gate && (gate->failed == GateExit::rollback || gate->inconclusive == GateExit::rollback);
}

Fit goes_back_by_itself(const Grounds& grounds, std::size_t phase) {
  const Phase& about = phase_of(grounds, phase);
  const bool step = !about.steps.empty() && about.on_failure == GateExit::rollback;
  return yes_if(may_roll_back(grounds.blueprint.plan, phase) &&
                (step || gate_rolls_back(about.entry) || gate_rolls_back(about.gate)));
}

std::size_t not_as_rehearsed(const Event& event, const Watch& watch) {
  const bool rehearsed = static_cast<RollbackCause>(event.detail) == RollbackCause::rehearsed;
  return rehearsed ? no_item : here(event, watch);
}

Fit can_be_held(const Grounds& grounds, std::size_t phase) {
  return yes_if(phase + 1 < grounds.blueprint.plan.phases.size());
}

std::size_t ended_held(const Event& event, const Watch& watch) {
  return static_cast<PlanEnd>(event.detail) == PlanEnd::held ? here(event, watch) : no_item;
}

Fit has_steps(const Grounds& grounds, std::size_t phase) {
  return yes_if(!phase_of(grounds, phase).steps.empty());
}

std::size_t step_failed(const Event& event, const Watch& watch) {
  return event.detail == 0 ? here(event, watch) : no_item;
}

// ---- gates ----

Fit has_gate(const Grounds& grounds, std::size_t gate) {
  const Phase& phase = phase_of(grounds, gate / 2);
  return yes_if(gate % 2 == 0 ? phase.entry.has_value() : phase.gate.has_value());
}

std::size_t gate_of(const Event& event, const Watch&) {
  if (event.phase == no_phase || event.detail > 1) return no_item;
  return gate_item(event.phase, static_cast<GateKind>(event.detail));
}

std::size_t did_not_hold_at_first(const Event& event, const Watch& watch) {
  return event.extra > 0 ? gate_of(event, watch) : no_item;
}

}  // namespace

void add_course(std::vector<SituationFamily>& all) {
  using enum EventKind;
  all.push_back({"phase",
                 Over::phase,
                 "phase {} was entered",
                 "every run to the end enters it, unless a gate or a step before it stops the plan",
                 {phase_begin},
                 every_phase,
                 here});
  all.push_back({"operation_in",
                 Over::phase,
                 "a client began an operation during phase {}",
                 "more \"operations\", or fewer a second, so that clients are still there",
                 {invoke},
                 every_phase,
                 here});
  all.push_back({"rollback",
                 Over::phase,
                 "a rollback from phase {} reached its target",
                 "runs take turns over all places from which the plan may go back: more --runs, "
                 "and \"rollback\": \"every_step\" or \"every_phase\" under \"explore\"",
                 {rollback_end},
                 rolls_back,
                 reached_its_target});
  all.push_back({"rollback_midway",
                 Over::phase,
                 "a rollback was begun in the middle of phase {}",
                 "more --runs, and \"rollback\": \"every_step\" under \"explore\"",
                 {rollback_begin},
                 rolls_back_midway,
                 began_midway});
  all.push_back({"rollback_by_itself",
                 Over::phase,
                 "the plan went back by itself from phase {}, for a gate or a step that failed",
                 "a fault that makes one of its gates or steps fail",
                 {rollback_begin},
                 goes_back_by_itself,
                 not_as_rehearsed});
  all.push_back({"held",
                 Over::phase,
                 "the plan was held in phase {} and the run came to rest there",
                 "one run of six is held, at the end of each phase in turn: more --runs",
                 {plan_end},
                 can_be_held,
                 ended_held});
  all.push_back({"step_failed",
                 Over::phase,
                 "a step of phase {} failed or came too late",
                 "a fault that keeps a step from its deadline",
                 {step_end},
                 has_steps,
                 step_failed});
  all.push_back({"gate_met",
                 Over::gate,
                 "{} was met",
                 "a run that gets there",
                 {gate_met},
                 has_gate,
                 gate_of});
  all.push_back({"gate_failed",
                 Over::gate,
                 "{} failed",
                 "a fault, or traffic, under which its condition does not hold",
                 {gate_failed},
                 has_gate,
                 gate_of});
  all.push_back({"gate_inconclusive",
                 Over::gate,
                 "{} had too little data to decide",
                 "less traffic than its \"min_samples\", or a fault that hides what it measures",
                 {gate_inconclusive},
                 has_gate,
                 gate_of});
  all.push_back({"gate_held_back",
                 Over::gate,
                 "{} did not hold at first and held the plan back",
                 "a condition that is not true at once: more traffic, or faults before it",
                 {gate_met, gate_failed, gate_inconclusive},
                 has_gate,
                 did_not_hold_at_first});
}

}  // namespace rehearse::harness::families
