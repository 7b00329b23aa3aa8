/// The way back: phase by phase, last first, each mirrored or as declared, until the target.

#include <algorithm>

#include "harness/conductor/conductor.hpp"
#include "scenarios/plan_lookup.hpp"

namespace rehearse::harness {

using namespace simulators;
using scenarios::Duration;
using scenarios::Phase;
using scenarios::Side;
using scenarios::Step;
using scenarios::StepKind;

namespace {
constexpr Duration default_rollback_deadline{60'000'000};

/// What the side that this step scales had before it.
std::int64_t capacity_before(const scenarios::Plan& plan, std::size_t phase, std::size_t index) {
  const Step& scaled = plan.phases[phase].steps[index];
  const scenarios::Track& track = *scenarios::find_track(plan, scaled.track);
  const auto& contract = scaled.side == Side::old_side ? track.old_service : track.new_service;
  std::int64_t capacity = contract.capacity.value_or(0);
  for (std::size_t p = 0; p <= phase; ++p) {
    const auto& steps = plan.phases[p].steps;
    for (std::size_t i = 0; i < (p < phase ? steps.size() : index); ++i)
      if (steps[i].kind == StepKind::scale && steps[i].track == scaled.track &&
          steps[i].side == scaled.side)
        capacity = steps[i].capacity;
  }
  return capacity;
}

}  // namespace

Task<void> Conductor::roll_back(RollbackCause cause) {
  const scenarios::Plan& plan = blueprint_.plan;
  const scenarios::RollbackTarget& declared = rollback_of(plan, journal_.phase);
  if (journal_.rollback_began == 0) {
    journal_.rollback_began = std::max<Time>(runtime_.now(), 1);
    journal_.target = rollback_target(plan, journal_.phase);
    journal_.undoing = static_cast<int>(journal_.phase);
    tell(EventKind::rollback_begin, journal_.target, static_cast<std::int64_t>(journal_.action),
         static_cast<std::uint8_t>(cause));
  }
  const Time deadline =
      journal_.rollback_began + declared.deadline.value_or(default_rollback_deadline).count();
  bool done = true;
  int last = static_cast<int>(journal_.phase);
  if (!declared.steps.empty()) {
    if (journal_.undoing == last) {
      Task<bool> undoing = undo_as_declared(&declared.steps, deadline);
      done = co_await undoing;
      --journal_.undoing;
    }
    --last;
  }
  // One turn for each track of the declared order, and one for all that it does not name.
  for (; journal_.turn <= declared.order.size(); ++journal_.turn, journal_.undoing = last) {
    for (; journal_.undoing > journal_.target; --journal_.undoing) {
      Task<bool> undoing = undo_phase(static_cast<std::size_t>(journal_.undoing), deadline);
      const bool undone = co_await undoing;
      done = done && undone;
    }
  }
  done = done && runtime_.now() <= deadline;
  tell(EventKind::rollback_end, journal_.target, 0, done ? 1 : 0);
  end(done ? PlanEnd::rolled_back : PlanEnd::rollback_failed);
}

/// Whether what concerns this track (empty: no track) goes back in the present turn.
bool Conductor::has_its_turn(const std::string& track) const {
  const scenarios::RollbackTarget& declared = rollback_of(blueprint_.plan, journal_.phase);
  const bool by_declared_steps =
      !declared.steps.empty() && journal_.undoing == static_cast<int>(journal_.phase);
  if (by_declared_steps) return true;  // they say themselves what comes first
  const std::vector<std::string>& order = declared.order;
  if (journal_.turn < order.size()) return order[journal_.turn] == track;
  return std::find(order.begin(), order.end(), track) == order.end();
}

/// Whether the phase has moved the track's authority by a step.
bool Conductor::switched_in(std::size_t phase, const std::string& track) const {
  const std::vector<std::size_t>& performed = journal_.performed[phase];
  return std::any_of(performed.begin(), performed.end(), [&](std::size_t index) {
    const Step& step = blueprint_.plan.phases[phase].steps[index];
    return step.kind == StepKind::switch_over && step.track == track;
  });
}

/// What was done for the way there, done for the way back.
std::vector<Step> Conductor::mirrored(std::size_t phase) const {
  const Phase& forward = blueprint_.plan.phases[phase];
  const std::vector<std::size_t>& performed = journal_.performed[phase];
  std::vector<Step> back;
  std::vector<Step> restarts;
  for (const std::size_t index : performed) {
    Step step = forward.steps[index];
    if (!has_its_turn(step.track)) continue;
    const bool moved = switched_in(phase, step.track);
    switch (step.kind) {
      case StepKind::deny:
      case StepKind::fence:
        // After the switch there is the other side to hold; before it only something to let go, and
        // of that the flags let go what they denied.
        if (moved) {
          step.side = scenarios::other(step.side);
          back.push_back(step);
        } else if (step.kind == StepKind::fence) {
          step.kind = StepKind::release;
          back.push_back(step);
        }
        break;
      case StepKind::allow:
      case StepKind::advance_sequence:
        if (!moved) break;
        step.side = scenarios::other(step.side);
        back.push_back(step);
        break;
      case StepKind::drain:
      case StepKind::drain_repairs:
      case StepKind::record_position:
      case StepKind::catch_up:
      case StepKind::switch_over:
        if (moved) back.push_back(step);
        break;
      case StepKind::hold:
        step.kind = StepKind::restore;
        back.insert(back.begin(), step);
        break;
      case StepKind::constrain:
        step.kind = StepKind::relax;
        back.insert(back.begin(), step);
        break;
      case StepKind::scale:
        step.capacity = capacity_before(blueprint_.plan, phase, index);
        back.insert(back.begin(), step);
        break;
      case StepKind::start_backfill:
        step.kind = StepKind::stop_backfill;
        back.push_back(step);
        break;
      case StepKind::restart:
        step.version = blueprint_
                           .versions[static_cast<std::size_t>(
                               journal_.versions_before[phase][static_cast<std::size_t>(
                                   blueprint_.group(step.group))])]
                           .name;
        step.await = true;
        restarts.insert(restarts.begin(), step);
        break;
      default:
        break;  // nothing to take back, or (purge, drop) nothing that could be
    }
  }
  back.insert(back.end(), restarts.begin(), restarts.end());
  return back;
}

/// The flags at the start of a phase, of the tracks whose turn it is; what DDL has done since stays
/// done.
std::vector<TrackStand> Conductor::as_before(std::size_t phase, bool unswitched_only) const {
  std::vector<TrackStand> stands = journal_.stands;
  for (std::size_t i = 0; i < stands.size(); ++i) {
    const std::string& track = blueprint_.tracks[i].name;
    if (!has_its_turn(track) || (unswitched_only && switched_in(phase, track))) continue;
    const scenarios::Contract contract = stands[i].base.contract;
    stands[i] = journal_.before[phase][i];
    stands[i].base.contract = stands[i].split.contract = contract;
  }
  return stands;
}

/// Whether what the phase did can be taken back: not when it destroyed the old side.
bool Conductor::can_be_undone(std::size_t phase) const {
  const std::vector<std::size_t>& performed = journal_.performed[phase];
  return std::none_of(performed.begin(), performed.end(), [&](std::size_t index) {
    const Step& step = blueprint_.plan.phases[phase].steps[index];
    return (step.kind == StepKind::purge || step.kind == StepKind::drop) &&
           step.side == Side::old_side && has_its_turn(step.track);
  });
}

/// The phase that turns, by its own declared steps.
Task<bool> Conductor::undo_as_declared(const std::vector<Step>* steps, Time deadline) {
  bool flags_said = false;
  for (const Step& step : *steps) {
    flags_said = flags_said || step.kind == StepKind::set || step.kind == StepKind::switch_over;
    journal_.intended.clear();
    Task<bool> performing = perform_step(&step, deadline);
    const bool done = co_await performing;
    if (!done) co_return false;
  }
  if (!flags_said) {
    // Nobody said where the flags go: back to what they were, of every track.
    std::vector<TrackStand> stands = as_before(journal_.phase, false);
    Task<void> publishing = publish(std::move(stands));
    co_await publishing;
  }
  co_return can_be_undone(journal_.phase);
}

/// Old tables come back first. What was not switched has its flags back before anything is let go;
/// what was switched is led back under its present flags. Binaries go back last, when nothing asks
/// them for what the older ones cannot do.
Task<bool> Conductor::undo_phase(std::size_t phase, Time deadline) {
  const std::vector<Step> steps = mirrored(phase);
  enum class Flags { as_they_are, unswitched_back, back } flags = Flags::as_they_are;
  for (const Step& step : steps) {
    if (flags == Flags::as_they_are && step.kind != StepKind::restore) {
      Task<void> publishing = publish(as_before(phase, true));
      co_await publishing;
      flags = Flags::unswitched_back;
    }
    if (flags != Flags::back && step.kind == StepKind::restart) {
      Task<void> publishing = publish(as_before(phase, false));
      co_await publishing;
      flags = Flags::back;
    }
    journal_.intended.clear();
    Task<bool> performing = perform_step(&step, deadline);
    const bool done = co_await performing;
    if (!done) co_return false;
  }
  if (flags != Flags::back) {
    Task<void> publishing = publish(as_before(phase, false));
    co_await publishing;
  }
  co_return can_be_undone(phase);
}

}  // namespace rehearse::harness
