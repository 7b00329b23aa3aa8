#include "fault_injection/message_kind.hpp"

#include "simulators/data/memory.hpp"

namespace rehearse::fault_injection {

using namespace simulators;

namespace {

bool only_reads(StatementKind kind) {
  switch (kind) {
    case StatementKind::get:
    case StatementKind::scan:
    case StatementKind::count:
    case StatementKind::last_key:
    case StatementKind::get_mark:
    case StatementKind::read_changes:
    case StatementKind::last_change:
    case StatementKind::read_repairs:
    case StatementKind::get_owner:
      return true;
    default:
      return false;
  }
}

MessageKind kind_of_transaction(const Transact& batch) {
  if (batch.count == 0) return MessageKind::read;
  const Statement& first = batch.statements[0];
  switch (first.kind) {
    case StatementKind::read_changes:
    case StatementKind::last_change:
      return MessageKind::stream;
    case StatementKind::scan:
      return MessageKind::backfill;
    case StatementKind::read_repairs:
    case StatementKind::pop_repair:
      return MessageKind::repair;
    case StatementKind::get_mark:
    case StatementKind::set_mark:
      return MessageKind::stream;
    default:
      break;
  }
  switch (first.source) {
    case WriteSource::second:
      return MessageKind::second_write;
    case WriteSource::relay:
      return MessageKind::stream;
    case WriteSource::backfill:
      return MessageKind::backfill;
    case WriteSource::repair:
      return MessageKind::repair;
    case WriteSource::verifier:
      return MessageKind::verify;
    case WriteSource::application:
    case WriteSource::bypass:
      break;
  }
  return only_reads(first.kind) ? MessageKind::read : MessageKind::write;
}

}  // namespace

MessageKind kind_of(const Request& request) {
  if (const auto* batch = std::get_if<Transact>(&request.body)) return kind_of_transaction(*batch);
  if (std::holds_alternative<ServiceCall>(request.body)) return MessageKind::call;
  if (std::holds_alternative<OperationCall>(request.body)) return MessageKind::operation;
  switch (std::get<Control>(request.body).verb) {
    case ControlVerb::webhook:
      return MessageKind::webhook;
    case ControlVerb::flags:
    case ControlVerb::get_flags:
      return MessageKind::flags;
    default:
      return MessageKind::command;
  }
}

bool writes(const Request& request) {
  const auto* batch = std::get_if<Transact>(&request.body);
  if (batch == nullptr) return false;
  for (std::uint32_t i = 0; i < batch->count; ++i)
    if (!only_reads(batch->statements[i].kind)) return true;
  return false;
}

std::uint64_t content_of(const Request& request) {
  std::uint64_t digest = digest_mix(request.body.index(), request.operation);
  const auto add = [&digest](auto... parts) {
    ((digest = digest_mix(digest, static_cast<std::uint64_t>(parts))), ...);
  };
  if (const auto* batch = std::get_if<Transact>(&request.body)) {
    for (std::uint32_t i = 0; i < batch->count; ++i) {
      const Statement& one = batch->statements[i];
      add(one.kind, one.source, one.side, one.track, one.key, one.write, one.version, one.by);
    }
  } else if (const auto* call = std::get_if<ServiceCall>(&request.body)) {
    add(call->verb, call->track, call->side, call->identity, call->amount, call->write);
  } else if (const auto* asked = std::get_if<OperationCall>(&request.body)) {
    add(asked->operation, asked->client, asked->attempt);
  } else {
    const Control& control = std::get<Control>(request.body);
    add(control.verb, control.track, control.side, control.code, control.key, control.value,
        control.extra);
  }
  return digest;
}

}  // namespace rehearse::fault_injection
