/// Steps on external services: routing, idempotency keys, ambiguous outcomes, ownership of charges,
/// shadow calls, webhooks.

#include "simulators/application/in_flight_guard.hpp"
#include "simulators/application/instance.hpp"
#include "simulators/application/requests.hpp"

namespace rehearse::simulators {

using scenarios::Ambiguity;
using scenarios::Duration;
using scenarios::Idempotency;
using scenarios::Lifecycle;
using scenarios::OperationStepKind;
using scenarios::Side;

namespace {

constexpr int lookup_attempts = 20;
constexpr int owner_attempts = 8;

bool begins(ServiceVerb verb) {
  return verb == ServiceVerb::charge || verb == ServiceVerb::authorise;
}

/// Never 0; differs by operation, step, and, where so wanted, attempt.
std::uint64_t idempotency_key(const ServiceCall& call, int attempt) {
  return (call.write + 1) * 64 + static_cast<std::uint64_t>(attempt);
}

}  // namespace

Task<StepResult> Instance::service_step(OperationRun* run, std::size_t step, bool undo) {
  const StepBlueprint& about = run->operation->steps[step];
  OperationRun::Done* const done = &run->done[step];
  ServiceCall call;
  call.verb = verb_of(about.kind);
  call.track = about.track;
  call.identity = run->variables[about.variable];
  call.amount = run->call->amount;
  call.write = write_id(run->request->operation, static_cast<unsigned>(step), undo);
  if (undo) {
    if (!begins(call.verb)) co_return StepResult{FailureReason::unknown_effect, true};
    call.verb =
        call.verb == ServiceVerb::authorise ? ServiceVerb::void_charge : ServiceVerb::refund;
    call.side = done->side;
    Task<StepResult> undoing = call_service(run, call, true, &done->side);
    const StepResult undone = co_await undoing;
    co_return undone;
  }
  const bool lifecycle = !begins(call.verb);
  const Route route = route_for(about.track, *run, call.identity);
  bool pinned = false;
  call.side = route.service.route;
  if (lifecycle && route.service.lifecycle == Lifecycle::origin) {
    Task<StepResult> asking = owner_of(run, about.track, call.identity, &call.side);
    const StepResult known = co_await asking;
    if (!known.ok()) co_return known;
    pinned = true;
  }
  Task<StepResult> calling = call_service(run, call, pinned, &done->side);
  const StepResult result = co_await calling;
  if (result.ok() && begins(call.verb) && blueprint_.lifecycle_steps) {
    Task<void> storing = store_owner(run, call.identity, done->side);
    co_await storing;
  }
  // Where the route has changed before an attempt was answered, nothing is left to compare with.
  if (route.service.shadow && !lifecycle && done->side == route.service.route) {
    ServiceCall shadow = call;
    shadow.side = scenarios::other(done->side);
    shadow.shadow = true;
    shadow.suppressed = route.service.shadow_effects == scenarios::ShadowEffects::suppressed;
    runtime_.spawn(self_.node, shadow_service(shadow, result.ok()));
  }
  co_return result;
}

/// Calls until there is an answer. `pinned`: only ever this side. `*served` is the side that
/// answered.
Task<StepResult> Instance::call_service(OperationRun* run, ServiceCall call, bool pinned,
                                        Side* served) {
  const InFlightGuard in_flight(*this, call.track);
  const TrackBlueprint& about = blueprint_.tracks[call.track];
  const int attempts = blueprint_.plan.application.calls.retries + (pinned ? 9 : 1);
  StepResult result;
  for (int attempt = 0; attempt < attempts; ++attempt) {
    if (attempt > 0) {
      Sleep pause(runtime_, backoff(attempt));
      co_await pause;
    }
    const Route route = route_for(call.track, *run, call.identity);
    if (!pinned) call.side = route.service.route;
    *served = call.side;
    Task<StepResult> preparing = meet_needs(run, call.track, call.side, call.identity);
    StepResult prepared = co_await preparing;
    prepared.unknown = prepared.unknown || result.unknown;
    if (prepared.reason != FailureReason::none) co_return prepared;
    call.idempotency_key = 0;
    if (route.service.idempotency == Idempotency::per_operation)
      call.idempotency_key = idempotency_key(call, 0);
    if (route.service.idempotency == Idempotency::per_attempt)
      call.idempotency_key = idempotency_key(call, attempt + 1);
    Request request = request_for(*run, call.track);
    request.body = call;
    const NodeId node = about.side(call.side).node;
    Call calling(runtime_, self_.node, node, request, blueprint_.plan.application.calls.timeout);
    const Reply reply = co_await calling;
    if (reply.ok()) {
      ++counters_[call.track].calls[static_cast<std::size_t>(call.side)];
      co_return StepResult{};
    }
    result.reason = reply.status;
    call_failed(run, call.track, call.side, reply.status, attempt, node);
    if (reply.status == FailureReason::unavailable) continue;  // surely not done
    if (reply.status != FailureReason::timeout) {
      // The service remembers what it answered under this key: this is its answer to every attempt.
      const bool answered = contract_of(call).deduplicates == scenarios::Deduplication::by_key &&
                            route.service.idempotency == Idempotency::per_operation;
      result.unknown = result.unknown && !answered;
      co_return result;
    }
    result.unknown = true;
    if (route.service.ambiguity == Ambiguity::nowhere) continue;  // blindly again
    if (route.service.ambiguity == Ambiguity::same_side) pinned = true;
    const scenarios::ServiceContract& contract = contract_of(call);
    const bool safe_to_repeat = contract.deduplicates == scenarios::Deduplication::by_key &&
                                route.service.idempotency != Idempotency::none;
    if (safe_to_repeat || !contract.lookup) continue;
    if (route.service.ambiguity == Ambiguity::current_side)
      call.side = route_for(call.track, *run, call.identity).service.route;
    Task<int> asking = look_up(run, call);
    const int there = co_await asking;
    if (there == 1) {
      *served = call.side;
      co_return StepResult{};
    }
    if (there < 0) co_return result;
    result.unknown = false;  // it was not there: another attempt is the first
    if (attempt + 1 == attempts) co_return result;
  }
  co_return result;
}

/// The adapter of a service reads what it needs before it calls. A store that does not answer is no
/// record that is missing.
Task<StepResult> Instance::meet_needs(OperationRun* run, TrackIndex track, Side side, Key key) {
  for (const Need& need : blueprint_.tracks[track].needs[static_cast<std::size_t>(side)]) {
    for (int attempt = 0;; ++attempt) {
      Task<Reply> reading = get(need.track, key, need.side);
      const Reply reply = co_await reading;
      if (reply.ok()) break;
      const bool again = retryable(reply.status);
      if (again && attempt < lookup_attempts) {
        Sleep pause(runtime_, backoff(attempt));
        co_await pause;
        continue;
      }
      const FailureReason reason =
          again ? FailureReason::unavailable : FailureReason::needs_missing;
      call_failed(run, need.track, need.side, reason, attempt,
                  blueprint_.tracks[need.track].side(need.side).node);
      co_return StepResult{reason, false};
    }
  }
  co_return StepResult{};
}

/// 1: the side has an effect for this identity; 0: it has none; -1: it does not answer.
Task<int> Instance::look_up(OperationRun* run, ServiceCall call) {
  const bool undoing = call.verb == ServiceVerb::refund || call.verb == ServiceVerb::void_charge;
  call.of = call.verb;
  call.verb = ServiceVerb::lookup;
  for (int attempt = 0; attempt < lookup_attempts; ++attempt) {
    Request request = request_for(*run, call.track);
    request.body = call;
    Call calling(runtime_, self_.node, blueprint_.tracks[call.track].side(call.side).node, request,
                 blueprint_.plan.application.calls.timeout);
    const Reply reply = co_await calling;
    if (reply.ok()) {
      const bool there = std::get<ServiceReply>(reply.body).serial != 0;
      co_return there == undoing ? 0 : 1;
    }
    Sleep pause(runtime_, backoff(attempt));
    co_await pause;
  }
  co_return -1;
}

Task<void> Instance::store_owner(OperationRun* run, Key identity, Side side) {
  Statement statement;
  statement.kind = StatementKind::set_owner;
  statement.key = identity;
  statement.by = static_cast<std::int64_t>(side);
  for (int attempt = 0; attempt < owner_attempts; ++attempt) {
    Request request = background_request();
    request.operation = run->request->operation;
    request.body = transaction(statement, memory_);
    Call call(runtime_, self_.node, blueprint_.databases[0].node, request,
              blueprint_.plan.application.calls.timeout);
    const Reply reply = co_await call;
    if (reply.ok()) co_return;
  }
}

Task<StepResult> Instance::owner_of(OperationRun* run, TrackIndex, Key identity, Side* side) {
  Statement statement;
  statement.kind = StatementKind::get_owner;
  statement.key = identity;
  StepResult result;
  for (int attempt = 0; attempt < owner_attempts; ++attempt) {
    Request request = background_request();
    request.operation = run->request->operation;
    request.body = transaction(statement, memory_);
    Call call(runtime_, self_.node, blueprint_.databases[0].node, request,
              blueprint_.plan.application.calls.timeout);
    const Reply reply = co_await call;
    result.reason = reply.status;
    if (!reply.ok()) continue;
    const StatementResult& found = std::get<TransactReply>(reply.body).results[0];
    if (found.found) *side = static_cast<Side>(found.number);
    co_return StepResult{found.found ? FailureReason::none : FailureReason::unknown_effect, false};
  }
  co_return result;
}

Task<void> Instance::shadow_service(ServiceCall call, bool expect_ok) {
  Request request = background_request();
  request.body = call;
  Call calling(runtime_, self_.node, blueprint_.tracks[call.track].side(call.side).node, request,
               blueprint_.plan.application.calls.timeout);
  const Reply reply = co_await calling;
  if (reply.status == FailureReason::timeout || reply.status == FailureReason::unavailable)
    co_return;
  shadow_compared(call.track, call.identity, reply.ok() == expect_ok);
}

/// Fulfils on a webhook of a side that owns them, deduplicated as the flags say.
Task<Reply> Instance::take_webhook(const Control* hook) {
  Reply answer;
  answer.body = ControlReply{};
  if (flags_ == nullptr) {
    answer.status = FailureReason::unavailable;
    co_return answer;
  }
  using scenarios::WebhookDeduplication;
  using scenarios::WebhookOwner;
  // Inside a segment or outside: whoever is routed to a side has its webhooks listened to.
  const TrackFlags& flags = flags_->tracks[hook->track];
  const auto listens = [&](const Route& route) {
    return route.service.webhooks == WebhookOwner::both ||
           (route.service.webhooks == WebhookOwner::new_side) == (hook->side == Side::new_side);
  };
  const bool split = flags.by != SplitBy::nobody && listens(flags.split);
  if (!listens(flags.base) && !split) {
    answer.status = FailureReason::denied;  // nobody listens to that side
    co_return answer;
  }
  const scenarios::ServiceAxes axes = (split ? flags.split : flags.base).service;
  bool repeat = false;
  if (axes.webhook_deduplication != WebhookDeduplication::none) {
    Statement once;
    once.kind = StatementKind::fulfil;
    once.key = axes.webhook_deduplication == WebhookDeduplication::by_effect
                   ? hook->key
                   : (Key{1} << 60U) + hook->value * 2 + static_cast<Key>(hook->side);
    Request request = background_request();
    request.body = transaction(once, memory_);
    Call call(runtime_, self_.node, blueprint_.databases[0].node, request,
              blueprint_.plan.application.calls.timeout);
    const Reply reply = co_await call;
    if (!reply.ok()) {
      answer.status = FailureReason::unavailable;
      co_return answer;
    }
    repeat = std::get<TransactReply>(reply.body).results[0].repeated;
  }
  Event event;
  event.kind = EventKind::webhook;
  event.node = self_.node;
  event.track = hook->track;
  event.side = hook->side;
  event.key = hook->key;
  event.value = hook->value;
  event.flags = static_cast<std::uint8_t>(flag_background | (repeat ? flag_repeat : 0));
  runtime_.record(event);
  co_return answer;
}

}  // namespace rehearse::simulators
