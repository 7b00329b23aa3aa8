#include "simulators/workers/relay.hpp"

#include "simulators/application/requests.hpp"

namespace rehearse::simulators {

using scenarios::Duration;
using scenarios::Side;

namespace {
constexpr std::int64_t relayed_at_once = 64;
constexpr Duration relay_stuck_pause{100'000};
constexpr Duration relay_retry_pause{20'000};

NodeId node_of(const Blueprint& blueprint, TrackIndex track, Side source) {
  const TrackBlueprint& about = blueprint.tracks[track];
  return source == Side::old_side ? about.relay_forward : about.relay_backward;
}
}  // namespace

Relay::Relay(const Blueprint& blueprint, TrackIndex track, Side source, Runtime& runtime,
             Memory& memory)
    : Worker(blueprint, track, node_of(blueprint, track, source), runtime, memory),
      source_(source) {}

void Relay::reset() {
  reset_tags();
  active_ = false;
  generation_ = 0;
  position_ = 0;
}

void Relay::start() {
  if (active_) runtime_.spawn(self_, carry(++generation_));
}

void Relay::crash() { position_ = 0; }

std::optional<Reply> Relay::answer(const Request& request) {
  const Control& asked = std::get<Control>(request.body);
  const bool command = asked.verb == ControlVerb::start || asked.verb == ControlVerb::stop;
  if (command && !newest(asked)) return control_reply(position_);
  if (asked.verb == ControlVerb::start) {
    rule_ = static_cast<scenarios::Apply>(asked.code);
    deltas_ = asked.value != 0;
    if (!active_) {
      active_ = true;
      runtime_.spawn(self_, carry(++generation_));
    }
  }
  if (asked.verb == ControlVerb::stop) {
    active_ = false;
    ++generation_;
  }
  if (asked.verb == ControlVerb::metric) return std::nullopt;
  return control_reply(position_, active_ ? 1 : 0);
}

/// The metric: how many changes it has not carried yet.
Task<Reply> Relay::serve(const Request*) {
  Task<Reply> asking = run(store(source_), statement(StatementKind::last_change, source_));
  const Reply reply = co_await asking;
  if (!reply.ok()) co_return reply;
  co_return control_reply(std::get<TransactReply>(reply.body).results[0].number - position_);
}

void Relay::add_statement(const Change& change, std::vector<Statement>* batch) const {
  const bool delta = deltas_ && change.is_delta;
  Statement made =
      statement(delta ? StatementKind::apply_add : StatementKind::apply, scenarios::other(source_));
  made.source = WriteSource::relay;
  made.rule = rule_;
  made.from_stream = true;
  made.key = change.key;
  made.write = change.record.write;
  made.version = change.record.version;
  made.row = change.record.row;
  made.deleted = change.record.deleted;
  made.by = change.delta;
  if (delta) made.field = static_cast<std::uint8_t>(about().counter_field);
  batch->push_back(made);
}

Key Relay::position_mark() const {
  return mark_key(track_, source_ == Side::old_side ? Mark::stream_forward : Mark::stream_backward);
}

Task<void> Relay::find_position(std::int64_t generation) {
  while (generation_ == generation) {
    Statement where = statement(StatementKind::get_mark, scenarios::other(source_));
    where.key = position_mark();
    Task<Reply> asking = run(store(where.side), where);
    const Reply reply = co_await asking;
    if (!reply.ok()) continue;
    position_ = std::get<TransactReply>(reply.body).results[0].number;
    co_return;
  }
}

Task<void> Relay::carry(std::int64_t generation) {
  const Side target = scenarios::other(source_);
  std::vector<Statement> batch;
  bool placed = false;
  Duration patience = shortest_read_wait;
  while (generation_ == generation) {
    if (!placed) {
      Task<void> finding = find_position(generation);
      co_await finding;
      placed = true;
      if (generation_ != generation) co_return;
    }
    Statement next = statement(StatementKind::read_changes, source_);
    next.key = position_;
    next.by = relayed_at_once;
    Task<Reply> asking = wait_for(store(source_), next, &patience);
    const Reply reply = co_await asking;
    if (generation_ != generation) co_return;
    if (!reply.ok()) {
      Sleep pause(runtime_, relay_stuck_pause);
      co_await pause;
      continue;
    }
    const TransactReply& changes = std::get<TransactReply>(reply.body);
    if (changes.count == 0) continue;
    batch.clear();
    for (std::uint32_t i = 0; i < changes.count; ++i) add_statement(changes.changes[i], &batch);
    // The mark moves from where we read it, or nothing is done: a copy of this batch that comes
    // late finds the mark elsewhere.
    Statement moved = statement(StatementKind::set_mark, target);
    moved.key = position_mark();
    moved.by = changes.changes[changes.count - 1].position;
    moved.expected = position_;
    moved.partial = true;
    batch.push_back(moved);
    Task<Reply> applying = transact(store(target), &batch);
    const Reply applied = co_await applying;
    if (generation_ != generation) co_return;
    if (applied.ok()) {
      position_ = moved.by;
      continue;
    }
    placed = false;  // what was done is written in the mark
    if (applied.status == FailureReason::stale_epoch) continue;
    // A change that cannot be applied stops the stream, as it should; whoever watches sees the lag.
    const bool again = retryable(applied.status);
    if (!again) failed(target, applied.status);
    Sleep pause(runtime_, again ? relay_retry_pause : relay_stuck_pause);
    co_await pause;
  }
}

}  // namespace rehearse::simulators
