/// Steps on records: reads, first writes, shadow reads, the cache.

#include <array>
#include <optional>

#include "scenarios/ensure.hpp"
#include "simulators/application/in_flight_guard.hpp"
#include "simulators/application/instance.hpp"
#include "simulators/application/requests.hpp"
#include "simulators/data/literal.hpp"

namespace rehearse::simulators {

using scenarios::Duration;
using scenarios::OperationStepKind;
using scenarios::Side;

namespace {

constexpr Duration shadow_settle{50'000};
constexpr int shadow_looks = 4;

StatementKind statement_of(OperationStepKind kind) {
  switch (kind) {
    case OperationStepKind::put:
      return StatementKind::put;
    case OperationStepKind::insert:
      return StatementKind::insert;
    case OperationStepKind::update:
      return StatementKind::update;
    case OperationStepKind::erase:
      return StatementKind::erase;
    default:
      return StatementKind::add;
  }
}

}  // namespace

// ---- reads ----

void Instance::observe(OperationRun* run, const Observation& seen) {
  run->observations[run->observed++] = seen;
}

Observation Instance::observation_of(TrackIndex track, Key key, Side side,
                                     const StatementResult& result) const {
  Observation seen;
  seen.track = track;
  seen.side = side;
  seen.key = key;
  if (!result.found || result.record.deleted) return seen;
  seen.write = result.record.write;
  seen.version = result.record.version;
  seen.wrong_content = result.record.row == nullptr;
  if (result.record.row != nullptr)
    seen.digest = blueprint_.tracks[track].mapping->digest(result.record.row);
  return seen;
}

Task<StepResult> Instance::read_step(OperationRun* run, std::size_t step) {
  const StepBlueprint& about = run->operation->steps[step];
  const TrackIndex track = about.track;
  const Key key = run->variables[about.variable];
  if (const CacheEntry* hit = cached(track, key)) {
    Observation seen = hit->seen;
    seen.cached = true;
    observe(run, seen);
    co_return StepResult{};
  }
  const int attempts = blueprint_.plan.application.calls.retries + 1;
  const Time until = runtime_.now() + longest_reroute.count();
  StepResult result;
  for (int attempt = 0; attempt < attempts;) {
    const Route route = route_for(track, *run, key);
    const Side side = route.read.authority;
    const NodeId node = blueprint_.tracks[track].side(side).node;
    const std::int64_t number = flags_->number;
    Statement statement;
    statement.kind = StatementKind::get;
    statement.track = track;
    statement.side = side;
    statement.key = key;
    Request request = request_for(*run, track);
    request.body = transaction(statement, memory_);
    Call call(runtime_, self_.node, node, request, blueprint_.plan.application.calls.timeout);
    const Reply reply = co_await call;
    if (reply.ok()) {
      const StatementResult& found = std::get<TransactReply>(reply.body).results[0];
      const Observation seen = observation_of(track, key, side, found);
      ++counters_[track].calls[static_cast<std::size_t>(side)];
      observe(run, seen);
      remember(seen);
      if (route.read.shadow)
        runtime_.spawn(self_.node, compare_shadow(track, key, side, found.record));
      co_return StepResult{};
    }
    result.reason = reply.status;
    if (reply.status == FailureReason::stale_epoch && runtime_.now() < until) {
      turned_away(run, track, side, reply.status);
      Task<void> refreshing = newer_flags(number);
      co_await refreshing;
      continue;
    }
    call_failed(run, track, side, reply.status, attempt, node);
    if (!retryable(reply.status)) break;
    if (++attempt < attempts) {
      Sleep pause(runtime_, backoff(attempt));
      co_await pause;
    }
  }
  co_return result;  // a read that failed did nothing: not unknown
}

Task<Reply> Instance::get(TrackIndex track, Key key, Side side) {
  Statement statement;
  statement.kind = StatementKind::get;
  statement.track = track;
  statement.side = side;
  statement.key = key;
  Request request = background_request();
  request.body = transaction(statement, memory_);
  Call call(runtime_, self_.node, blueprint_.tracks[track].side(side).node, request,
            blueprint_.plan.application.calls.timeout);
  Reply reply = co_await call;
  co_return reply;
}

/// Compares what the authority answered with what the other side has. A difference counts when it
/// stays through several looks at both: what is only late is not wrong.
Task<void> Instance::compare_shadow(TrackIndex track, Key key, Side authority, Record mine) {
  const auto same_logical = [](const Record& a, const Record& b) {
    if (a.deleted || a.row == nullptr) return b.deleted || b.row == nullptr;
    return !b.deleted && b.row != nullptr && same(a.row, b.row);
  };
  bool equal = false;
  bool compared = false;
  for (int look = 0; look < shadow_looks && !equal; ++look) {
    if (look > 0) {
      Sleep pause(runtime_, shadow_settle);
      co_await pause;
      Task<Reply> asking_authority = get(track, key, authority);
      const Reply again = co_await asking_authority;
      if (!again.ok()) continue;
      mine = std::get<TransactReply>(again.body).results[0].record;
    }
    Task<Reply> asking_other = get(track, key, scenarios::other(authority));
    const Reply theirs = co_await asking_other;
    if (!theirs.ok()) continue;
    compared = true;
    equal = same_logical(mine, std::get<TransactReply>(theirs.body).results[0].record);
  }
  if (!compared) co_return;
  shadow_compared(track, key, equal);
}

void Instance::shadow_compared(TrackIndex track, Key key, bool equal) {
  ++counters_[track].shadow_samples;
  if (!equal) ++counters_[track].shadow_mismatch;
  Event event;
  event.kind = EventKind::shadow_compared;
  event.node = self_.node;
  event.track = track;
  event.key = key;
  event.detail = equal ? 1 : 0;
  event.flags = flag_background;
  runtime_.record(event);
}

// ---- writes ----

Task<StepResult> Instance::write_step(OperationRun* run, std::size_t step) {
  const StepBlueprint& about = run->operation->steps[step];
  Statement statement;
  statement.kind = statement_of(about.kind);
  statement.track = about.track;
  statement.key = run->variables[about.variable];
  statement.write = write_id(run->request->operation, static_cast<unsigned>(step), false);
  statement.row = run->call->rows == nullptr ? nullptr : run->call->rows[step];
  for (const auto& [field, variable] : about.made_keys) {
    const scenarios::FieldType type = blueprint_.tracks[about.track].fields[field].type;
    const Value key = key_value(run->variables[variable], type, memory_);
    statement.row = memory_.with(statement.row, field, key);
  }
  statement.partial = about.partial;
  statement.fields = about.fields;
  leave_out_unknown(&statement);
  if (about.kind == OperationStepKind::add) {
    statement.by = about.by;
    statement.at_least = about.at_least;
    statement.field = static_cast<std::uint8_t>(blueprint_.tracks[about.track].counter_field);
  }
  return write_record(run, statement, &run->done[step]);
}

/// A version that does not know a field inserts null there, and leaves it in what it changes.
void Instance::leave_out_unknown(Statement* statement) {
  const std::uint32_t unknown = blueprint_.unknown_fields(version_, statement->track);
  if (unknown == 0 || statement->row == nullptr) return;
  const std::size_t count = blueprint_.tracks[statement->track].fields.size();
  for (std::size_t field = 0; field < count; ++field)
    if ((unknown >> field & 1U) != 0) statement->row = memory_.with(statement->row, field, Value{});
  if (statement->kind == StatementKind::insert) return;
  if (!statement->partial) statement->fields = (1U << count) - 1;
  statement->partial = true;
  statement->fields &= ~unknown;
}

/// The first write, wherever the flags send it, then the second by the failure rule.
Task<StepResult> Instance::write_record(OperationRun* run, Statement statement,
                                        OperationRun::Done* done) {
  const TrackIndex track = statement.track;
  const TrackBlueprint& about = blueprint_.tracks[track];
  // What is being undone must be undone: compensation does not give up where a first attempt would.
  const bool undoing = is_compensation(statement.write);
  const int attempts = blueprint_.plan.application.calls.retries + (undoing ? 13 : 1);
  const Time until = runtime_.now() + longest_reroute.count();
  StepResult result;
  bool told = false;  // that it has to wait
  bool ambiguous = false;
  Side ambiguous_at = Side::old_side;
  std::optional<InFlightGuard> in_flight;
  for (int attempt = 0; attempt < attempts;) {
    const std::int64_t number = flags_->number;
    const Route route = route_for(track, *run, statement.key);
    const Side side = route.write.first;
    if (!ambiguous && !allowed(track, side)) {
      result.reason = FailureReason::denied;
      if (!told) turned_away(run, track, side, result.reason);
      told = true;
      if (runtime_.now() >= until) break;
      Signal::Wait wait(flags_changed_, backoff(1));
      co_await wait;
      continue;
    }
    if (!in_flight) in_flight.emplace(*this, track);
    {
      Request request = write_request(run, route, &statement);
      request.again = ambiguous;
      Call call(runtime_, self_.node, about.side(side).node, request,
                blueprint_.plan.application.calls.timeout);
      const Reply reply = co_await call;
      if (reply.ok()) {
        const StatementResult written = std::get<TransactReply>(reply.body).results[0];
        ++counters_[track].calls[static_cast<std::size_t>(side)];
        if (statement.key == 0) statement.key = written.number;
        if (done != nullptr) {
          done->side = side;
          done->before = written.before;
          done->key = statement.key;
        }
        forget(track, statement.key);
        if (!route.write.both || route.write.one_transaction) co_return StepResult{};
        Task<StepResult> second = second_write(run, route, statement, written);
        const StepResult both = co_await second;
        co_return both;
      }
      result.reason = reply.status;
    }
    if (result.reason == FailureReason::stale_epoch && runtime_.now() < until) {
      // Refused, so this attempt did nothing, and neither did one before it (a store looks for what
      // it has already applied before it looks at the epoch). The route is taken anew, with newer
      // flags.
      turned_away(run, track, side, result.reason);
      ambiguous = false;
      in_flight.reset();
      Task<void> refreshing = newer_flags(number);
      co_await refreshing;
      continue;
    }
    // A store remembers what it refused to a retry: that is its answer to every attempt.
    const bool answered = statement.kind != StatementKind::insert &&
                          refused_by_business(result.reason) && ambiguous_at == side;
    if (answered) ambiguous = false;
    // A write that may have happened stays in flight, for `drained`, until that is known.
    if (result.reason == FailureReason::timeout) {
      ambiguous = true;
      ambiguous_at = side;
    }
    if (!ambiguous) in_flight.reset();
    call_failed(run, track, side, result.reason, attempt, about.side(side).node);
    if (!retryable(result.reason)) break;
    if (++attempt < attempts) {
      Sleep pause(runtime_, backoff(attempt));
      co_await pause;
    }
  }
  // After an answer that is surely about the first attempt's own effect nothing is unknown; after a
  // lost reply and a later refusal the first attempt may still have happened.
  result.unknown = ambiguous;
  co_return result;
}

/// The statement made ready for this route, with the other side in the same transaction where so
/// said.
Request Instance::write_request(OperationRun* run, const Route& route, Statement* statement) {
  using scenarios::StreamDirection;
  const Side side = route.write.first;
  const StreamDirection away =
      side == Side::old_side ? StreamDirection::old_to_new : StreamDirection::new_to_old;
  statement->side = side;
  statement->keep_tombstone = route.apply == scenarios::Apply::version_guard;
  statement->outbox =
      route.sync.capture == scenarios::Capture::outbox &&
      (route.sync.direction == StreamDirection::both || route.sync.direction == away);
  Request request = request_for(*run, statement->track);
  if (!route.write.both || !route.write.one_transaction) {
    request.body = transaction(*statement, memory_);
    return request;
  }
  Statement mirror = *statement;
  mirror.kind = StatementKind::mirror;
  mirror.side = scenarios::other(side);
  mirror.source = WriteSource::second;
  mirror.rule = route.apply;
  mirror.outbox = false;
  if (mirror.side_shape) mirror.row = nullptr;  // it carries what the first has written
  mirror.side_shape = false;
  const std::array both{*statement, mirror};
  request.body = transaction(both, memory_);
  return request;
}

// ---- cache ----

const Instance::CacheEntry* Instance::cached(TrackIndex track, Key key) const {
  const Time now = runtime_.clock(self_.node);
  for (const CacheEntry& entry : cache_)
    if (entry.track == track && entry.key == key && entry.until > now) return &entry;
  return nullptr;
}

void Instance::remember(const Observation& seen) {
  const Duration ttl = blueprint_.plan.application.cache.ttl;
  if (ttl.count() == 0) return;
  const Time now = runtime_.clock(self_.node);
  for (CacheEntry& entry : cache_) {
    const bool same_key = entry.track == seen.track && entry.key == seen.key;
    if (!same_key && entry.until > now) continue;
    entry = {seen.track, seen.key, now + ttl.count(), seen};
    return;
  }
  cache_.push_back({seen.track, seen.key, now + ttl.count(), seen});
}

void Instance::forget(TrackIndex track, Key key) {
  if (blueprint_.plan.application.cache.invalidate != scenarios::Invalidate::on_write) return;
  for (CacheEntry& entry : cache_)
    if (entry.track == track && entry.key == key) entry.until = 0;
}

}  // namespace rehearse::simulators
