/// The steps. Each returns true when it is done and can be done again.

#include <algorithm>

#include "harness/conductor/conductor.hpp"
#include "scenarios/ensure.hpp"

namespace rehearse::harness {

using namespace simulators;
using scenarios::Duration;
using scenarios::Side;
using scenarios::Step;
using scenarios::StepKind;

namespace {
constexpr Duration poll{5'000};
constexpr Duration slow_poll{20'000};

/// The command that changes what a side is; some kinds of steps say more.
Control change_of_side(TrackIndex track, Side side, StepKind kind) {
  Control control;
  control.verb = ControlVerb::ddl;
  control.track = track;
  control.side = side;
  control.code = static_cast<std::uint8_t>(kind);
  return control;
}
}  // namespace

/// As the operator does it: once, unless something slips.
Task<bool> Conductor::perform_step(const Step* step, Time deadline) {
  Task<Slip> asking = observer_.slip();
  const Slip slip = co_await asking;
  bool done = true;
  for (int turns = slip == Slip::none     ? 1
                   : slip == Slip::repeat ? 2
                                          : 0;
       turns > 0 && done; --turns) {
    Task<bool> doing = carry_out(step, deadline);
    done = co_await doing;
  }
  co_return done;
}

Task<bool> Conductor::carry_out(const Step* step, Time deadline) {
  const TrackIndex track = step->track.empty() ? no_track : blueprint_.track(step->track);
  switch (step->kind) {
    case StepKind::set:
      return set_step(step);
    case StepKind::deny:
    case StepKind::allow:
      return deny(track, step->side, step->kind == StepKind::deny);
    case StepKind::fence:
    case StepKind::release:
      return fence(track, step->side, step->kind == StepKind::fence);
    case StepKind::drain:
      return drain(track, deadline);
    case StepKind::drain_repairs:
      return drain_repairs(track, deadline);
    case StepKind::record_position:
      return record_position(track);
    case StepKind::catch_up:
      return catch_up(track, deadline);
    case StepKind::switch_over:
      return switch_over(track);
    case StepKind::create:
    case StepKind::hold:
    case StepKind::restore:
    case StepKind::purge:
    case StepKind::drop:
      return ddl(track, step->side, step->kind);
    case StepKind::constrain:
    case StepKind::relax:
      return constrain(step);
    case StepKind::scale:
      return scale(step);
    case StepKind::start_backfill:
    case StepKind::stop_backfill:
      return backfill(track, step->kind == StepKind::start_backfill);
    case StepKind::verify:
      return verify(step, deadline);
    case StepKind::restart:
      return restart(step, deadline);
    case StepKind::advance_sequence:
      return advance_sequence(track, step->side);
    case StepKind::wait:
      break;
  }
  return [](Runtime* runtime, Duration duration) -> Task<bool> {
    Sleep pause(*runtime, duration);
    co_await pause;
    co_return true;
  }(&runtime_, step->duration);
}

Task<bool> Conductor::set_step(const Step* step) {
  if (journal_.intended.empty())
    journal_.intended = with_changes(journal_.stands, step->set, nullptr, 100);
  Task<void> publishing = publish(journal_.intended);
  co_await publishing;
  co_return true;
}

Task<bool> Conductor::deny(TrackIndex track, Side side, bool denied) {
  std::vector<TrackStand> stands = journal_.stands;
  stands[track].deny[static_cast<std::size_t>(side)] = denied;
  Task<void> publishing = publish(stands);
  co_await publishing;
  co_return true;
}

/// Raises the least epoch for writes to that of the next publication; lowering it lets the present
/// one in again. Without the fence axis a store looks at no epoch, and there is nothing to raise.
Task<bool> Conductor::fence(TrackIndex track, Side side, bool raised) {
  const TrackStand& stand = journal_.stands[track];
  if (stand.base.fence != scenarios::Fence::epoch) co_return true;
  Control control;
  control.verb = ControlVerb::fence;
  control.track = track;
  control.side = side;
  control.code = 0;
  control.value = static_cast<std::int64_t>(stand.epoch + (raised ? 1 : 0));
  Task<Reply> fencing = insist(blueprint_.tracks[track].side(side).node, control);
  const Reply reply = co_await fencing;
  co_return reply.ok();
}

/// Until every instance that is up has the newest flags and has ended each write that it had begun.
Task<bool> Conductor::drain(TrackIndex track, Time deadline) {
  const std::int64_t drain_id = ++journal_.drains;
  for (const InstanceBlueprint& instance : blueprint_.instances) {
    for (;;) {
      Control control;
      control.verb = ControlVerb::drained;
      control.track = track;
      control.value = journal_.number;
      control.extra = drain_id;
      Task<Reply> asking = ask(instance.node, control);
      const Reply reply = co_await asking;
      if (reply.status == FailureReason::unavailable &&
          !fleet_.restarting(static_cast<int>(instance.group)))
        break;  // it is down: nothing of it is under way
      if (reply.ok() && std::get<ControlReply>(reply.body).number == 1) break;
      if (runtime_.now() >= deadline) co_return false;
      if (reply.ok()) continue;  // it has waited already
      Sleep pause(runtime_, poll);
      co_await pause;
    }
  }
  co_return true;
}

Task<bool> Conductor::drain_repairs(TrackIndex track, Time deadline) {
  for (;;) {
    Control control;
    control.verb = ControlVerb::metric;
    control.code = static_cast<std::uint8_t>(Metric::repair_queue);
    Task<Reply> asking = ask(blueprint_.tracks[track].repairer, control);
    const Reply reply = co_await asking;
    if (reply.ok() && std::get<ControlReply>(reply.body).number == 0) co_return true;
    if (runtime_.now() >= deadline) co_return false;
    Sleep pause(runtime_, slow_poll);
    co_await pause;
  }
}

/// Of the side that has write authority now.
Task<bool> Conductor::record_position(TrackIndex track) {
  const Side side = journal_.stands[track].base.write.first;
  Statement last;
  last.kind = StatementKind::last_change;
  last.track = track;
  last.side = side;
  Task<Reply> asking = run_statement(blueprint_.tracks[track].side(side).node, last);
  const Reply reply = co_await asking;
  if (!reply.ok()) co_return false;
  journal_.positions[track] = std::get<TransactReply>(reply.body).results[0].number;
  journal_.position_side[track] = side;
  co_return true;
}

Task<bool> Conductor::catch_up(TrackIndex track, Time deadline) {
  const TrackBlueprint& about = blueprint_.tracks[track];
  for (;;) {
    Control control;
    control.verb = ControlVerb::status;
    Task<Reply> asking = ask(journal_.position_side[track] == Side::old_side ? about.relay_forward
                                                                             : about.relay_backward,
                             control);
    const Reply reply = co_await asking;
    if (reply.ok() && std::get<ControlReply>(reply.body).number >= journal_.positions[track])
      co_return true;
    if (runtime_.now() >= deadline) co_return false;
    Sleep pause(runtime_, poll);
    co_await pause;
  }
}

/// The side's sequence past every key that is there, and past all that the sequences have made.
Task<bool> Conductor::advance_sequence(TrackIndex track, Side side) {
  const TrackBlueprint& about = blueprint_.tracks[track];
  Control advance;
  advance.verb = ControlVerb::advance;
  advance.track = track;
  for (const Side looked_at : {Side::old_side, Side::new_side}) {
    Statement last;
    last.kind = StatementKind::last_key;
    last.track = track;
    last.side = looked_at;
    Task<Reply> asking = run_statement(about.side(looked_at).node, last);
    const Reply reply = co_await asking;
    if (!reply.ok() && reply.status != FailureReason::no_such_table) co_return false;
    if (reply.ok()) {
      const std::int64_t key = std::get<TransactReply>(reply.body).results[0].number;
      advance.value = std::max(advance.value, key);
    }
    Control look;
    look.verb = ControlVerb::advance;
    look.track = track;
    look.side = looked_at;
    Task<Reply> looking = insist(about.side(looked_at).node, look);
    const Reply made = co_await looking;
    if (!made.ok()) co_return false;
    advance.value = std::max(advance.value, std::get<ControlReply>(made.body).number);
  }
  advance.side = side;
  Task<Reply> advancing = insist(about.side(side).node, advance);
  const Reply reply = co_await advancing;
  co_return reply.ok();
}

Task<bool> Conductor::switch_over(TrackIndex track) {
  if (journal_.intended.empty()) {
    journal_.intended = journal_.stands;
    TrackStand& stand = journal_.intended[track];
    stand.base = switched(stand.base);
    stand.split = switched(stand.split);
  }
  Task<void> publishing = publish(journal_.intended);
  co_await publishing;
  co_return true;
}

Task<bool> Conductor::ddl(TrackIndex track, Side side, StepKind kind) {
  Task<Reply> changing =
      insist(blueprint_.tracks[track].side(side).node, change_of_side(track, side, kind));
  const Reply reply = co_await changing;
  // Asked again after a lost reply or a crash: what is to be gone, and is gone, is done.
  const bool gone = kind == StepKind::drop && reply.status == FailureReason::no_such_table;
  if (!reply.ok() && !gone) co_return false;
  if (side == Side::old_side) {
    using scenarios::Contract;
    const Contract now = kind == StepKind::hold    ? Contract::held
                         : kind == StepKind::purge ? Contract::purged
                         : kind == StepKind::drop  ? Contract::dropped
                                                   : Contract::expanded;
    journal_.stands[track].base.contract = now;
    journal_.stands[track].split.contract = now;
  }
  co_return true;
}

Task<bool> Conductor::constrain(const Step* step) {
  const TrackIndex track = blueprint_.track(step->track);
  const SideBlueprint& side = blueprint_.tracks[track].side(step->side);
  Control control = change_of_side(track, step->side, step->kind);
  control.extra = step->existing == scenarios::ExistingRows::unchecked ? 1 : 0;
  const auto says = std::find_if(side.constraints.begin(), side.constraints.end(),
                                 [&](const auto& one) { return one.says == step->constraint; });
  REHEARSE_ENSURE(says != side.constraints.end());
  control.value = says - side.constraints.begin();
  Task<Reply> changing = insist(side.node, control);
  const Reply reply = co_await changing;
  co_return reply.ok();
}

Task<bool> Conductor::scale(const Step* step) {
  const TrackIndex track = blueprint_.track(step->track);
  Control control = change_of_side(track, step->side, step->kind);
  control.value = step->capacity;
  Task<Reply> scaling = insist(blueprint_.tracks[track].side(step->side).node, control);
  const Reply reply = co_await scaling;
  co_return reply.ok();
}

Task<bool> Conductor::backfill(TrackIndex track, bool start) {
  const scenarios::BackfillAxis& axis = journal_.stands[track].base.backfill;
  Control control;
  control.verb = start ? ControlVerb::start : ControlVerb::stop;
  control.value = blueprint_.backfill(axis);
  for (std::size_t phase = 0; phase < blueprint_.plan.phases.size(); ++phase)
    if (blueprint_.plan.phases[phase].name == axis.before_phase)
      control.key = journal_.population[phase * blueprint_.tracks.size() + track];
  Task<Reply> asking = insist(blueprint_.tracks[track].backfiller, control);
  const Reply reply = co_await asking;
  co_return reply.ok();
}

Task<bool> Conductor::verify(const Step* step, Time deadline) {
  const TrackIndex track = blueprint_.track(step->track);
  Control control;
  control.verb = ControlVerb::start;
  control.code = static_cast<std::uint8_t>(step->mode);
  control.value = step->repair ? 1 : 0;
  control.side = journal_.stands[track].base.read.authority;
  Task<Reply> starting = insist(blueprint_.tracks[track].verifier, control);
  const Reply started = co_await starting;
  static_cast<void>(started);
  for (;;) {
    Control status;
    status.verb = ControlVerb::status;
    Task<Reply> asking = ask(blueprint_.tracks[track].verifier, status);
    const Reply reply = co_await asking;
    if (reply.ok() && std::get<ControlReply>(reply.body).number == 1) co_return true;
    if (runtime_.now() >= deadline) co_return false;
    Sleep pause(runtime_, slow_poll);
    co_await pause;
  }
}

Task<bool> Conductor::restart(const Step* step, Time deadline) {
  const int group = blueprint_.group(step->group);
  const int version = blueprint_.version(step->version);
  journal_.versions[static_cast<std::size_t>(group)] = version;
  fleet_.restart(group, version, step->instances, step->rolling);
  while (step->await && fleet_.restarting(group)) {
    if (runtime_.now() >= deadline) co_return false;
    Sleep pause(runtime_, slow_poll);
    co_await pause;
  }
  co_return true;
}

}  // namespace rehearse::harness
