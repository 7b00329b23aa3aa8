#include "harness/traffic/traffic.hpp"

#include <algorithm>

#include "scenarios/ensure.hpp"
#include "scenarios/plan_lookup.hpp"
#include "simulators/data/content.hpp"
#include "simulators/data/literal.hpp"

namespace rehearse::harness {

using namespace simulators;
using scenarios::Duration;
using scenarios::OperationStepKind;
using scenarios::VariableSource;
using scenarios::writes_row;

Traffic::Traffic(const Blueprint& blueprint, Runtime& runtime, Memory& memory, RunsJob runs_job)
    : blueprint_(blueprint),
      runtime_(runtime),
      memory_(memory),
      runs_job_(std::move(runs_job)),
      sessions_(static_cast<std::size_t>(blueprint.scenario.traffic.clients)),
      groups_(blueprint.plan.application.groups.size()) {
  for (const InstanceBlueprint& instance : blueprint.instances)
    groups_[instance.group].push_back(instance.node);
}

void Traffic::reset(const std::vector<PlacedOperation>* placed, bool fills) {
  placed_ = placed;
  latest_phase_ = no_phase;
  next_filler_ = 0;
  for (std::size_t i = 0; fills && placed != nullptr && i < placed->size(); ++i)
    next_filler_ = std::max(next_filler_, (*placed)[i].id + 1);
  begun_.assign(blueprint_.plan.phases.size(), false);
  for (Session& session : sessions_) {
    session.busy = false;
    session.own.clear();
  }
  waiting_.clear();
  under_way_ = 0;
  started_ = 0;
  stopped_ = false;
}

void Traffic::start() {
  if (placed_ != nullptr) {
    runtime_.spawn(blueprint_.clients, arrive_as_placed(no_phase));
    return;
  }
  if (!blueprint_.mix.empty()) runtime_.spawn(blueprint_.clients, arrive());
  for (std::size_t job = 0; job < blueprint_.jobs.size(); ++job)
    runtime_.spawn(blueprint_.clients, run_job(job));
}

std::optional<Reply> Traffic::answer(const Request& request) {
  const Control* const asked = std::get_if<Control>(&request.body);
  if (asked != nullptr && asked->verb == ControlVerb::stop) stop();
  if (asked != nullptr && asked->verb == ControlVerb::phase)
    phase_begun(static_cast<std::uint16_t>(asked->value));
  ControlReply body;
  body.number = under_way();
  Reply reply;
  reply.body = body;
  return reply;
}

void Traffic::phase_begun(std::uint16_t phase) {
  if (placed_ == nullptr || stopped_ || phase >= begun_.size() || begun_[phase]) return;
  begun_[phase] = true;
  latest_phase_ = phase;
  const bool any = std::any_of(placed_->begin(), placed_->end(),
                               [phase](const auto& placed) { return placed.phase == phase; });
  if (any || next_filler_ > 0) runtime_.spawn(blueprint_.clients, arrive_as_placed(phase));
}

void Traffic::stop() {
  stopped_ = true;
  waiting_.clear();
}

/// To the client that was drawn, or the next one that is free, or into the queue.
void Traffic::dispatch(Arrival arrival) {
  const std::size_t count = sessions_.size();
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t client = (arrival.client + i) % count;
    if (sessions_[client].busy) continue;
    sessions_[client].busy = true;
    ++under_way_;
    runtime_.spawn(blueprint_.clients, run(arrival, static_cast<std::uint16_t>(client)));
    return;
  }
  waiting_.push_back(arrival);
}

void Traffic::finish_session(std::uint16_t client) {
  --under_way_;
  sessions_[client].busy = false;
  if (waiting_.empty() || stopped_) return;
  const Arrival next = waiting_.front();
  waiting_.pop_front();
  dispatch(next);
}

// ---- what is asked ----

bool Traffic::draw_variables(const Arrival& arrival, std::uint16_t client, OperationCall& call) {
  Key* const variables = memory_.array<Key>(blueprint_.variables.size());
  call.variables = variables;
  for (const std::uint8_t v : blueprint_.operations[arrival.operation].variables) {
    const VariableBlueprint& variable = blueprint_.variables[v];
    switch (variable.source) {
      case VariableSource::client:
        variables[v] = client + 1;
        break;
      case VariableSource::run:
        variables[v] = 1 + arrival.intended / variable.period;
        break;
      case VariableSource::existing:
        variables[v] =
            1 + blueprint_.keys->draw(runtime_.choices(), {SiteKind::key, 0, 0, v, arrival.id});
        break;
      case VariableSource::fresh:
        variables[v] = variable.made_by_store ? 0
                                              : blueprint_.tracks[variable.of].initial_records +
                                                    static_cast<Key>(arrival.id);
        break;
      case VariableSource::own: {
        Key newest = 0;
        for (const auto& [track, key] : sessions_[client].own)
          if (track == variable.of) newest = key;
        if (newest == 0) return false;
        variables[v] = newest;
        break;
      }
    }
  }
  return true;
}

