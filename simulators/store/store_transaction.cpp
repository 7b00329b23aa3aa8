/// Transactions of a store node, and the writes in them that bring their version: the rules by
/// which they are applied.

#include "scenarios/ensure.hpp"
#include "simulators/store/disk.hpp"
#include "simulators/store/merged_row.hpp"
#include "simulators/store/store_node.hpp"

namespace rehearse::simulators {

using scenarios::Apply;
using scenarios::Side;

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

}  // namespace

Reply StoreNode::transact(const Request& request) {
  const Transact& batch = std::get<Transact>(request.body);
  Reply reply;
  TransactReply body;
  StatementResult* const results = memory_.array<StatementResult>(batch.count);
  body.results = results;
  noted_.clear();
  to_notify_.clear();
  taken_.clear();
  // One read is a transaction by itself.
  const bool alone = batch.count == 1 && only_reads(batch.statements[0].kind);
  FailureReason status = alone ? FailureReason::none : from(engine_->begin());
  for (std::uint32_t i = 0; i < batch.count && status == FailureReason::none; ++i) {
    const StatementResult* previous = i > 0 ? &results[i - 1] : nullptr;
    status = run(request, batch.statements[i], results[i], previous, body);
  }
  if (status == FailureReason::none && !alone && outlasts_) status = from(keep_what_lasts());
  if (status == FailureReason::none && !alone) status = from(engine_->commit());
  if (status != FailureReason::none) {
    if (const Disk* disk = engine_->disk(); disk != nullptr && disk->power_lost())
      in_doubt_.insert(in_doubt_.end(), noted_.begin(), noted_.end());
    engine_->rollback();
    for (; !taken_.empty(); taken_.pop_back()) *taken_.back().first = taken_.back().second;
    if (request.again) remember_refusal(batch.statements[0], status);
    reply.status = status;
    return reply;
  }
  if (outlasts_ && !alone) has_kept();
  for (const Event& event : noted_) runtime_.record(event);
  for (Signal* signal : to_notify_) signal->notify();
  reply.body = body;
  return reply;
}

FailureReason StoreNode::run(const Request& request, const Statement& statement,
                             StatementResult& result, const StatementResult* previous,
                             TransactReply& reply) {
  if (is_first_write(statement.kind))
    return statement.key == 0 ? insert_making_key(request, statement, result)
                              : first_write(request, statement, result);
  switch (statement.kind) {
    case StatementKind::get: {
      if (const auto stale = check_fence(request, statement); stale != FailureReason::none)
        return stale;
      Row stored = nullptr;
      return read(statement, result.record, result.found, stored);
    }
    case StatementKind::apply:
      if (const auto stale = check_fence(request, statement); stale != FailureReason::none)
        return stale;
      return apply(request, statement, result);
    case StatementKind::apply_add:
      return apply_delta(request, statement, result);
    case StatementKind::mirror:
      return mirror(request, statement, previous, result);
    case StatementKind::mark_applied:
      return remember(statement);
    default:
      return run_system(statement, result, reply);
  }
}

FailureReason StoreNode::check_fence(const Request& request, const Statement& statement) {
  if (statement.track == no_track || track_of(statement).collection) return FailureReason::none;
  const Fences& fences = hosted(statement.track, statement.side).fences;
  const std::uint64_t least = statement.kind == StatementKind::get ? fences.read : fences.write;
  // Requests of workers are not fenced. Those of an application that knows no epochs (v1) carry 0:
  // where the axis says so its writes are refused, which is what a fence is for; its reads it
  // cannot help, nor can the store.
  if (!request.fenced) return FailureReason::none;
  const bool refused = request.epoch == 0
                           ? fences.refuses_legacy && statement.kind != StatementKind::get
                           : request.epoch < least;
  return refused ? FailureReason::stale_epoch : FailureReason::none;
}

/// The record as the application sees it, and its row as it lies in the table.
FailureReason StoreNode::read(const Statement& statement, Record& record, bool& found,
                              Row& stored) {
  record = Record{};
  const StoreStatus status = engine_->get(table_of(statement), statement.key, record, found);
  if (status != StoreStatus::ok) return from(status);
  stored = record.row;
  record.row =
      statement.kind == StatementKind::get ? shown(statement, record) : logical(statement, record);
  return FailureReason::none;
}

/// The stored record's row as the statement wants it: in the old shape, unless it says otherwise;
/// null for a tombstone, and when it has none.
Row StoreNode::shown(const Statement& statement, const Record& stored) {
  return statement.side_shape ? stored.row : logical(statement, stored);
}

/// The row that a write brings, in the old shape; null when that cannot hold it.
Row StoreNode::brought(const Statement& statement) {
  if (!statement.side_shape) return statement.row;
  Record as_stored;
  as_stored.row = statement.row;
  return logical(statement, as_stored);
}

/// The stored record's row in the old shape.
Row StoreNode::logical(const Statement& statement, const Record& stored) {
  if (stored.row == nullptr || statement.side == Side::old_side) return stored.row;
  const Mapping& mapping = *track_of(statement).mapping;
  return mapping.identity() ? stored.row : mapping.down(stored.row, nullptr, memory_);
}

// ---- writes that bring their version ----

