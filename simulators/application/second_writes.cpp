/// The other side of a dual write: the second write, its failure rules, the repair queue.

#include "simulators/application/instance.hpp"
#include "simulators/application/requests.hpp"

namespace rehearse::simulators {

using scenarios::SecondWriteFailure;

namespace {

constexpr int repair_attempts = 12;

Statement second_statement(const Route& route, const Statement& first,
                           const StatementResult& written) {
  Statement second = first;
  second.kind = StatementKind::apply;
  second.source = WriteSource::second;
  second.side = scenarios::other(route.write.first);
  second.rule = route.apply;
  second.row = written.record.row;
  second.version = written.record.version;
  second.deleted = written.record.deleted;
  second.outbox = false;
  return second;
}

}  // namespace

Task<StepResult> Instance::second_write(OperationRun* run, Route route, Statement first,
                                        StatementResult written) {
  // A repeated first write whose record has moved on since: its second write is not ours to repeat.
  if (written.repeated && written.record.write != first.write) co_return StepResult{};
  const Statement second = second_statement(route, first, written);
  const TrackIndex track = first.track;
  const NodeId node = blueprint_.tracks[track].side(second.side).node;
  const int attempts = route.second_write_failure == SecondWriteFailure::fail
                           ? blueprint_.plan.application.calls.retries + 1
                           : 1;
  const Time until = runtime_.now() + longest_reroute.count();
  FailureReason reason = FailureReason::none;
  for (int attempt = 0; attempt < attempts; ++attempt) {
    if (attempt > 0) {
      Sleep pause(runtime_, backoff(attempt));
      co_await pause;
    }
    const std::int64_t number = flags_->number;
    Request request = request_for(*run, track);
    request.body = transaction(second, memory_);
    Call call(runtime_, self_.node, node, request, blueprint_.plan.application.calls.timeout);
    const Reply reply = co_await call;
    if (reply.ok()) {
      ++counters_[track].calls[static_cast<std::size_t>(second.side)];
      co_return StepResult{};
    }
    reason = reply.status;
    if (reason == FailureReason::stale_epoch && runtime_.now() < until) {
      turned_away(run, track, second.side, reason);
      // The flags have moved on between the two writes. Where the other side is still kept, it gets
      // the write.
      Task<void> refreshing = newer_flags(number);
      co_await refreshing;
      const Route now = route_for(track, *run, first.key);
      if (!now.write.both && now.write.first != second.side) co_return StepResult{};
      --attempt;
      continue;
    }
    call_failed(run, track, second.side, reason, attempt, node);
    if (!retryable(reason)) break;
  }
  Event failed;
  failed.kind = EventKind::second_failed;
  failed.node = self_.node;
  failed.track = track;
  failed.side = second.side;
  failed.operation = run->request->operation;
  failed.key = first.key;
  failed.write = first.write;
  failed.detail = static_cast<std::uint8_t>(route.second_write_failure);
  runtime_.record(failed);
  if (route.second_write_failure == SecondWriteFailure::ignore) co_return StepResult{};
  if (route.second_write_failure == SecondWriteFailure::enqueue_repair) {
    Task<bool> queueing = queue_repair(run, route, first, written);
    const bool queued = co_await queueing;
    if (queued) co_return StepResult{};
    co_return StepResult{FailureReason::second_write, true};
  }
  Task<StepResult> undoing = undo_first_write(run, route, first, written);
  const StepResult undone = co_await undoing;
  co_return StepResult{FailureReason::second_write,
                       !undone.ok() || reason == FailureReason::timeout};
}

/// Durable, in the first side's database; not acknowledged to the client before it is there.
Task<bool> Instance::queue_repair(OperationRun* run, Route route, Statement first,
                                  StatementResult written) {
  Statement push;
  push.kind = StatementKind::push_repair;
  push.track = first.track;
  push.side = route.write.first;
  push.key = first.key;
  push.write = first.write;
  push.version = written.record.version;
  for (int attempt = 0; attempt < repair_attempts; ++attempt) {
    if (attempt > 0) {
      Sleep pause(runtime_, backoff(attempt));
      co_await pause;
    }
    Request request = request_for(*run, first.track);
    request.fenced = false;
    request.body = transaction(push, memory_);
    Call call(runtime_, self_.node, blueprint_.tracks[first.track].side(push.side).node, request,
              blueprint_.plan.application.calls.timeout);
    const Reply reply = co_await call;
    if (!reply.ok()) continue;
    repair_queued(run, first.track, push.side, first.key, first.write);
    co_return true;
  }
  co_return false;
}

void Instance::repair_queued(const OperationRun* run, TrackIndex track, Side first, Key key,
                             WriteId write) {
  Event queued;
  queued.kind = EventKind::repair_queued;
  queued.node = self_.node;
  queued.track = track;
  queued.side = scenarios::other(first);
  queued.operation = run->request->operation;
  queued.key = key;
  queued.write = write;
  runtime_.record(queued);
}

/// The rule "fail": the request fails, so its first write is taken back.
Task<StepResult> Instance::undo_first_write(OperationRun* run, Route route, Statement first,
                                            StatementResult written) {
  Statement undo = first;
  undo.write = first.write | 1U;  // the step's compensation
  undo.partial = false;
  undo.at_least = INT64_MIN;
  if (first.kind == StatementKind::add) {
    undo.by = -first.by;
  } else if (written.before != nullptr) {
    undo.kind = StatementKind::put;
    undo.row = written.before;
  } else {
    undo.kind = StatementKind::erase;
  }
  StepResult result{FailureReason::timeout, true};
  for (int attempt = 0; attempt < repair_attempts; ++attempt) {
    Request request = request_for(*run, first.track);
    request.body = transaction(undo, memory_);
    Call call(runtime_, self_.node, blueprint_.tracks[first.track].side(route.write.first).node,
              request, blueprint_.plan.application.calls.timeout);
    const Reply reply = co_await call;
    if (reply.ok() || reply.status == FailureReason::not_found) co_return StepResult{};
    if (!retryable(reply.status)) break;
    Sleep pause(runtime_, backoff(attempt));
    co_await pause;
  }
  co_return result;
}

}  // namespace rehearse::simulators