/// Content for every step that writes a record, and the amount that service steps charge.
void Traffic::draw_rows(const Arrival& arrival, OperationCall& call) {
  const OperationBlueprint& operation = blueprint_.operations[arrival.operation];
  const std::size_t steps = operation.steps.size();
  Row* const rows = memory_.array<Row>(steps);
  for (std::size_t i = 0; i < steps; ++i) {
    const StepBlueprint& step = operation.steps[i];
    if (!writes_row(step.kind)) continue;
    const TrackBlueprint& track = blueprint_.tracks[step.track];
    Row row = generate_row(*track.mapping, runtime_.choices(), SiteKind::field,
                           (arrival.id << 5U) | i, step.track, memory_);
    row = with_distinct_values(row, track.distinct, 'w', (arrival.id << 5U) | i, memory_);
    if (!step.assignments.empty()) {
      values_.assign(row->values().begin(), row->values().end());
      for (const auto& [field, assignment] : step.assignments) {
        if (assignment.variable.empty()) {
          values_[field] = literal_value(assignment.value, track.fields[field].type, memory_);
          continue;
        }
        for (std::size_t v = 0; v < blueprint_.variables.size(); ++v)
          if (blueprint_.variables[v].name == assignment.variable)
            values_[field] = key_value(call.variables[v], track.fields[field].type, memory_);
      }
      row = memory_.row(values_);
    }
    rows[i] = row;
  }
  call.rows = rows;
  call.amount = 1 + static_cast<std::int64_t>(
                        runtime_.choices().pick({SiteKind::field, 255, 0, 0, arrival.id}, 9999));
  if (operation.amount_step >= 0 && rows[operation.amount_step] != nullptr) {
    const Value& amount =
        rows[operation.amount_step]->begin()[static_cast<std::size_t>(operation.amount_field)];
    if (amount.kind == ValueKind::integer) call.amount = amount.number;
  }
}

// ---- one operation ----

Task<void> Traffic::run(Arrival arrival, std::uint16_t client) {
  const OperationBlueprint& operation = blueprint_.operations[arrival.operation];
  const std::vector<NodeId>& instances =
      groups_[arrival.job_of > 0 ? arrival.job_of - 1U : operation.group];
  OperationCall call;
  call.operation = arrival.operation;
  call.client = client;
  if (!draw_variables(arrival, client, call)) {
    finish_session(client);
    co_return;
  }
  draw_rows(arrival, call);
  ++started_;
  record_start(arrival, client, call);

  const scenarios::ClientPolicy& policy = blueprint_.scenario.traffic.client;
  Reply reply;
  for (int attempt = 0; attempt <= policy.retries; ++attempt) {
    call.attempt = static_cast<std::uint16_t>(attempt);
    Request request;
    request.operation = arrival.id;
    request.tag = attempt_tag(arrival.id, static_cast<std::uint64_t>(attempt));
    request.body = call;
    Task<Reply> asking = ask(&request, &instances);
    reply = co_await asking;
    const bool never_ran = reply.status == FailureReason::unavailable &&
                           !std::holds_alternative<OperationReply>(reply.body);
    const bool again = !reply.ok() && (operation.read_only || never_ran);
    if (!again || attempt == policy.retries) break;
    record_again(arrival, client, attempt + 1, reply.status);
    Sleep pause(runtime_, policy.backoff * (attempt + 1));
    co_await pause;
  }
  record_end(arrival, client, reply);
  finish_session(client);
}