FailureReason StoreNode::apply(const Request& request, const Statement& statement,
                               StatementResult& result) {
  Record record;
  bool found = false;
  const StoreStatus status = engine_->get(table_of(statement), statement.key, record, found);
  if (status != StoreStatus::ok) return from(status);
  bool skip = false;
  switch (statement.rule) {
    case Apply::overwrite:
    case Apply::upsert:
      break;
    case Apply::insert_if_absent:
      skip = found && !statement.deleted;
      break;
    case Apply::update_if_present:
      skip = !found || record.deleted;
      break;
    case Apply::version_guard:
      skip = found && record.version >= statement.version;
      break;
  }
  Record next;
  next.row = brought(statement);
  next.version = statement.version;
  next.write = statement.write;
  next.origin = statement.from_stream ? 1 : 0;
  next.deleted = statement.deleted;
  if (skip) {
    result.skipped = true;
    note(request, statement, next, true);
    return remember(statement);
  }
  if (statement.rule == Apply::upsert && statement.partial && found && !record.deleted) {
    const Row there = logical(statement, record);
    if (there == nullptr) return FailureReason::incompatible;
    next.row = merged(there, statement.row, statement.fields, values_, memory_);
  }
  const FailureReason written = write(request, statement, next, record.row, result);
  return written == FailureReason::none ? remember(statement) : written;
}

FailureReason StoreNode::apply_delta(const Request& request, const Statement& statement,
                                     StatementResult& result) {
  Record record;
  Row stored = nullptr;
  bool found = false;
  const FailureReason status = read(statement, record, found, stored);
  if (status != FailureReason::none) return status;
  Record next = record;
  next.version = statement.version;
  next.write = statement.write;
  const bool stale =
      statement.rule == Apply::version_guard && found && record.version >= statement.version;
  if (!found || record.deleted || record.row == nullptr || stale) {
    result.skipped = true;
    note(request, statement, next, true);
    return remember(statement);
  }
  const std::int64_t sum = record.row->begin()[statement.field].number + statement.by;
  next.row = memory_.with(record.row, statement.field, Value::of(sum));
  next.origin = 1;
  result.number = sum;
  const FailureReason written = write(request, statement, next, stored, result);
  return written == FailureReason::none ? remember(statement) : written;
}

FailureReason StoreNode::mirror(const Request& request, const Statement& statement,
                                const StatementResult* previous, StatementResult& result) {
  REHEARSE_ENSURE(previous != nullptr);
  if (previous->repeated) {
    result.skipped = true;
    return FailureReason::none;
  }
  Statement carried = statement;
  carried.kind = StatementKind::apply;
  if (carried.key == 0) carried.key = previous->number;  // the store has just made it
  carried.row = previous->record.row;
  carried.version = previous->record.version;
  carried.deleted = previous->record.deleted;
  carried.partial = false;
  return apply(request, carried, result);
}

/// Puts `record` (logical) at the statement's side, over the row `stored`: mapped, logged, noted.
FailureReason StoreNode::write(const Request& request, const Statement& statement,
                               const Record& record, Row stored, StatementResult& result) {
  const TableId table = table_of(statement);
  const TrackBlueprint& track = track_of(statement);
  Record put = record;
  if (record.deleted) {
    put.row = nullptr;
    const bool tombstone = statement.keep_tombstone || statement.rule == Apply::version_guard;
    bool found = false;
    const StoreStatus status = tombstone ? engine_->put(table, statement.key, put)
                                         : engine_->erase(table, statement.key, found);
    if (status != StoreStatus::ok) return from(status);
  } else {
    if (statement.side_shape) {
      put.row = statement.row;
    } else if (statement.side == Side::new_side && !track.mapping->identity()) {
      put.row = track.mapping->up(record.row, stored, memory_);
      if (put.row == nullptr) return FailureReason::incompatible;
    }
    if (hosted(statement.track, statement.side).constraints != 0) {
      bool gives_way = false;
      const FailureReason kept = keep_constraints(request, statement, put.row, gives_way);
      if (kept != FailureReason::none) return kept;
      if (gives_way) {
        result.skipped = true;
        note(request, statement, record, true);
        return FailureReason::none;
      }
    }
    const StoreStatus status = engine_->put(table, statement.key, put);
    if (status != StoreStatus::ok) return from(status);
  }
  result.record = record;
  result.found = true;
  note(request, statement, record, false);
  if (put.row == record.row || statement.outbox || !track.mapping->loses())
    return log_change(statement, record);
  // What a database captures is what it stores, less what the new shape could not hold.
  Record captured = record;
  captured.row = logical(statement, put);
  return captured.row == nullptr ? FailureReason::incompatible : log_change(statement, captured);
}

void StoreNode::note(const Request& request, const Statement& statement, const Record& record,
                     bool skipped) {
  const TrackBlueprint& track = track_of(statement);
  Event event;
  event.kind = skipped ? EventKind::skip : EventKind::commit;
  event.detail = static_cast<std::uint8_t>(statement.source);
  event.track = statement.track;
  event.side = statement.side;
  event.node = database_.node;
  event.operation = request.operation;
  event.key = statement.key;
  event.write = statement.write;
  event.value = static_cast<std::int64_t>(record.version);
  if (record.deleted) event.flags |= flag_erased;
  if (request.operation == 0) event.flags |= flag_background;
  if (statement.kind == StatementKind::add || statement.kind == StatementKind::apply_add)
    event.flags |= flag_add;
  if (record.row != nullptr) {
    const bool counter = track.counter_field != no_index;
    event.extra = counter
                      ? record.row->begin()[static_cast<std::size_t>(track.counter_field)].number
                      : static_cast<std::int64_t>(track.mapping->digest(record.row));
    event.spare2 = track.mapping->whole(record.row);
  }
  noted_.push_back(event);
}

}  // namespace rehearse::simulators
