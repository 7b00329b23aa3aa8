#include "simulators/live/message_json.hpp"

#include "simulators/application/flags.hpp"
#include "simulators/live/json_members.hpp"

namespace rehearse::simulators::live {

using scenarios::Side;

namespace {

// `T` below is the value itself when it is read, and const when it is written.

template <typename M, typename T>
void describe_record(M& m, T& record) {
  m.row("row", record.row);
  m.number("version", record.version);
  m.number("write", record.write);
  m.number("origin", record.origin);
  m.flag("deleted", record.deleted);
}

template <typename M, typename T>
void describe_statement(M& m, T& statement) {
  m.choice("kind", statement.kind, StatementKind::get_owner);
  m.choice("rule", statement.rule, scenarios::Apply::version_guard);
  m.choice("source", statement.source, WriteSource::bypass);
  m.choice("side", statement.side, Side::new_side);
  m.number("track", statement.track, no_track);
  m.number("field", statement.field);
  m.flag("deleted", statement.deleted);
  m.flag("outbox", statement.outbox);
  m.flag("from_stream", statement.from_stream);
  m.flag("keep_tombstone", statement.keep_tombstone);
  m.flag("partial", statement.partial);
  m.flag("side_shape", statement.side_shape);
  m.number("fields", statement.fields);
  m.number("key", statement.key);
  m.number("write", statement.write);
  m.number("version", statement.version);
  m.row("row", statement.row);
  m.number("by", statement.by);
  m.number("at_least", statement.at_least, std::int64_t{INT64_MIN});  // or what shares its place
}

template <typename M, typename T>
void describe_result(M& m, T& result) {
  describe_record(m, result.record);
  m.number("number", result.number);
  m.flag("found", result.found);
  m.flag("repeated", result.repeated);
  m.flag("skipped", result.skipped);
  m.row("before", result.before);
}

template <typename M, typename T>
void describe_keyed_record(M& m, T& row) {
  m.number("key", row.key);
  describe_record(m, row.record);
}

template <typename M, typename T>
void describe_change(M& m, T& change) {
  m.number("position", change.position);
  m.number("key", change.key);
  m.number("delta", change.delta);
  m.flag("is_delta", change.is_delta);
  describe_record(m, change.record);
}

template <typename M, typename T>
void describe_service_call(M& m, T& call) {
  m.choice("verb", call.verb, ServiceVerb::lookup);
  m.choice("of", call.of, ServiceVerb::lookup);
  m.number("track", call.track, no_track);
  m.choice("side", call.side, Side::new_side);
  m.flag("shadow", call.shadow);
  m.flag("suppressed", call.suppressed);
  m.number("identity", call.identity);
  m.number("amount", call.amount);
  m.number("idempotency_key", call.idempotency_key);
  m.number("write", call.write);
}

template <typename M, typename T>
void describe_observation(M& m, T& seen) {
  m.number("track", seen.track, no_track);
  m.choice("side", seen.side, Side::new_side);
  m.flag("cached", seen.cached);
  m.flag("wrong_content", seen.wrong_content);
  m.number("key", seen.key);
  m.number("write", seen.write);
  m.number("version", seen.version);
  m.number("digest", seen.digest);
}

template <typename M, typename T>
void describe_route(M& m, T& route) {
  m.choice("read", route.read.authority, Side::new_side);
  m.flag("read_shadow", route.read.shadow);
  m.choice("write", route.write.first, Side::new_side);
  m.flag("write_both", route.write.both);
  m.flag("one_transaction", route.write.one_transaction);
  m.choice("second_write_failure", route.second_write_failure,
           scenarios::SecondWriteFailure::ignore);
  m.choice("apply", route.apply, scenarios::Apply::version_guard);
  m.choice("stream", route.sync.direction, scenarios::StreamDirection::both);
  m.choice("capture", route.sync.capture, scenarios::Capture::cdc);
  m.flag("origin_tagged", route.sync.origin_tagged);
  m.choice("payload", route.sync.payload, scenarios::Payload::deltas);
  m.choice("fence", route.fence, scenarios::Fence::epoch);
  auto& service = route.service;
  m.choice("route", service.route, Side::new_side);
  m.flag("shadow", service.shadow);
  m.choice("shadow_effects", service.shadow_effects, scenarios::ShadowEffects::real);
  m.choice("idempotency", service.idempotency, scenarios::Idempotency::none);
  m.choice("ambiguity", service.ambiguity, scenarios::Ambiguity::nowhere);
  m.choice("lifecycle", service.lifecycle, scenarios::Lifecycle::current);
  m.choice("webhooks", service.webhooks, scenarios::WebhookOwner::both);
  m.choice("webhook_deduplication", service.webhook_deduplication,
           scenarios::WebhookDeduplication::none);
}

template <typename M, typename T>
void describe_track_flags(M& m, T& flags) {
  m.object("base", [&](auto& inner) { describe_route(inner, flags.base); });
  m.object("split", [&](auto& inner) { describe_route(inner, flags.split); });
  m.choice("by", flags.by, SplitBy::key);
  m.flag("sticky", flags.sticky);
  m.number("percent", flags.percent);
  m.number("epoch", flags.epoch);
  m.flag("deny_old", flags.deny[0]);
  m.flag("deny_new", flags.deny[1]);
}

void describe_flags(MemberWriter& m, const FlagSnapshot* flags, std::uint32_t tracks, Memory&) {
  if (flags == nullptr) return;
  m.object("flags", [&](MemberWriter& inner) {
    inner.number("number", flags->number);
    inner.list("tracks", flags->tracks, tracks, [](MemberWriter& one, const TrackFlags& track) {
      describe_track_flags(one, track);
    });
  });
}
void describe_flags(MemberReader& m, const FlagSnapshot*& flags, std::uint32_t tracks,
                    Memory& memory) {
  if (!m.has("flags")) return;
  FlagSnapshot* const made = memory.array<FlagSnapshot>(1);
  m.object("flags", [&](MemberReader& inner) {
    inner.number("number", made->number);
    std::uint32_t count = 0;
    inner.list("tracks", made->tracks, count,
               [](MemberReader& one, TrackFlags& track) { describe_track_flags(one, track); });
    inner.require(count == tracks);
  });
  flags = made;
}

template <typename M, typename T>
void describe_control(M& m, T& control, std::uint32_t tracks, Memory& memory) {
  m.choice("verb", control.verb, ControlVerb::slip);
  m.number("track", control.track, no_track);
  m.choice("side", control.side, Side::new_side);
  m.number("code", control.code);
  m.number("order", control.order);
  m.number("key", control.key);
  m.number("value", control.value);
  m.number("extra", control.extra);
  describe_flags(m, control.flags, tracks, memory);
}

template <typename M, typename T>
void describe_control_reply(M& m, T& reply, std::uint32_t tracks, Memory& memory) {
  m.number("number", reply.number);
  m.number("extra", reply.extra);
  describe_flags(m, reply.flags, tracks, memory);
}

template <typename M, typename T>
void describe_service_reply(M& m, T& reply) {
  m.number("serial", reply.serial);
  m.number("amount", reply.amount);
  m.flag("repeated", reply.repeated);
}

/// How long the lists are that do not say it themselves.
struct Lengths {
  std::uint32_t tracks = 0;
  std::size_t variables = 0;
};

template <typename M, typename T>
void describe_operation_call(M& m, T& call, const Lengths& lengths, const Blueprint& blueprint) {
  m.number("operation", call.operation);
  m.number("client", call.client);
  m.number("attempt", call.attempt);
  m.number("amount", call.amount);
  m.keys("variables", call.variables, lengths.variables);
  const bool known = call.operation < blueprint.operations.size();
  if constexpr (!M::writes) m.require(known);
  if (known) m.rows("rows", call.rows, blueprint.operations[call.operation].steps.size());
}

template <typename M, typename T>
void describe_operation_reply(M& m, T& reply, const Lengths& lengths) {
  m.choice("outcome", reply.outcome, Outcome::info);
  m.keys("variables", reply.variables, lengths.variables);
  m.list("observations", reply.observations, reply.count,
         [](auto& one, auto& seen) { describe_observation(one, seen); });
}

template <typename M, typename T, typename Results>
void describe_transact_reply(M& m, T& reply, Results& results) {
  m.list("results", reply.results, results,
         [](auto& one, auto& result) { describe_result(one, result); });
  m.list("rows", reply.rows, reply.count,
         [](auto& one, auto& row) { describe_keyed_record(one, row); });
  m.list("changes", reply.changes, reply.count,
         [](auto& one, auto& change) { describe_change(one, change); });
}

template <typename M, typename T>
void describe_envelope(M& m, T& request) {
  m.number("tag", request.tag);
  m.number("operation", request.operation);
  m.number("epoch", request.epoch);
  m.flag("again", request.again);
  m.flag("fenced", request.fenced);
  m.number("via", request.via);
}

Lengths lengths_of(const Blueprint& blueprint) {
  return {static_cast<std::uint32_t>(blueprint.tracks.size()), blueprint.variables.size()};
}

bool parsed(std::string_view text, nlohmann::json& json) {
  json = nlohmann::json::parse(text, nullptr, false);
  return !json.is_discarded();
}

/// Whether every index in the statement is one of this blueprint.
bool makes_sense(const Statement& statement, const Blueprint& blueprint) {
  const bool of_no_track =
      statement.kind == StatementKind::get_mark || statement.kind == StatementKind::set_mark ||
      statement.kind == StatementKind::fulfil || statement.kind == StatementKind::set_owner ||
      statement.kind == StatementKind::get_owner;
  if (statement.track == no_track) return of_no_track;
  return statement.track < blueprint.tracks.size() && !blueprint.tracks[statement.track].service;
}

}  // namespace

void MessageJson::write(const Request& request, std::string& out) const {
  const Lengths lengths = lengths_of(blueprint_);
  MemberWriter m(out);
  describe_envelope(m, request);
  if (const auto* batch = std::get_if<Transact>(&request.body)) {
    m.list("transact", batch->statements, batch->count,
           [](auto& one, const Statement& s) { describe_statement(one, s); });
  } else if (const auto* call = std::get_if<ServiceCall>(&request.body)) {
    m.object("service", [&](auto& inner) { describe_service_call(inner, *call); });
  } else if (const auto* asked = std::get_if<OperationCall>(&request.body)) {
    m.object("call",
             [&](auto& inner) { describe_operation_call(inner, *asked, lengths, blueprint_); });
  } else {
    const auto& control = std::get<Control>(request.body);
    m.object("control",
             [&](auto& inner) { describe_control(inner, control, lengths.tracks, memory_); });
  }
}

bool MessageJson::read(std::string_view text, Request& request) const {
  nlohmann::json json;
  if (!parsed(text, json)) return false;
  const Lengths lengths = lengths_of(blueprint_);
  bool sound = true;
  MemberReader m(json, memory_, sound);
  describe_envelope(m, request);
  if (m.has("transact")) {
    Transact batch;
    m.list("transact", batch.statements, batch.count,
           [](MemberReader& one, Statement& s) { describe_statement(one, s); });
    sound = sound && batch.count > 0;
    for (std::uint32_t i = 0; i < batch.count && sound; ++i)
      sound = makes_sense(batch.statements[i], blueprint_);
    request.body = batch;
  } else if (m.has("service")) {
    ServiceCall call;
    m.object("service", [&](auto& inner) { describe_service_call(inner, call); });
    sound = sound && call.track < blueprint_.tracks.size() && blueprint_.tracks[call.track].service;
    request.body = call;
  } else if (m.has("call")) {
    OperationCall call;
    m.object("call",
             [&](auto& inner) { describe_operation_call(inner, call, lengths, blueprint_); });
    sound = sound && call.variables != nullptr && call.rows != nullptr;
    request.body = call;
  } else {
    Control control;
    m.object("control",
             [&](auto& inner) { describe_control(inner, control, lengths.tracks, memory_); });
    sound = sound && (control.track == no_track || control.track < lengths.tracks);
    sound = sound && (control.verb != ControlVerb::publish || control.flags != nullptr);
    request.body = control;
  }
  return sound;
}

void MessageJson::write(const Reply& reply, const Request& request, std::string& out) const {
  const Lengths lengths = lengths_of(blueprint_);
  MemberWriter m(out);
  m.choice("status", reply.status, FailureReason::nothing_left);
  if (const auto* transacted = std::get_if<TransactReply>(&reply.body)) {
    const auto* batch = std::get_if<Transact>(&request.body);
    const std::uint32_t results = batch != nullptr ? batch->count : 0;
    m.object("transacted",
             [&](auto& inner) { describe_transact_reply(inner, *transacted, results); });
  } else if (const auto* service = std::get_if<ServiceReply>(&reply.body)) {
    m.object("service", [&](auto& inner) { describe_service_reply(inner, *service); });
  } else if (const auto* done = std::get_if<OperationReply>(&reply.body)) {
    m.object("done", [&](auto& inner) { describe_operation_reply(inner, *done, lengths); });
  } else {
    const auto& control = std::get<ControlReply>(reply.body);
    m.object("control",
             [&](auto& inner) { describe_control_reply(inner, control, lengths.tracks, memory_); });
  }
}

bool MessageJson::read(std::string_view text, const Request& request, Reply& reply) const {
  nlohmann::json json;
  if (!parsed(text, json)) return false;
  const Lengths lengths = lengths_of(blueprint_);
  bool sound = true;
  MemberReader m(json, memory_, sound);
  m.choice("status", reply.status, FailureReason::nothing_left);
  if (m.has("transacted")) {
    TransactReply transacted;
    const auto* batch = std::get_if<Transact>(&request.body);
    std::uint32_t results = 0;
    m.object("transacted",
             [&](auto& inner) { describe_transact_reply(inner, transacted, results); });
    // A read that found nothing to wait for answers without results.
    const bool expected =
        batch != nullptr && (results == batch->count || transacted.results == nullptr);
    sound = sound && (expected || (batch == nullptr && results == 0));
    reply.body = transacted;
  } else if (m.has("service")) {
    ServiceReply service;
    m.object("service", [&](auto& inner) { describe_service_reply(inner, service); });
    reply.body = service;
  } else if (m.has("done")) {
    OperationReply done;
    m.object("done", [&](auto& inner) { describe_operation_reply(inner, done, lengths); });
    sound = sound && (done.outcome != Outcome::ok || done.variables != nullptr);
    reply.body = done;
  } else {
    ControlReply control;
    m.object("control",
             [&](auto& inner) { describe_control_reply(inner, control, lengths.tracks, memory_); });
    reply.body = control;
  }
  return sound;
}

}  // namespace rehearse::simulators::live
