/// Flags: what a phase or step sets, fenced where the track asks for it, with streams and workers
/// started before and stopped after.

#include <utility>

#include "harness/conductor/conductor.hpp"
#include "scenarios/ensure.hpp"

namespace rehearse::harness {

using namespace simulators;
using scenarios::BackfillState;
using scenarios::SegmentBy;
using scenarios::Side;
using scenarios::Stage;
using scenarios::StreamDirection;

namespace {

bool streams(const Stage& stage, Side from) {
  const StreamDirection direction = stage.sync.direction;
  return direction == StreamDirection::both ||
         direction ==
             (from == Side::old_side ? StreamDirection::old_to_new : StreamDirection::new_to_old);
}
bool streams(const TrackStand& stand, Side from) {
  return streams(stand.base, from) || streams(stand.split, from);
}
bool queues_repairs(const TrackStand& stand) {
  const auto queues = [](const Stage& stage) {
    return stage.write.both &&
           stage.second_write_failure == scenarios::SecondWriteFailure::enqueue_repair;
  };
  return queues(stand.base) || queues(stand.split);
}
bool fenced(const TrackStand& stand) {
  return stand.base.fence == scenarios::Fence::epoch ||
         stand.split.fence == scenarios::Fence::epoch;
}

/// Inside the segment when there is one: where the plan is going.
const Stage& in_force(const TrackStand& stand) {
  return stand.by == SplitBy::nobody ? stand.base : stand.split;
}

}  // namespace

void Conductor::tell_stage(TrackIndex track, const TrackStand& was) {
  const Stage& now = in_force(journal_.stands[track]);
  const Stage& before = in_force(was);
  observer_.stage_published(track, journal_.stands[track],
                            blueprint_.tracks[track].service
                                ? now.service.route != before.service.route
                                : now.write.first != before.write.first);
}

namespace {
const FlagSnapshot* snapshot(const std::vector<TrackStand>& stands, std::int64_t number,
                             Memory& memory) {
  TrackFlags* const tracks = memory.array<TrackFlags>(stands.size());
  for (std::size_t i = 0; i < stands.size(); ++i) {
    TrackFlags flags;
    flags.base = Route::of(stands[i].base);
    flags.split = Route::of(stands[i].split);
    flags.by = stands[i].by;
    flags.sticky = stands[i].sticky;
    flags.percent = stands[i].percent;
    flags.epoch = stands[i].epoch;
    flags.deny = stands[i].deny;
    tracks[i] = flags;
  }
  const FlagSnapshot made{number, tracks};
  return memory.copy(std::span(&made, 1));
}
}  // namespace

const FlagSnapshot* first_flags(const Blueprint& blueprint, Memory& memory) {
  const Journal journal;
  return snapshot(first_stands(blueprint), journal.number, memory);
}

Event authority_event(const Blueprint& blueprint, TrackIndex track, const TrackStand& stand,
                      std::size_t index, std::int64_t number, bool write_authority_moved) {
  Event event;
  event.kind = EventKind::authority;
  event.node = blueprint.conductor;
  event.track = track;
  event.side =
      blueprint.tracks[track].service ? stand.split.service.route : stand.split.read.authority;
  event.value = static_cast<std::int64_t>(index);
  event.extra = stand.by == SplitBy::nobody ? 100 : stand.percent;
  event.detail = write_authority_moved ? 1 : 0;
  event.write = static_cast<WriteId>(number);
  return event;
}

std::vector<TrackStand> Conductor::with_changes(
    std::vector<TrackStand> stands,
    const std::vector<std::pair<std::string, scenarios::StageChange>>& changes,
    const scenarios::Segment* segment, int percent) const {
  for (const auto& [name, change] : changes) {
    TrackStand& stand = stands[blueprint_.track(name)];
    stand.split = apply_change(stand.split, change);
    if (segment == nullptr || percent == 100) {
      stand.base = apply_change(stand.base, change);
    } else {
      stand.by = segment->by == SegmentBy::key ? SplitBy::key : SplitBy::client;
      stand.sticky = segment->sticky;
      stand.percent = percent;
    }
    if (stand.base == stand.split) {
      stand.by = SplitBy::nobody;
      stand.sticky = true;
      stand.percent = 0;
    }
  }
  return stands;
}

/// The phase's `set`, at once or one step up its segment's ramp.
Task<void> Conductor::set_phase_flags(const scenarios::Phase* phase, std::size_t ramp) {
  if (!phase->segment) {
    Task<void> publishing = publish(with_changes(journal_.stands, phase->set, nullptr, 100));
    co_await publishing;
    co_return;
  }
  const int percent = phase->segment->percent[ramp];
  Task<void> publishing =
      publish(with_changes(journal_.before.back(), phase->set, &*phase->segment, percent));
  co_await publishing;
  tell(EventKind::segment, percent);
  Sleep pause(runtime_, phase->segment->hold);
  co_await pause;
}

/// Makes `stands` what is in force. Repeating it is harmless.
Task<void> Conductor::publish(std::vector<TrackStand> stands) {
  const std::vector<TrackStand>& from = journal_.stands;
  bool changed = false;
  for (std::size_t i = 0; i < stands.size(); ++i) {
    stands[i].epoch = from[i].epoch;  // `before` may hold older ones
    const bool same = stands[i] == from[i];
    const bool only_deny = !same && [&] {
      TrackStand without = stands[i];
      without.deny = from[i].deny;
      return without == from[i];
    }();
    changed = changed || !same;
    if (!same && !only_deny) stands[i].epoch = from[i].epoch + 1;
  }
  if (!changed) co_return;
  Task<void> preparing = prepare_streams(&stands);
  co_await preparing;
  for (TrackIndex track = 0; track < blueprint_.plan.tracks.size(); ++track) {
    if (stands[track].epoch == from[track].epoch || blueprint_.tracks[track].service) continue;
    if (!fenced(stands[track]) && !fenced(from[track])) continue;
    Task<void> fencing = fence_sides(track, stands[track].epoch, fenced(stands[track]));
    co_await fencing;
  }
  ++journal_.number;
  journal_.unpublished = std::exchange(journal_.stands, std::move(stands));
  // Told before anyone can see it: from here on either stage may be met.
  for (TrackIndex track = 0; track < blueprint_.plan.tracks.size(); ++track)
    if (journal_.stands[track] != journal_.unpublished[track])
      tell_stage(track, journal_.unpublished[track]);
  Task<void> finishing = finish_publication();
  co_await finishing;
}

/// From the journal to the flags and workers; again after a crash in between.
Task<void> Conductor::finish_publication() {
  const std::vector<TrackStand>& from = journal_.unpublished;
  const std::vector<TrackStand>& stands = journal_.stands;
  // Looked at before anyone can act by the new flags: what they do then is not the gate's.
  for (TrackIndex track = 0; track < blueprint_.plan.tracks.size(); ++track) {
    const Side now = in_force(stands[track]).read.authority;
    if (!blueprint_.tracks[track].service && now != in_force(from[track]).read.authority)
      observer_.authority_moved(track, now);
  }
  Control control;
  control.verb = ControlVerb::publish;
  control.flags = snapshot(stands, journal_.number, memory_);
  Task<Reply> telling = insist(blueprint_.flags, control);
  const Reply told = co_await telling;
  REHEARSE_ENSURE(told.ok());
  Task<void> starting = start_workers(&stands);
  co_await starting;
  Task<void> retiring = retire_streams(&from);
  co_await retiring;
  journal_.unpublished.clear();
}

/// Streams that begin are captured before the flags say so; what is written from then on is in the
/// log.
Task<void> Conductor::prepare_streams(const std::vector<TrackStand>* stands) {
  const std::vector<TrackStand>& to = *stands;
  for (TrackIndex track = 0; track < blueprint_.plan.tracks.size(); ++track) {
    if (blueprint_.tracks[track].service) continue;
    for (const Side from : {Side::old_side, Side::new_side}) {
      const bool was = streams(journal_.stands[track], from);
      const bool same = was && journal_.stands[track].base.sync == to[track].base.sync &&
                        journal_.stands[track].base.apply == to[track].base.apply;
      if (!streams(to[track], from) || same) continue;
      const Stage& stage = streams(to[track].base, from) ? to[track].base : to[track].split;
      Control capture;
      capture.verb = ControlVerb::capture;
      capture.track = track;
      capture.side = from;
      capture.code = stage.sync.capture == scenarios::Capture::outbox ? 0
                     : stage.sync.origin_tagged                       ? 1
                                                                      : 2;
      Task<Reply> capturing = insist(blueprint_.tracks[track].side(from).node, capture);
      const Reply captured = co_await capturing;
      static_cast<void>(captured);
      Control relay;
      relay.verb = ControlVerb::start;
      relay.code = static_cast<std::uint8_t>(stage.apply);
      relay.value = stage.sync.payload == scenarios::Payload::deltas ? 1 : 0;
      Task<Reply> starting =
          insist(from == Side::old_side ? blueprint_.tracks[track].relay_forward
                                        : blueprint_.tracks[track].relay_backward,
                 relay);
      const Reply started = co_await starting;
      static_cast<void>(started);
    }
  }
}

Task<void> Conductor::retire_streams(const std::vector<TrackStand>* stands) {
  const std::vector<TrackStand>& before = *stands;
  for (TrackIndex track = 0; track < blueprint_.plan.tracks.size(); ++track) {
    if (blueprint_.tracks[track].service) continue;
    if (before[track].base.backfill.state == BackfillState::running &&
        journal_.stands[track].base.backfill.state == BackfillState::none) {
      Task<bool> stopping = backfill(track, false);
      const bool stopped = co_await stopping;
      static_cast<void>(stopped);
    }
    for (const Side from : {Side::old_side, Side::new_side}) {
      if (!streams(before[track], from) || streams(journal_.stands[track], from)) continue;
      Control stop;
      stop.verb = ControlVerb::stop;
      Task<Reply> stopping =
          insist(from == Side::old_side ? blueprint_.tracks[track].relay_forward
                                        : blueprint_.tracks[track].relay_backward,
                 stop);
      const Reply stopped = co_await stopping;
      static_cast<void>(stopped);
      Control capture;
      capture.verb = ControlVerb::capture;
      capture.track = track;
      capture.side = from;
      Task<Reply> capturing = insist(blueprint_.tracks[track].side(from).node, capture);
      const Reply captured = co_await capturing;
      static_cast<void>(captured);
    }
  }
}

/// Repairers and backfills that the stages ask for.
Task<void> Conductor::start_workers(const std::vector<TrackStand>* stands) {
  const std::vector<TrackStand>& to = *stands;
  for (TrackIndex track = 0; track < blueprint_.plan.tracks.size(); ++track) {
    if (blueprint_.tracks[track].service) continue;
    if (queues_repairs(to[track])) {
      for (const Stage* stage : {&to[track].base, &to[track].split}) {
        if (!stage->write.both) continue;
        Control start;
        start.verb = ControlVerb::start;
        start.side = stage->write.first;
        start.code = static_cast<std::uint8_t>(stage->apply);
        Task<Reply> starting = insist(blueprint_.tracks[track].repairer, start);
        const Reply started = co_await starting;
        static_cast<void>(started);
        if (to[track].base == to[track].split) break;
      }
    }
    if (to[track].base.backfill.state == BackfillState::running) {
      Task<bool> filling = backfill(track, true);
      const bool begun = co_await filling;
      static_cast<void>(begun);
    }
  }
}

/// Whoever routes by older flags is refused on both sides from here on, and whoever knows none
/// while the axis says so.
Task<void> Conductor::fence_sides(TrackIndex track, std::uint64_t epoch, bool legacy_too) {
  for (const Side side : {Side::old_side, Side::new_side}) {
    Control control;
    control.verb = ControlVerb::fence;
    control.track = track;
    control.side = side;
    control.code = 2;
    control.value = static_cast<std::int64_t>(epoch);
    control.extra = legacy_too ? 1 : 0;
    Task<Reply> fencing = insist(blueprint_.tracks[track].side(side).node, control);
    const Reply fenced_reply = co_await fencing;
    static_cast<void>(fenced_reply);
  }
}

}  // namespace rehearse::harness