/// One attempt: an instance of the group, or, where that refuses the connection, the next one (what
/// a load balancer does).
Task<Reply> Traffic::ask(const Request* request, const std::vector<NodeId>* group) {
  const std::vector<NodeId>& instances = *group;
  const std::size_t drawn = static_cast<std::size_t>(
      runtime_.choices().pick({SiteKind::instance, 0, 0, 0, request->tag}, instances.size()));
  Request sent = *request;
  Reply reply;
  for (std::size_t i = 0; i < instances.size(); ++i) {
    served_by_ = instances[(drawn + i) % instances.size()];
    const NodeId instance = served_by_;
    Call calling(runtime_, blueprint_.clients, instance, sent,
                 blueprint_.scenario.traffic.client.timeout);
    reply = co_await calling;
    served_by_ = instance;
    const bool refused = reply.status == FailureReason::unavailable &&
                         !std::holds_alternative<OperationReply>(reply.body);
    if (!refused) break;
    ++sent.tag;
  }
  co_return reply;
}

// ---- what is told ----

Event Traffic::event(EventKind kind, const Arrival& arrival, std::uint16_t client) const {
  Event made;
  made.kind = kind;
  made.node = blueprint_.clients;
  made.client = client;
  made.operation = arrival.id;
  return made;
}

void Traffic::record_start(const Arrival& arrival, std::uint16_t client,
                           const OperationCall& call) {
  Event invoke = event(EventKind::invoke, arrival, client);
  invoke.value = arrival.operation;
  invoke.extra = arrival.intended;
  invoke.detail = static_cast<std::uint8_t>(arrival.job_of);
  runtime_.record(invoke);
  const OperationBlueprint& operation = blueprint_.operations[arrival.operation];
  for (std::size_t step = 0; step < operation.steps.size(); ++step)
    if (operation.steps[step].kind != OperationStepKind::read)
      record_intent(arrival, client, call, step);
}

void Traffic::record_intent(const Arrival& arrival, std::uint16_t client, const OperationCall& call,
                            std::size_t step) {
  const StepBlueprint& about = blueprint_.operations[arrival.operation].steps[step];
  Event intend = event(EventKind::intend, arrival, client);
  intend.track = about.track;
  intend.key = call.variables[about.variable];
  intend.write = write_id(arrival.id, static_cast<unsigned>(step), false);
  intend.detail = static_cast<std::uint8_t>(about.kind);
  if (about.kind == OperationStepKind::add) intend.value = about.by;
  if (about.kind >= OperationStepKind::charge) intend.value = call.amount;
  if (writes_row(about.kind))
    intend.value =
        static_cast<std::int64_t>(blueprint_.tracks[about.track].mapping->digest(call.rows[step]));
  if (about.partial || !about.made_keys.empty() || blueprint_.tracks[about.track].partly_known)
    intend.flags |= flag_partial;
  runtime_.record(intend);
}

void Traffic::record_again(const Arrival& arrival, std::uint16_t client, int attempts,
                           FailureReason reason) {
  Event again = event(EventKind::asked_again, arrival, client);
  again.node = served_by_;
  again.detail = static_cast<std::uint8_t>(reason);
  again.value = attempts;
  runtime_.record(again);
}

void Traffic::record_end(const Arrival& arrival, std::uint16_t client, const Reply& reply) {
  const OperationReply* body = std::get_if<OperationReply>(&reply.body);
  Event finish = event(EventKind::finish, arrival, client);
  finish.node = served_by_;
  finish.value = runtime_.now() - arrival.intended;
  finish.extra = static_cast<std::int64_t>(reply.status);
  simulators::Outcome outcome = simulators::Outcome::info;
  if (reply.status != FailureReason::timeout || body != nullptr)
    outcome = body != nullptr ? body->outcome : simulators::Outcome::fail;
  const OperationBlueprint& operation = blueprint_.operations[arrival.operation];
  if (outcome == simulators::Outcome::info && operation.read_only)
    outcome = simulators::Outcome::fail;
  finish.detail = static_cast<std::uint8_t>(outcome);
  if (outcome == simulators::Outcome::ok) {
    for (std::uint32_t i = 0; i < body->count; ++i) {
      const Observation& seen = body->observations[i];
      Event observe = event(EventKind::observe, arrival, client);
      observe.track = seen.track;
      observe.side = seen.side;
      observe.key = seen.key;
      observe.write = seen.write;
      observe.value = static_cast<std::int64_t>(seen.digest);
      observe.extra = static_cast<std::int64_t>(seen.version);
      if (seen.wrong_content) observe.flags |= flag_wrong_content;
      if (seen.cached) observe.flags |= flag_cached;
      runtime_.record(observe);
    }
    for (const StepBlueprint& step : operation.steps)
      if (step.kind == OperationStepKind::insert)
        sessions_[client].own.emplace_back(step.track, body->variables[step.variable]);
  }
  runtime_.record(finish);
}

}  // namespace rehearse::harness
