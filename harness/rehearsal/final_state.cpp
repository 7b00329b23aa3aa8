/// What someone who sees everything would see: whether the run has come to rest, what lies in the
/// stores, and where the two sides of a track really differ.

#include <algorithm>

#include "harness/rehearsal/world.hpp"
#include "scenarios/units.hpp"

namespace rehearse::harness {

using namespace simulators;
using scenarios::Side;

namespace {
constexpr int all_rows = 1 << 30;

std::string given_up(std::uint64_t events, Time end) {
  constexpr Time hour = Time{3600} * 1'000'000;
  const Time unit = end > 48 * hour ? 24 * hour : end > 2 * hour ? hour : 1'000'000;
  return "the run was given up after " + scenarios::grouped(static_cast<std::int64_t>(events)) +
         " events, when " + scenarios::duration_text(scenarios::Duration(end / unit * unit)) +
         " of its time were over: something asks again and again until a deadline, a wait or a "
         "back-off that plan or scenario put too far away; make it shorter";
}

bool present(const Record& record) { return !record.deleted && record.row != nullptr; }

/// Equal but for fields that a declared-lossy transform touches.
bool agree(const Mapping& mapping, Row a, Row b) {
  return a->digest == b->digest || mapping.digest(a) == mapping.digest(b);
}
}  // namespace

std::int64_t World::unread_changes(TrackIndex track, Side side) {
  const Workers& workers = workers_[track];
  const Relay& relay = side == Side::old_side ? *workers.forward : *workers.backward;
  if (!relay.active()) return 0;
  return store_of(track, side).last_change(track, side) - relay.position();
}

std::int64_t World::queued_repairs(TrackIndex track, Side side) {
  rows_.clear();
  const StoreStatus status =
      store_of(track, side)
          .engine()
          .scan(blueprint_.tracks[track].side(side).repairs, 0, all_rows, rows_);
  return status == StoreStatus::ok ? static_cast<std::int64_t>(rows_.size()) : 0;
}

/// What has not come to rest; `all`: everything, else the first of it.
const Unfinished& World::look_for_unfinished(bool all) {
  Unfinished& found = unfinished_;
  found.clear();
  const auto enough = [&found, all] { return !all && !found.nothing(); };
  found.operations = static_cast<std::int64_t>(traffic_->under_way());
  for (const InstanceBlueprint& instance : blueprint_.instances) {
    if (enough()) return found;
    if (const auto serving = runtime_.serving(instance.node); serving > 0)
      found.serving.push_back({instance.node, static_cast<std::int64_t>(serving)});
  }
  for (TrackIndex track = 0; track < blueprint_.plan.tracks.size(); ++track) {
    if (blueprint_.tracks[track].service) continue;
    for (const Side side : {Side::old_side, Side::new_side}) {
      if (enough()) return found;
      if (const std::int64_t unread = unread_changes(track, side); unread > 0)
        found.streams.push_back({track, side, unread});
    }
    for (const Side side : {Side::old_side, Side::new_side}) {
      if (enough()) return found;
      if (const std::int64_t queued = queued_repairs(track, side); queued > 0)
        found.repairs.push_back({track, side, queued});
    }
    const Workers& workers = workers_[track];
    if (workers.backfiller->running())
      found.backfills.push_back({track, Side::old_side, workers.backfiller->remaining()});
    if (workers.verifier->active()) found.verifiers.push_back({track, Side::old_side, 1});
  }
  for (const auto& [node, service] : services_)
    if (const std::size_t many = service->webhooks_under_way(); many > 0)
      found.webhooks.push_back({node, static_cast<std::int64_t>(many)});
  for (std::size_t group = 0; group < restarting_.size(); ++group)
    if (restarting_[group] > 0) found.restarting.push_back(group);
  return found;
}

/// Why the run has not come to rest, in words; empty when it has.
std::string World::pending() { return in_words(look_for_unfinished(true), blueprint_, *history_); }

void World::final_state(History& history) {
  FinalState& state = history.final;
  state.given_up = runtime_.gave_up();
  state.pending = state.given_up ? given_up(runtime_.events_run(), history.end)
                  : finished_    ? pending()
                                 : "the run never came to its end";
  state.quiet = state.pending.empty();
  state.tracks.resize(blueprint_.tracks.size());
  for (TrackIndex track = 0; track < blueprint_.tracks.size(); ++track) {
    FinalTrack& made = state.tracks[track];
    const TrackBlueprint& about = blueprint_.tracks[track];
    const TrackStand& stand = conductor_->journal().stands[track];
    made.stage = stand.base;
    made.segment_stage = stand.split;
    made.segment_percent = stand.by == SplitBy::nobody ? 0 : stand.percent;
    if (about.service) continue;
    const auto look = [&](Side side) {
      return final_side(about, side, store_of(track, side).engine(), mapped_rows_[track],
                        runtime_.memory());
    };
    made.old_side = look(Side::old_side);
    if (about.collection) continue;
    made.new_side = look(Side::new_side);
    for (const Side side : {Side::old_side, Side::new_side}) {
      made.repairs_pending += queued_repairs(track, side);
      made.stream_pending += unread_changes(track, side);
    }
    made.backfill_remaining = workers_[track].backfiller->remaining();
    if (workers_[track].backfiller->done()) {
      made.stage.backfill.state = scenarios::BackfillState::done;
      made.segment_stage.backfill.state = scenarios::BackfillState::done;
    }
  }
}

// ---- truth ----

void World::gate_met(TrackIndex track) { tell_truth(track, 0); }

void World::authority_moved(TrackIndex track, Side to) {
  tell_truth(track, to == Side::new_side ? 1 : 2);
}

/// Something that will still mend a difference of this key: an operation, a repair or an unread
/// change.
bool World::under_way(TrackIndex track, Key key) {
  const std::vector<Event>& events = history_->events;
  for (std::size_t i = events.size(); i-- > 0;) {
    const Event& event = events[i];
    if (event.track != track || event.key != key || event.operation == 0) continue;
    // An intent knows no key that the store makes; the commit does.
    if (event.kind != EventKind::intend && event.kind != EventKind::commit) continue;
    bool ended = false;
    for (std::size_t j = i; j < events.size() && !ended; ++j)
      ended = events[j].kind == EventKind::finish && events[j].operation == event.operation;
    if (!ended) return true;
  }
  const TrackBlueprint& about = blueprint_.tracks[track];
  for (const Side side : {Side::old_side, Side::new_side}) {
    Store& engine = store_of(track, side).engine();
    rows_.clear();
    if (engine.scan(about.side(side).repairs, 0, all_rows, rows_) != StoreStatus::ok) continue;
    for (const KeyedRecord& row : rows_)
      if (row.record.row->begin()[0].number == key) return true;
    const Relay& relay =
        side == Side::old_side ? *workers_[track].forward : *workers_[track].backward;
    if (!relay.active()) continue;
    rows_.clear();
    if (engine.scan(about.side(side).changes, relay.position(), all_rows, rows_) != StoreStatus::ok)
      continue;
    for (const KeyedRecord& row : rows_)
      if (row.record.row->begin()[0].number == key) return true;
  }
  return false;
}

void World::tell_truth(TrackIndex track, std::uint8_t occasion) {
  const TrackBlueprint& about = blueprint_.tracks[track];
  Memory& memory = runtime_.memory();
  const std::vector<KeyedRecord>& mine = truth_[0];
  const std::vector<KeyedRecord>& theirs = truth_[1];
  for (const Side side : {Side::old_side, Side::new_side}) {
    std::vector<KeyedRecord>& rows = truth_[static_cast<std::size_t>(side)];
    rows.clear();
    Store& engine = store_of(track, side).engine();
    if (engine.scan(about.side(side).table, INT64_MIN, all_rows, rows) != StoreStatus::ok) return;
  }
  Event event;
  event.kind = EventKind::truth;
  event.node = blueprint_.conductor;
  event.track = track;
  event.detail = occasion;
  event.key = -1;
  mapped_rows_[track].next = 0;
  std::size_t left = 0;
  std::size_t right = 0;
  while (left < mine.size() || right < theirs.size()) {
    const Key a = left < mine.size() ? mine[left].key : INT64_MAX;
    const Key b = right < theirs.size() ? theirs[right].key : INT64_MAX;
    const Key key = std::min(a, b);
    Record one;
    Record other;
    if (a == key) one = mine[left++].record;
    if (b == key) other = theirs[right++].record;
    const Row mapped = mapped_rows_[track].old_shape(*about.mapping, key, other.row, memory);
    const bool equal =
        present(one) == present(other) &&
        (!present(one) || (mapped != nullptr && agree(*about.mapping, one.row, mapped)));
    if (equal) continue;
    ++event.extra;
    if (under_way(track, key)) continue;
    ++event.value;
    if (event.key < 0) event.key = key;
  }
  runtime_.record(event);
}

}  // namespace rehearse::harness
