#pragma once
/// The places in a plan where a rehearsal can turn: after every action of every phase.

#include <cstdint>
#include <string>
#include <vector>

#include "scenarios/plan.hpp"

namespace rehearse::harness {

enum class ActionKind : std::uint8_t { entry_gate, set, step, gate, keep };

/// One thing that a phase does, in order: entry gate, set, steps, gate, keep.
struct Action {
  ActionKind kind = ActionKind::set;
  std::uint16_t step = 0;  ///< For `step`: index in phase.steps; for `set`: on the segment's ramp.
  bool operator==(const Action&) const = default;
};

/// A phase always has at least one action.
std::vector<Action> actions_of(const scenarios::Phase& phase);

struct Boundary {
  std::uint16_t phase = 0;
  std::uint16_t action = 0;  ///< The turn comes right after this action.
  bool operator==(const Boundary&) const = default;
};

/// What a run does with the plan.
enum class Course : std::uint8_t { forward, rollback, hold };

struct RunShape {
  Course course = Course::forward;
  Boundary at;
  bool operator==(const RunShape&) const = default;
};

/// Before the point of no return: unless the phase forbids it. From there on: only where the phase
/// itself declares a rollback, which is then taken at its word and rehearsed.
bool may_roll_back(const scenarios::Plan& plan, std::size_t phase);

/// Every boundary from which the plan allows a rollback.
std::vector<Boundary> rollback_boundaries(const scenarios::Plan& plan, bool every_step);
/// The end of every phase at which a plan may rest.
std::vector<Boundary> hold_boundaries(const scenarios::Plan& plan);

/// "after step orders.drain of phase cutover".
std::string to_string(const Boundary& boundary, const scenarios::Plan& plan);
/// "to the end", "rolled back after ...", "held at the end of phase dual".
std::string to_string(const RunShape& shape, const scenarios::Plan& plan);

/// Index of the phase that declares the point of no return, or the number of phases.
std::size_t point_of_no_return(const scenarios::Plan& plan);
/// How `phase` goes back: its own declaration, or the plan's.
const scenarios::RollbackTarget& rollback_of(const scenarios::Plan& plan, std::size_t phase);
/// Index of the phase at whose end the rollback of `phase` arrives; -1: before the first.
int rollback_target(const scenarios::Plan& plan, std::size_t phase);

}  // namespace rehearse::harness
