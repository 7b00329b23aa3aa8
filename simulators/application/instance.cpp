#include "simulators/application/instance.hpp"

#include <algorithm>

#include "scenarios/ensure.hpp"

namespace rehearse::simulators {

using scenarios::Duration;
using scenarios::OperationStepKind;
using scenarios::Side;
using scenarios::TrackSupport;

namespace {

constexpr Duration flag_timeout{200'000};
constexpr Duration flag_wait{50'000};
constexpr Duration drain_wait{50'000};  // shorter than the conductor waits for an answer

}  // namespace

Instance::Instance(const Blueprint& blueprint, const InstanceBlueprint& self, Runtime& runtime,
                   Memory& memory)
    : blueprint_(blueprint),
      self_(self),
      runtime_(runtime),
      memory_(memory),
      flags_changed_(runtime),
      write_ended_(runtime),
      counters_(blueprint.tracks.size()) {}

void Instance::reset(int version) {
  version_ = version;
  next_version_ = version;
  background_tag_ = 1;
  crash();
}

void Instance::start() {
  version_ = next_version_;
  Event up;
  up.kind = EventKind::node_up;
  up.node = self_.node;
  up.value = version_;
  runtime_.record(up);
  runtime_.spawn(self_.node, fetch_flags());
}

/// Volatile state is gone. Message tags go on: they name choices and must not come twice.
void Instance::crash() {
  flags_ = nullptr;
  in_flight_ = nullptr;
  drain_ = -1;
  std::fill(counters_.begin(), counters_.end(), Counters{});
  requests_ = 0;
  failures_ = 0;
  cache_.clear();
}

std::optional<Reply> Instance::answer(const Request& request) {
  const Control* const asked = std::get_if<Control>(&request.body);
  if (asked == nullptr || asked->verb == ControlVerb::webhook) return std::nullopt;
  if (asked->verb == ControlVerb::drained && !drained(*asked)) return std::nullopt;
  return control(*asked);
}

Task<Reply> Instance::serve(const Request* request) {
  if (std::holds_alternative<OperationCall>(request->body)) return serve_operation(request);
  const Control* const asked = &std::get<Control>(request->body);
  return asked->verb == ControlVerb::webhook ? take_webhook(asked) : wait_until_drained(asked);
}

// ---- flags ----

void Instance::see_flags(const FlagSnapshot* flags) {
  if (flags == nullptr || (flags_ != nullptr && flags->number <= flags_->number)) return;
  flags_ = flags;
  Event seen;
  seen.kind = EventKind::flags_seen;
  seen.node = self_.node;
  seen.value = flags->number;
  runtime_.record(seen);
  flags_changed_.notify();
}

Task<void> Instance::fetch_flags() {
  for (;;) {
    Control ask;
    ask.verb = ControlVerb::get_flags;
    Request request = background_request();
    request.body = ask;
    Call call(runtime_, self_.node, blueprint_.flags, request, flag_timeout);
    const Reply reply = co_await call;
    if (reply.ok()) {
      see_flags(std::get<ControlReply>(reply.body).flags);
      co_return;
    }
  }
}

/// After a refusal: ask for flags newer than `than`; returns when they are there or after a moment.
Task<void> Instance::newer_flags(std::int64_t than) {
  if (flags_number() > than) co_return;
  Task<void> fetching = fetch_flags();
  co_await fetching;
  if (flags_number() > than) co_return;
  Signal::Wait wait(flags_changed_, flag_wait);
  co_await wait;
}

Route Instance::route_for(TrackIndex track, const OperationRun& run, Key key, bool* in_segment) {
  const TrackBlueprint& about = blueprint_.tracks[track];
  if (about.collection) return Route{};
  const TrackSupport support = blueprint_.support(version_, track);
  if (support == TrackSupport::old_only) return Route::of(about.initial);
  const TrackFlags& says = flags_->tracks[track];
  if (support == TrackSupport::new_only) {
    Route route = says.base;
    route.read = {Side::new_side, false};
    route.write = {Side::new_side, false, false};
    route.service.route = Side::new_side;
    return route;
  }
  if (says.by == SplitBy::nobody) return says.base;
  if (says.by == SplitBy::key && key == 0) return says.base;  // the store has not made it yet
  std::uint64_t draw = 0;
  if (says.sticky) {
    const auto subject = static_cast<std::uint64_t>(
        says.by == SplitBy::client ? std::int64_t{run.call->client} : key);
    draw = digest_mix(subject, 0x5e9ULL) % 100;
  } else {
    draw = runtime_.choices().pick({SiteKind::segment, track, self_.node, 0, run.tag}, 100);
  }
  const bool inside = draw < static_cast<std::uint64_t>(says.percent);
  if (in_segment != nullptr) *in_segment = inside;
  return inside ? says.split : says.base;
}

bool Instance::allowed(TrackIndex track, Side side) const {
  if (blueprint_.tracks[track].collection) return true;
  if (blueprint_.support(version_, track) == TrackSupport::old_only) return true;
  return !flags_->tracks[track].deny[static_cast<std::size_t>(side)];
}

// ---- requests ----

Request Instance::request_for(OperationRun& run, TrackIndex track) {
  Request request;
  request.tag = run.tag++;
  request.operation = run.request->operation;
  const TrackBlueprint& about = blueprint_.tracks[track];
  if (about.collection || about.service) return request;
  // Whether a fence is raised is the store's knowledge: an instance with older flags cannot know. A
  // version that knows no flags sends epoch 0.
  request.fenced = true;
  request.epoch = blueprint_.support(version_, track) == TrackSupport::old_only
                      ? 0
                      : flags_->tracks[track].epoch;
  return request;
}

Request Instance::background_request() {
  Request request;
  request.tag = (std::uint64_t{1} << 61U) | background_tag_++;
  return request;
}

void Instance::call_failed(const OperationRun* run, TrackIndex track, Side side,
                           FailureReason reason, int attempt, NodeId node) {
  Event event;
  event.kind = EventKind::call_failed;
  event.node = self_.node;
  event.track = track;
  event.side = side;
  event.operation = run == nullptr ? 0 : run->request->operation;
  if (run == nullptr) event.flags |= flag_background;
  event.detail = static_cast<std::uint8_t>(reason);
  event.value = attempt;
  event.extra = node;
  runtime_.record(event);
  ++counters_[track].errors;
}

void Instance::turned_away(const OperationRun* run, TrackIndex track, Side side,
                           FailureReason reason) {
  Event event;
  event.kind = EventKind::turned_away;
  event.node = self_.node;
  event.track = track;
  event.side = side;
  event.operation = run->request->operation;
  event.detail = static_cast<std::uint8_t>(reason);
  runtime_.record(event);
}

Duration Instance::backoff(int attempt) const {
  return blueprint_.plan.application.calls.backoff * (1 << std::min(attempt, 5));
}

// ---- operations ----

Task<Reply> Instance::serve_operation(const Request* request) {
  const Busy busy(serving_);
  // An instance that has no flags yet is not ready.
  while (flags_ == nullptr) {
    Signal::Wait wait(flags_changed_, flag_wait);
    co_await wait;
  }
  OperationRun run;
  run.request = request;
  run.call = &std::get<OperationCall>(request->body);
  run.operation = &blueprint_.operations[run.call->operation];
  run.tag = attempt_tag(request->operation, run.call->attempt);
  const std::size_t steps = run.operation->steps.size();
  run.observations = memory_.array<Observation>(steps);
  run.done = memory_.array<OperationRun::Done>(steps);
  run.variables = run.call->variables;
  if (run.operation->makes_keys) {
    const std::size_t count = blueprint_.variables.size();
    run.made = memory_.array<Key>(count);
    std::copy_n(run.call->variables, count, run.made);
    run.variables = run.made;
  }
  ++requests_;

  StepResult result;
  std::size_t step = 0;
  for (; step < steps; ++step) {
    Task<StepResult> running = run_step(&run, step);
    result = co_await running;
    if (!result.ok()) break;
    run.done[step].done = true;
    const std::uint8_t variable = run.operation->steps[step].variable;
    if (run.variables[variable] == 0) run.made[variable] = run.done[step].key;
  }
  Reply reply;
  reply.status = result.reason;
  OperationReply body;
  body.observations = run.observations;
  body.count = run.observed;
  body.variables = run.variables;
  body.outcome = Outcome::ok;
  if (step < steps) {
    bool undone = true;
    if (blueprint_.plan.application.on_step_failure == scenarios::OnStepFailure::compensate) {
      Task<void> undoing = compensate(&run, step, &undone);
      co_await undoing;
    } else {
      for (std::size_t i = 0; i < step; ++i)
        undone = undone && run.operation->steps[i].kind == OperationStepKind::read;
    }
    body.outcome = result.unknown || !undone            ? Outcome::info
                   : refused_by_business(result.reason) ? Outcome::refused
                                                        : Outcome::fail;
    if (body.outcome != Outcome::refused) ++failures_;
    if (reply.status == FailureReason::none) reply.status = FailureReason::timeout;
  }
  reply.body = body;
  co_return reply;
}

Task<StepResult> Instance::run_step(OperationRun* run, std::size_t step) {
  const OperationStepKind kind = run->operation->steps[step].kind;
  if (kind == OperationStepKind::read) return read_step(run, step);
  if (kind < OperationStepKind::charge) return write_step(run, step);
  return service_step(run, step, false);
}

/// Undoes the steps before `failed`, last first.
Task<void> Instance::compensate(OperationRun* run, std::size_t failed, bool* all_undone) {
  for (std::size_t i = failed; i-- > 0;) {
    if (run->operation->steps[i].kind == OperationStepKind::read) continue;
    Task<StepResult> undoing = undo_step(run, i);
    const StepResult undone = co_await undoing;
    *all_undone = *all_undone && undone.ok();
  }
}

Task<StepResult> Instance::undo_step(OperationRun* run, std::size_t step) {
  const StepBlueprint& about = run->operation->steps[step];
  if (about.kind >= OperationStepKind::charge) {
    Task<StepResult> refunding = service_step(run, step, true);
    const StepResult refunded = co_await refunding;
    co_return refunded;
  }
  OperationRun::Done& done = run->done[step];
  Statement undo;
  undo.track = about.track;
  undo.key = run->variables[about.variable];
  undo.write = write_id(run->request->operation, static_cast<unsigned>(step), true);
  if (about.kind == OperationStepKind::add) {
    undo.kind = StatementKind::add;
    undo.by = -about.by;
    undo.field = static_cast<std::uint8_t>(blueprint_.tracks[about.track].counter_field);
  } else if (done.before != nullptr) {
    undo.kind = StatementKind::put;
    undo.row = done.before;
  } else {
    undo.kind = StatementKind::erase;
  }
  Task<StepResult> undoing = write_record(run, undo, nullptr);
  StepResult undone = co_await undoing;
  // What is gone is taken back: by an attempt whose reply was lost, or by somebody else.
  const bool gone = undo.kind == StatementKind::erase && undone.reason == FailureReason::not_found;
  if (gone) undone = StepResult{};
  co_return undone;
}

// ---- the conductor's questions ----

/// What began before this instance had the flags, or before it was first asked with them, must end.
bool Instance::drained(const Control& asked) {
  const bool informed = flags_ != nullptr && flags_->number >= asked.value;
  if (!informed) return false;
  if (drain_ != asked.extra) {
    drain_ = asked.extra;
    drain_since_ = runtime_.now();
  }
  for (const InFlight* write = in_flight_; write != nullptr; write = write->next)
    if (write->track == asked.track && write->since <= drain_since_) return false;
  return true;
}

/// Answers when it is so, or after a while that it is not.
Task<Reply> Instance::wait_until_drained(const Control* asked) {
  const Time until = runtime_.now() + drain_wait.count();
  while (!drained(*asked) && runtime_.now() < until) {
    const bool informed = flags_number() >= asked->value;
    Signal::Wait wait(informed ? write_ended_ : flags_changed_, Duration(until - runtime_.now()));
    co_await wait;
  }
  co_return control(*asked);
}

Reply Instance::control(const Control& asked) {
  Reply reply;
  ControlReply body;
  switch (asked.verb) {
    case ControlVerb::flags:
      see_flags(asked.flags);
      break;
    case ControlVerb::drained:
      body.number = drained(asked) ? 1 : 0;
      break;
    case ControlVerb::metric:
      return metric(asked);
    case ControlVerb::status:
      body.number = version_;
      body.extra = serving_;
      break;
    default:
      break;
  }
  reply.body = body;
  return reply;
}

Reply Instance::metric(const Control& asked) const {
  ControlReply body;
  const auto which = static_cast<Metric>(asked.code);
  const Counters none;
  const Counters& of = asked.track == no_track ? none : counters_[asked.track];
  switch (which) {
    case Metric::shadow_mismatch:
      body = {of.shadow_mismatch, of.shadow_samples, nullptr};
      break;
    case Metric::errors:
      body = {of.errors, of.calls[0] + of.calls[1], nullptr};
      break;
    case Metric::calls_on_old:
      body = {of.calls[0], of.calls[0] + of.calls[1], nullptr};
      break;
    case Metric::calls_on_new:
      body = {of.calls[1], of.calls[0] + of.calls[1], nullptr};
      break;
    case Metric::group_errors:
      body = {failures_, requests_, nullptr};
      break;
    case Metric::requests:
      body = {requests_, requests_, nullptr};
      break;
    default:
      break;
  }
  Reply reply;
  reply.body = body;
  return reply;
}

}  // namespace rehearse::simulators
