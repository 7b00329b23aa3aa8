#include "simulators/live/service_program.hpp"

#include <utility>

#include "scenarios/ensure.hpp"
#include "simulators/data/memory.hpp"
#include "simulators/live/program_request.hpp"
#include "simulators/services/webhook.hpp"

namespace rehearse::simulators::live {

using scenarios::Duration;
using scenarios::ProgramOperation;

namespace {

constexpr Duration longest_look{10'000'000};
constexpr Duration look_every{100'000};  // at the dump

}  // namespace

ServiceProgram::ServiceProgram(const Blueprint& blueprint, TrackIndex track, scenarios::Side side,
                               LiveRuntime& runtime, const ProgramPlace& place)
    : blueprint_(blueprint),
      program_(*blueprint.tracks[track].contracts[static_cast<std::size_t>(side)]->run),
      track_(track),
      side_(side),
      self_(blueprint.tracks[track].side(side).node),
      runtime_(runtime),
      webhooks_(runtime.io(),
                [this](const HttpServer::Exchange& exchange) { take_webhook(exchange); }),
      process_(program_, self_, runtime, place,
               Json{{"webhooks", "http://127.0.0.1:" + std::to_string(webhooks_.port())}}),
      seen_(place.effects),
      read_(runtime) {}

void ServiceProgram::start() {
  started_ = true;
  runtime_.spawn(self_, look_now_and_then());
  process_.keep_clock();
}

std::optional<Reply> ServiceProgram::answer(const Request& request) {
  Reply reply;
  if (const Control* asked = std::get_if<Control>(&request.body)) {
    reply.body = ControlReply{};
    process_.hear(*asked, blueprint_.plan);
    change_life(*asked);
    return reply;
  }
  if (!gone_) return std::nullopt;
  reply.status = FailureReason::no_such_table;
  return reply;
}

void ServiceProgram::change_life(const Control& asked) {
  if (asked.verb != ControlVerb::ddl) return;
  const auto step = static_cast<scenarios::StepKind>(asked.code);
  if (step == scenarios::StepKind::hold || step == scenarios::StepKind::drop) gone_ = true;
  if (step == scenarios::StepKind::restore) gone_ = false;
}

void ServiceProgram::recall(const Request& request, Time) {
  if (const ServiceCall* call = std::get_if<ServiceCall>(&request.body))
    note_asker(request, *call);
  else if (const Control* told = std::get_if<Control>(&request.body))
    change_life(*told);
}

// ---- calls ----

const ProgramOperation& ServiceProgram::operation_of(ServiceVerb verb) const {
  for (const ProgramOperation& operation : program_.operations)
    if (operation.verb == program_verb(verb)) return operation;
  process_.fail("has no operation for a call that the application makes");
}

Reply ServiceProgram::understood(const ProgramOperation& operation, const ServiceCall& call,
                                 const HttpClient::Answer& answer) const {
  Reply reply;
  ServiceReply body;
  if (answer.kind != HttpClient::Answer::Kind::answered) {
    const bool refused = answer.kind == HttpClient::Answer::Kind::refused;
    reply.status = refused ? FailureReason::unavailable : FailureReason::timeout;
  } else if (has_status(operation.ok, answer.status)) {
    body.serial = id_in(answer.body, operation.value);
    body.amount = call.amount;
  } else if (has_status(operation.declined, answer.status)) {
    reply.status = FailureReason::declined;
  } else if (has_status(operation.busy, answer.status)) {
    reply.status = FailureReason::unavailable;
  } else if (has_status(operation.nothing, answer.status)) {
    if (call.verb != ServiceVerb::lookup) reply.status = FailureReason::nothing_left;
  } else {
    const bool not_understood = answer.status / 100 == 4;
    reply.status = not_understood ? FailureReason::incompatible : FailureReason::timeout;
  }
  reply.body = body;
  return reply;
}

void ServiceProgram::note_asker(const Request& request, const ServiceCall& call) {
  asked_[call.identity] = {request.operation, call.write, call.shadow};
}

Task<Reply> ServiceProgram::serve(const Request* request) {
  const ServiceCall call = std::get<ServiceCall>(request->body);
  const ProgramOperation& operation = operation_of(call.verb);
  if (call.verb != ServiceVerb::lookup) {
    runtime_.keep(self_, *request);
    note_asker(*request, call);
  }
  const std::string key =
      call.idempotency_key == 0 ? "" : "rehearse-" + std::to_string(call.idempotency_key);
  const HttpClient::HttpRequest asked =
      request_of(operation.request, Json{{"identity", call.identity},
                                         {"amount", call.amount},
                                         {"key", key},
                                         {"suppressed", call.suppressed}});
  const ProgramProcess::Answer answer = std::make_shared<HttpClient::Answer>();
  Task<void> asking =
      process_.ask(&asked, answer, request->via == 0 ? process_.port() : request->via);
  co_await asking;
  if (call.verb != ServiceVerb::lookup) {
    Task<void> seeing = see_effects();
    co_await seeing;
  }
  co_return understood(operation, call, *answer);
}

// ---- what it reports ----

void ServiceProgram::take_webhook(const HttpServer::Exchange& exchange) {
  runtime_.tick();
  const auto refuse = [&exchange](unsigned status, const char* why) {
    exchange.respond(status, Json{{"error", why}}.dump());
  };
  if (!started_) return refuse(503, "nobody takes webhooks yet: send it again");
  if (exchange.method() != "POST" || exchange.target() != program_.webhook.target)
    return refuse(404, "the plan names another webhook of this program, or none");
  const Json body = Json::parse(exchange.body(), nullptr, false);
  const auto identity = integer_at(body, program_.webhook.identity);
  const Json* const id = found_at(body, program_.webhook.value);
  if (!identity || id == nullptr)
    return refuse(400, "the body has no identity or no id where the plan says");
  runtime_.spawn(self_, pass_on(exchange, *identity, id_of(*id)));
}

Task<void> ServiceProgram::pass_on(HttpServer::Exchange exchange, Key identity,
                                   std::int64_t serial) {
  Task<Reply> telling = tell_by_webhook(&runtime_, &blueprint_, self_, next_tag_++,
                                        webhook_of(track_, side_, identity, serial));
  const Reply reply = co_await telling;
  if (reply.ok())
    exchange.respond(200, "{}");
  else
    exchange.respond(503, R"({"error":"nobody has taken it: send it again"})");
}

// ---- what it has done ----

/// Returns when the dump was read that was asked for no earlier than now.
Task<void> ServiceProgram::see_effects() {
  const std::uint64_t mine = ++wanted_;
  while (covered_ < mine) {
    if (reading_) {
      Signal::Wait wait(read_, longest_look);
      co_await wait;
      continue;
    }
    reading_ = true;
    const std::uint64_t covers = wanted_;
    const HttpClient::HttpRequest request{"GET", program_.dump.target, {}, {}};
    const ProgramProcess::Answer answer = std::make_shared<HttpClient::Answer>();
    Task<void> asking = process_.ask(&request, answer, process_.port());
    co_await asking;
    reading_ = false;
    if (answer->kind == HttpClient::Answer::Kind::answered && answer->status / 100 == 2)
      take_dump(answer->body);
    // What was not to be read now is read at the next look: the list only grows.
    covered_ = covers;
    read_.notify();
  }
}

Task<void> ServiceProgram::look_now_and_then() {
  for (;;) {
    Sleep pause(runtime_, look_every);
    co_await pause;
    Task<void> seeing = see_effects();
    co_await seeing;
  }
}

void ServiceProgram::take_dump(const std::string& text) {
  const Json dump = Json::parse(text, nullptr, false);
  const Json* const list = found_at(dump, program_.dump.list);
  if (list == nullptr || !list->is_array())
    process_.fail("has no list at \"" + program_.dump.list + "\" of its dump (GET " +
                  program_.dump.target + "), which begins: " + text.substr(0, 120));
  if (list->size() < seen_)
    process_.fail("has lost what it had done: the list in its dump only grows, it had " +
                  std::to_string(seen_) + " entries, and now has " + std::to_string(list->size()));
  for (; seen_ < list->size(); ++seen_) record_effect((*list)[seen_]);
}

void ServiceProgram::record_effect(const Json& entry) {
  const Json* const identity = found_at(entry, program_.dump.identity);
  const Json* const amount = found_at(entry, program_.dump.amount);
  const Json* const kind = found_at(entry, program_.dump.kind);
  const auto told = identity == nullptr ? std::nullopt : integer_of(*identity);
  const auto charged = amount == nullptr ? std::nullopt : integer_of(*amount);
  const auto effect = kind == nullptr ? std::optional(EffectKind::charge) : effect_of(*kind);
  if (!told || !charged || !effect)
    process_.fail("has an entry in its dump of which " +
                  std::string(!told ? "the identity (" + program_.dump.identity + ") is no integer"
                              : !charged
                                  ? "the amount (" + program_.dump.amount +
                                        ") is no integer of the smallest unit"
                                  : "the kind (" + program_.dump.kind +
                                        ") is not charge, authorise, capture, refund or void") +
                  ": " + entry.dump());
  Event event;
  event.kind = EventKind::effect;
  event.detail = static_cast<std::uint8_t>(*effect);
  event.track = track_;
  event.side = side_;
  event.node = self_;
  event.key = *told;
  event.value = *charged;
  event.extra = static_cast<std::int64_t>(seen_) + 1;
  if (const auto asker = asked_.find(*told); asker != asked_.end()) {
    event.operation = asker->second.operation;
    event.write = asker->second.write;
    if (asker->second.shadow) event.flags |= flag_shadow;
  }
  runtime_.record(event);
}

}  // namespace rehearse::simulators::live
