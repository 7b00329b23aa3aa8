#include "tests/harness/history_builder.hpp"

#include <algorithm>

#include "scenarios/ensure.hpp"

namespace rehearse::harness::testing {

using scenarios::OperationStepKind;
using simulators::WriteSource;

HistoryBuilder::HistoryBuilder() {
  history.nodes = {"client",     "app/1",        "app/2",        "orders.old",
                   "orders.new", "payments.old", "payments.new", "conductor"};
  history.final.tracks.resize(4);
  for (simulators::FinalTrack& track : history.final.tracks) {
    track.old_side.exists = true;
    track.new_side.exists = true;
  }
  history.final.quiet = true;
}

HistoryBuilder& HistoryBuilder::in(std::uint16_t phase) {
  phase_ = phase;
  return *this;
}

HistoryBuilder& HistoryBuilder::wait(Time time) {
  step_ = time;
  return *this;
}

EventId HistoryBuilder::add(Event event) {
  now_ += step_;
  step_ = 1000;
  event.time = now_;
  event.phase = phase_;
  history.events.push_back(event);
  history.end = now_;
  return static_cast<EventId>(history.events.size() - 1);
}

EventId HistoryBuilder::add(EventKind kind, std::uint8_t detail, std::int64_t value) {
  Event event;
  event.kind = kind;
  event.detail = detail;
  event.value = value;
  event.node = conductor_node;
  return add(event);
}

EventId HistoryBuilder::invoke(OperationId id, int kind, std::uint16_t client) {
  Event event;
  event.operation = id;
  event.value = kind;
  event.client = client;
  const EventId made = add(event);
  history.events[made].extra = history.events[made].time;
  return made;
}

EventId HistoryBuilder::intend(OperationId id, unsigned step, TrackIndex track, Key key,
                               OperationStepKind kind, std::int64_t value) {
  Event event;
  event.kind = EventKind::intend;
  event.operation = id;
  event.track = track;
  event.key = key;
  event.write = wrote(id, step);
  event.detail = static_cast<std::uint8_t>(kind);
  event.value = value;
  return add(event);
}

EventId HistoryBuilder::observe(OperationId id, TrackIndex track, Key key, Side side, WriteId write,
                                std::uint8_t flags) {
  Event event;
  event.kind = EventKind::observe;
  event.operation = id;
  event.track = track;
  event.key = key;
  event.side = side;
  event.write = write;
  event.flags = flags;
  event.node = app_1;
  return add(event);
}

EventId HistoryBuilder::finish(OperationId id, simulators::Outcome outcome,
                               simulators::FailureReason reason) {
  Event event;
  event.kind = EventKind::finish;
  event.operation = id;
  event.detail = static_cast<std::uint8_t>(outcome);
  event.extra = static_cast<std::int64_t>(reason);
  event.node = app_1;
  const EventId made = add(event);
  for (const Event& before : history.events) {
    if (before.kind != EventKind::invoke || before.operation != id) continue;
    history.events[made].client = before.client;
    history.events[made].value = now_ - before.extra;
  }
  return made;
}

EventId HistoryBuilder::ok(OperationId id) { return finish(id, simulators::Outcome::ok); }

EventId HistoryBuilder::commit(OperationId id, unsigned step, TrackIndex track, Key key, Side side,
                               WriteSource source, std::uint8_t flags) {
  return commit_write(wrote(id, step), track, key, side, source, flags);
}

EventId HistoryBuilder::commit_write(WriteId write, TrackIndex track, Key key, Side side,
                                     WriteSource source, std::uint8_t flags,
                                     std::optional<std::int64_t> extra) {
  Event event;
  event.kind = EventKind::commit;
  event.operation = simulators::operation_of(write);
  event.track = track;
  event.key = key;
  event.side = side;
  event.write = write;
  event.detail = static_cast<std::uint8_t>(source);
  event.flags = flags;
  event.extra = extra.value_or(static_cast<std::int64_t>(digest_of(write)));
  event.node = side == old_side ? store_old : store_new;
  return add(event);
}

EventId HistoryBuilder::effect(OperationId id, Key identity, Side side, simulators::EffectKind kind,
                               std::int64_t amount, std::uint8_t flags) {
  Event event;
  event.kind = EventKind::effect;
  event.operation = id;
  event.track = payments;
  event.key = identity;
  event.side = side;
  event.write = wrote(id, 1);
  event.detail = static_cast<std::uint8_t>(kind);
  event.value = amount;
  event.flags = flags;
  event.extra = ++serial_;
  event.node = side == old_side ? pay_old : pay_new;
  return add(event);
}

EventId HistoryBuilder::webhook(OperationId id, Key identity, Side side, std::uint8_t flags) {
  Event event;
  event.kind = EventKind::webhook;
  event.operation = id;
  event.track = payments;
  event.key = identity;
  event.side = side;
  event.value = serial_;
  event.flags = flags;
  return add(event);
}

void HistoryBuilder::write(OperationId id, int kind, Key key, Side first, bool both,
                           std::uint16_t client) {
  write_begins(id, kind, key, first, both, client);
  ok(id);
}

void HistoryBuilder::write_begins(OperationId id, int kind, Key key, Side first, bool both,
                                  std::uint16_t client) {
  const OperationStepKind what =
      plan.application.operations[static_cast<std::size_t>(kind)].steps[0].kind;
  const bool stock = kind == reprice;
  const TrackIndex track = stock ? catalog : orders;
  const std::uint8_t flags =
      what == OperationStepKind::erase ? simulators::flag_erased : std::uint8_t{0};
  invoke(id, kind, client);
  intend(id, 0, track, key, what, static_cast<std::int64_t>(digest_of(wrote(id))));
  commit(id, 0, track, key, first, WriteSource::application, flags);
  if (both) commit(id, 0, track, key, scenarios::other(first), WriteSource::second, flags);
}

EventId HistoryBuilder::read(OperationId id, Key key, Side side, WriteId seen, std::uint16_t client,
                             std::uint8_t flags) {
  invoke(id, look, client);
  const EventId made = observe(id, orders, key, side, seen, flags);
  ok(id);
  return made;
}

EventId HistoryBuilder::publish(TrackIndex track, const scenarios::Stage& stage,
                                std::int64_t percent, bool seen) {
  const auto place = std::find(history.stages.begin(), history.stages.end(), stage);
  Event event;
  event.kind = EventKind::authority;
  event.track = track;
  event.side = history.final.tracks[track].old_side.exists ? stage.read.authority : new_side;
  event.value = place - history.stages.begin();
  event.extra = percent;
  event.write = static_cast<WriteId>(++epoch_);
  event.node = conductor_node;
  if (place == history.stages.end()) history.stages.push_back(stage);
  const EventId made = add(event);
  if (seen) flags_seen();
  return made;
}

void HistoryBuilder::flags_seen() {
  for (const simulators::NodeId node : {app_1, app_2}) {
    const EventId made = add(EventKind::flags_seen, 0, epoch_);
    history.events[made].node = node;
  }
}

void HistoryBuilder::phase_begin(std::uint16_t phase) {
  in(phase);
  add(EventKind::phase_begin);
}

EventId HistoryBuilder::step_begin(std::uint32_t step) {
  return add(EventKind::step_begin, 0, step);
}

EventId HistoryBuilder::gate(EventKind outcome, std::int64_t samples, simulators::GateKind kind) {
  return add(outcome, static_cast<std::uint8_t>(kind), samples);
}

EventId HistoryBuilder::gate_sample(std::uint32_t condition, std::int64_t measured,
                                    std::int64_t samples, std::uint8_t flags) {
  const EventId made =
      add(EventKind::gate_sample, static_cast<std::uint8_t>(simulators::GateKind::exit), measured);
  history.events[made].key = condition;
  history.events[made].extra = samples;
  history.events[made].flags = flags;
  return made;
}

EventId HistoryBuilder::truth(TrackIndex track, std::uint8_t when, std::int64_t differing,
                              Key sample) {
  const EventId made = add(EventKind::truth, when, differing);
  history.events[made].track = track;
  history.events[made].key = sample;
  return made;
}

EventId HistoryBuilder::rollback_begin(simulators::RollbackCause cause) {
  return add(EventKind::rollback_begin, static_cast<std::uint8_t>(cause), -1);
}

EventId HistoryBuilder::rollback_end(bool done, std::int64_t target) {
  return add(EventKind::rollback_end, done ? 1 : 0, target);
}

EventId HistoryBuilder::plan_end(simulators::PlanEnd end) {
  return add(EventKind::plan_end, static_cast<std::uint8_t>(end));
}

EventId HistoryBuilder::fault_begin(std::uint8_t kind, simulators::NodeId node,
                                    OperationId operation) {
  const EventId made = add(EventKind::fault_begin, kind);
  history.events[made].node = node;
  history.events[made].operation = operation;
  return made;
}

EventId HistoryBuilder::fault_end(std::uint8_t kind, simulators::NodeId node) {
  const EventId made = add(EventKind::fault_end, kind);
  history.events[made].node = node;
  return made;
}

EventId HistoryBuilder::call_failed(simulators::FailureReason reason, TrackIndex track, Side side,
                                    OperationId operation, std::uint8_t flags) {
  const EventId made = add(EventKind::call_failed, static_cast<std::uint8_t>(reason));
  Event& event = history.events[made];
  event.track = track;
  event.side = side;
  event.operation = operation;
  event.flags = flags;
  event.node = app_2;
  return made;
}

void HistoryBuilder::initial(TrackIndex track, Key key, std::int64_t counter) {
  const WriteId write = simulators::initial_write(track, key);
  history.initial.push_back({track, key, digest_of(write), counter});
}

FinalRecord& HistoryBuilder::final_record(TrackIndex track, Side side, Key key, WriteId write,
                                          std::int64_t counter) {
  auto& records =
      side == old_side ? final_track(track).old_side.records : final_track(track).new_side.records;
  FinalRecord record;
  record.key = key;
  record.write = write;
  record.digest = digest_of(write);
  record.counter = counter;
  const auto place = std::find_if(records.begin(), records.end(),
                                  [&](const FinalRecord& other) { return other.key > key; });
  return *records.insert(place, record);
}

void HistoryBuilder::final_stage(TrackIndex track, const scenarios::Stage& stage) {
  final_track(track).stage = stage;
  final_track(track).segment_stage = stage;
}

Verdict HistoryBuilder::judge(std::string_view property,
                              const std::vector<OperationId>& excused) const {
  Facts facts(plan, scenario);
  facts.rebuild(history, excused);
  for (const Property& candidate : all_properties()) {
    if (candidate.id == property) return harness::judge(candidate, facts);
  }
  REHEARSE_ENSURE(property == "a property of the catalogue");
  return {};
}

}  // namespace rehearse::harness::testing
