/// The way back: phase by phase, last first, each mirrored or as declared, until the target.

#include <algorithm>

#include "harness/conductor/conductor.hpp"

namespace rehearse::harness {

using namespace simulators;
using scenarios::Duration;
using scenarios::Phase;
using scenarios::Side;
using scenarios::Step;
using scenarios::StepKind;

namespace {
constexpr Duration default_deadline{60'000'000};
}  // namespace

Task<void> Conductor::roll_back(RollbackCause cause) {
  const scenarios::Plan& plan = blueprint_.plan;
  if (journal_.rollback_began == 0) {
    journal_.rollback_began = std::max<Time>(runtime_.now(), 1);
    journal_.target = rollback_target(plan, journal_.phase);
    journal_.undoing = journal_.phase;
    tell(EventKind::rollback_begin, journal_.target, static_cast<std::int64_t>(journal_.action),
         static_cast<std::uint8_t>(cause));
  }
  const Duration within = rollback_of(plan, journal_.phase).deadline.value_or(default_deadline);
  const Time deadline = journal_.rollback_began + within.count();
  bool done = true;
  for (;;) {
    if (static_cast<int>(journal_.undoing) <= journal_.target) break;
    Task<bool> undoing = undo_phase(journal_.undoing, journal_.undoing == journal_.phase, deadline);
    const bool undone = co_await undoing;
    done = done && undone;
    if (journal_.undoing == 0) break;
    --journal_.undoing;
  }
  done = done && runtime_.now() <= deadline;
  tell(EventKind::rollback_end, journal_.target, 0, done ? 1 : 0);
  end(done ? PlanEnd::rolled_back : PlanEnd::rollback_failed);
}

/// What was done for the way there, done for the way back.
std::vector<Step> Conductor::mirrored(std::size_t phase) const {
  const Phase& forward = blueprint_.plan.phases[phase];
  const std::vector<std::size_t>& performed = journal_.performed[phase];
  std::vector<Step> back;
  std::vector<Step> restarts;
  for (const std::size_t index : performed) {
    Step step = forward.steps[index];
    const bool moved = std::any_of(performed.begin(), performed.end(), [&](std::size_t other) {
      return forward.steps[other].kind == StepKind::switch_over &&
             forward.steps[other].track == step.track;
    });
    switch (step.kind) {
      case StepKind::deny:
      case StepKind::fence:
        // Before the switch there is only something to let go; after it, the other side to hold.
        if (moved) {
          step.side = scenarios::other(step.side);
          back.push_back(step);
        } else {
          step.kind = step.kind == StepKind::deny ? StepKind::allow : StepKind::fence;
          step.repair = true;  // fence: lowered
          back.push_back(step);
        }
        break;
      case StepKind::allow:
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

/// The flags at the start of a phase; what DDL has done since stays done.
std::vector<TrackStand> Conductor::as_before(std::size_t phase) const {
  std::vector<TrackStand> stands = journal_.before[phase];
  for (std::size_t i = 0; i < stands.size(); ++i) {
    stands[i].base.contract = journal_.stands[i].base.contract;
    stands[i].split.contract = journal_.stands[i].split.contract;
  }
  return stands;
}

Task<bool> Conductor::undo_phase(std::size_t phase, bool first, Time deadline) {
  const scenarios::RollbackTarget& declared = rollback_of(blueprint_.plan, journal_.phase);
  const bool own_steps = first && !declared.steps.empty();
  const std::vector<Step> steps = own_steps ? declared.steps : mirrored(phase);
  // Declared steps that set or switch flags say where the flags go; otherwise they go back to what
  // they were.
  bool flags_back = own_steps && std::any_of(steps.begin(), steps.end(), [](const Step& step) {
                      return step.kind == StepKind::set || step.kind == StepKind::switch_over;
                    });
  for (const Step& step : steps) {
    // Binaries go back last, when nothing asks them for what the older ones cannot do.
    if (step.kind == StepKind::restart && !flags_back && !own_steps) {
      Task<void> publishing = publish(as_before(phase));
      co_await publishing;
      flags_back = true;
    }
    journal_.intended.clear();
    const bool lowers = step.kind == StepKind::fence && step.repair;
    Task<bool> performing = lowers ? fence(blueprint_.track(step.track), step.side, false)
                                   : perform_step(&step, deadline);
    const bool done = co_await performing;
    if (!done) co_return false;
  }
  if (!flags_back) {
    Task<void> publishing = publish(as_before(phase));
    co_await publishing;
  }
  bool possible = true;
  for (const std::size_t index : journal_.performed[phase]) {
    const StepKind kind = blueprint_.plan.phases[phase].steps[index].kind;
    const Side side = blueprint_.plan.phases[phase].steps[index].side;
    if ((kind == StepKind::purge || kind == StepKind::drop) && side == Side::old_side)
      possible = false;
  }
  co_return possible;
}

}  // namespace rehearse::harness
