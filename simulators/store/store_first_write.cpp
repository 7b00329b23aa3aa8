/// The application's own writes at a store node: the store gives the version, and where the record
/// says so the key; what was done already is not done again.

#include <array>

#include "scenarios/ensure.hpp"
#include "simulators/store/merged_row.hpp"
#include "simulators/store/store_node.hpp"

namespace rehearse::simulators {

namespace {

/// A write is remembered by side: both sides of a track may live in this one database.
Key applied_key(const Statement& statement) {
  return static_cast<Key>(statement.write) * 2 + static_cast<Key>(statement.side);
}

}  // namespace

FailureReason StoreNode::first_write(const Request& request, const Statement& statement,
                                     StatementResult& result) {
  Record record;
  Row stored = nullptr;
  bool found = false;
  FailureReason status = read(statement, record, found, stored);
  if (status != FailureReason::none) return status;

  bool applied = false;
  status = already_applied(statement, applied);
  if (status != FailureReason::none) return status;
  if (applied || (statement.kind == StatementKind::insert && found && !record.deleted &&
                  record.write == statement.write)) {
    result.repeated = true;
    result.record = record;
    result.found = found;
    if (statement.kind == StatementKind::add && record.row != nullptr)
      result.number = record.row->begin()[statement.field].number;
    note(request, statement, record, true);
    return FailureReason::none;
  }
  status = check_fence(request, statement);
  if (status != FailureReason::none) return status;

  if (found && !record.deleted) result.before = record.row;
  Record next = record;
  next.version = record.version + 1;
  next.write = statement.write;
  next.origin = 0;
  status = statement.kind == StatementKind::insert
               ? insert(statement, next)
               : change_existing(statement, result, next, found && !record.deleted);
  if (status != FailureReason::none) return status;
  status = write(request, statement, next, stored, result);
  return status == FailureReason::none ? remember(statement) : status;
}

FailureReason StoreNode::insert(const Statement& statement, Record& record) {
  const bool there = record.row != nullptr && !record.deleted;
  if (there) return FailureReason::already_exists;
  record.row = brought(statement);
  record.deleted = false;
  return FailureReason::none;
}

/// An insert whose key this side's sequence makes. As in a database, a sequence knows nothing of
/// the keys that are there, and what it has made it does not make again, whatever comes of it.
FailureReason StoreNode::insert_making_key(const Request& request, const Statement& statement,
                                           StatementResult& result) {
  REHEARSE_ENSURE(statement.kind == StatementKind::insert && track_of(statement).store_keys);
  const TableId keys = track_of(statement).side(statement.side).keys;
  Statement keyed = statement;
  Record made;
  bool repeated = false;
  const StoreStatus known = engine_->get(keys, static_cast<Key>(statement.write), made, repeated);
  if (known != StoreStatus::ok) return from(known);
  if (repeated) {
    keyed.key = result.number = made.row->begin()[0].number;
    result.repeated = true;
    Row stored = nullptr;
    const FailureReason status = read(keyed, result.record, result.found, stored);
    if (status == FailureReason::none) note(request, keyed, result.record, true);
    return status;
  }
  const FailureReason stale = check_fence(request, statement);
  if (stale != FailureReason::none) return stale;
  keyed.key = ++hosted(statement.track, statement.side).sequence;
  const FailureReason status = first_write(request, keyed, result);
  if (status == FailureReason::already_exists) return FailureReason::key_taken;
  if (status != FailureReason::none) return status;
  result.number = keyed.key;
  const std::array<Value, 1> values{Value::of(keyed.key)};
  made = Record{};
  made.row = memory_.row(values);
  return from(engine_->put(keys, static_cast<Key>(statement.write), made));
}

FailureReason StoreNode::change_existing(const Statement& statement, StatementResult& result,
                                         Record& record, bool found) {
  if (found && record.row == nullptr) return FailureReason::incompatible;
  switch (statement.kind) {
    case StatementKind::put:
      record.row = found && statement.partial
                       ? merged(record.row, statement.row, statement.fields, values_, memory_)
                       : brought(statement);
      record.deleted = false;
      return FailureReason::none;
    case StatementKind::update:
      if (!found) return FailureReason::not_found;
      record.row = statement.partial
                       ? merged(record.row, statement.row, statement.fields, values_, memory_)
                       : brought(statement);
      return FailureReason::none;
    case StatementKind::erase:
      if (!found) return FailureReason::not_found;
      record.row = nullptr;
      record.deleted = true;
      return FailureReason::none;
    case StatementKind::add: {
      if (!found) return FailureReason::not_found;
      const std::int64_t now = record.row->begin()[statement.field].number;
      if (now + statement.by < statement.at_least) return FailureReason::sold_out;
      result.number = now + statement.by;
      record.row = memory_.with(record.row, statement.field, Value::of(result.number));
      return FailureReason::none;
    }
    default:
      REHEARSE_ENSURE(false);
      return FailureReason::none;
  }
}

/// None, with `applied` set, when this write was done; the reason when it was refused before.
FailureReason StoreNode::already_applied(const Statement& statement, bool& applied) {
  applied = false;
  if (!track_of(statement).deduplicates_requests || statement.write == 0 ||
      statement.kind == StatementKind::insert)
    return FailureReason::none;
  Record record;
  const FailureReason status =
      from(engine_->get(database_.applied, applied_key(statement), record, applied));
  if (status != FailureReason::none || !applied) return status;
  return static_cast<FailureReason>(record.version);  // none: it was done
}

/// The answer to a retry is the answer to every attempt: one that comes late finds the refusal.
void StoreNode::remember_refusal(const Statement& statement, FailureReason reason) {
  const bool remembers = is_first_write(statement.kind) &&
                         statement.kind != StatementKind::insert && statement.write != 0 &&
                         track_of(statement).deduplicates_requests;
  if (!remembers || !refused_by_business(reason)) return;
  Record there;
  there.row = no_fields_;
  there.version = static_cast<std::uint64_t>(reason);
  engine_->begin();
  const StoreStatus put = engine_->put(database_.applied, applied_key(statement), there);
  if (put == StoreStatus::ok)
    engine_->commit();
  else
    engine_->rollback();
}

FailureReason StoreNode::remember(const Statement& statement) {
  if (!track_of(statement).deduplicates_requests || statement.write == 0 ||
      statement.kind == StatementKind::insert || is_initial(statement.write))
    return FailureReason::none;
  Record there;
  there.row = no_fields_;
  return from(engine_->put(database_.applied, applied_key(statement), there));
}

}  // namespace rehearse::simulators
