#include "harness/conductor/boundary.hpp"

#include "scenarios/names.hpp"

namespace rehearse::harness {

using scenarios::Phase;
using scenarios::Plan;

std::vector<Action> actions_of(const Phase& phase) {
  std::vector<Action> actions;
  if (phase.entry) actions.push_back({ActionKind::entry_gate, 0});
  const std::size_t ramp = phase.segment ? phase.segment->percent.size() : 1;
  for (std::size_t i = 0; i < ramp && !phase.set.empty(); ++i)
    actions.push_back({ActionKind::set, static_cast<std::uint16_t>(i)});
  for (std::size_t i = 0; i < phase.steps.size(); ++i)
    actions.push_back({ActionKind::step, static_cast<std::uint16_t>(i)});
  if (phase.gate) actions.push_back({ActionKind::gate, 0});
  if (phase.keep.count() > 0 || actions.empty()) actions.push_back({ActionKind::keep, 0});
  return actions;
}

std::size_t point_of_no_return(const Plan& plan) {
  for (std::size_t i = 0; i < plan.phases.size(); ++i)
    if (plan.phases[i].point_of_no_return) return i;
  return plan.phases.size();
}

const scenarios::RollbackTarget& rollback_of(const Plan& plan, std::size_t phase) {
  const auto& own = plan.phases[phase].rollback;
  return own ? *own : plan.rollback;
}

int rollback_target(const Plan& plan, std::size_t phase) {
  const std::string& to = rollback_of(plan, phase).to;
  if (to == "start") return -1;
  for (std::size_t i = 0; i < phase; ++i)
    if (plan.phases[i].name == to) return static_cast<int>(i);
  return static_cast<int>(phase) - 1;
}

bool may_roll_back(const Plan& plan, std::size_t phase) {
  if (phase < point_of_no_return(plan)) return rollback_of(plan, phase).allowed;
  return plan.phases[phase].rollback.has_value() && plan.phases[phase].rollback->allowed;
}

std::vector<Boundary> rollback_boundaries(const Plan& plan, bool every_step) {
  std::vector<Boundary> all;
  for (std::size_t phase = 0; phase < plan.phases.size(); ++phase) {
    if (!may_roll_back(plan, phase)) continue;
    const std::size_t actions = actions_of(plan.phases[phase]).size();
    for (std::size_t action = every_step ? 0 : actions - 1; action < actions; ++action)
      all.push_back({static_cast<std::uint16_t>(phase), static_cast<std::uint16_t>(action)});
  }
  return all;
}

std::vector<Boundary> hold_boundaries(const Plan& plan) {
  std::vector<Boundary> all;
  for (std::size_t phase = 0; phase + 1 < plan.phases.size(); ++phase)
    all.push_back({static_cast<std::uint16_t>(phase),
                   static_cast<std::uint16_t>(actions_of(plan.phases[phase]).size() - 1)});
  return all;
}

std::string to_string(const Boundary& boundary, const Plan& plan) {
  const Phase& phase = plan.phases[boundary.phase];
  const std::vector<Action> actions = actions_of(phase);
  const Action action = actions[boundary.action];
  if (boundary.action + std::size_t{1} == actions.size())
    return "at the end of phase " + phase.name;
  switch (action.kind) {
    case ActionKind::entry_gate:
      return "after the entry gate of phase " + phase.name;
    case ActionKind::set:
      if (phase.segment)
        return "at " + std::to_string(phase.segment->percent[action.step]) + " % of phase " +
               phase.name;
      return "after the flags of phase " + phase.name;
    case ActionKind::step:
      return "after " + describe(phase.steps[action.step]) + " in phase " + phase.name;
    case ActionKind::gate:
      return "after the gate of phase " + phase.name;
    case ActionKind::keep:
      break;
  }
  return "at the end of phase " + phase.name;
}

std::string to_string(const RunShape& shape, const Plan& plan) {
  switch (shape.course) {
    case Course::forward:
      return "to the end";
    case Course::rollback:
      return "rolled back " + to_string(shape.at, plan);
    case Course::hold:
      return "held " + to_string(shape.at, plan);
  }
  return "?";
}

}  // namespace rehearse::harness
