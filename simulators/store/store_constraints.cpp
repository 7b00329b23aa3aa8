/// What tables insist on: required and unique fields, checked wherever a record is put.

#include <algorithm>
#include <string_view>

#include "simulators/store/store_node.hpp"

namespace rehearse::simulators {

using scenarios::Apply;
using scenarios::ConstraintKind;

namespace {

constexpr int scanned_at_once = 256;

char small_letter(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// ASCII letters only, as SQLite's NOCASE.
bool same_but_for_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return small_letter(x) == small_letter(y); });
}

bool clash(const ConstraintBlueprint& constraint, const Value& a, const Value& b) {
  if (a.kind == ValueKind::null) return false;
  if (constraint.says.ignore_case && a.kind == ValueKind::text && b.kind == ValueKind::text)
    return same_but_for_case(a.text->view(), b.text->view());
  return a == b;
}

}  // namespace

const std::vector<ConstraintBlueprint>& StoreNode::constraints_of(const Hosted& side) const {
  const auto index = static_cast<std::size_t>(&side - hosted_.data());
  return blueprint_.tracks[index / 2].sides[index % 2].constraints;
}

/// Those of a table that was just created.
void StoreNode::constrain_anew(Hosted& side) {
  side.constraints = 0;
  const auto& all = constraints_of(side);
  for (std::size_t i = 0; i < all.size(); ++i)
    if (all[i].initially) side.constraints |= std::uint64_t{1} << i;
}

/// Finds the records other than `key` that have the value that `row` has in a unique field.
FailureReason StoreNode::find_clashes(TableId table, const ConstraintBlueprint& constraint, Key key,
                                      Row row, std::vector<Key>& clashes) {
  const Value& value = row->begin()[constraint.field];
  if (value.kind == ValueKind::null) return FailureReason::none;
  for (Key after = 0;;) {
    rows_.clear();
    const StoreStatus status = engine_->scan(table, after, scanned_at_once, rows_);
    if (status != StoreStatus::ok) return from(status);
    for (const KeyedRecord& there : rows_) {
      const Row other = there.record.row;
      if (there.key != key && !there.record.deleted && other != nullptr &&
          clash(constraint, value, other->begin()[constraint.field]))
        clashes.push_back(there.key);
    }
    if (rows_.size() < static_cast<std::size_t>(scanned_at_once)) return FailureReason::none;
    after = rows_.back().key;
  }
}

/// Whether `row` (in the side's shape) may be put; `gives_way`: nothing is to be put, and that is
/// no failure. Rows in its way go where the rule says so.
FailureReason StoreNode::keep_constraints(const Request& request, const Statement& statement,
                                          Row row, bool& gives_way) {
  const Hosted& side = hosted(statement.track, statement.side);
  const auto& all = constraints_of(side);
  for (std::size_t i = 0; i < all.size(); ++i) {
    if ((side.constraints >> i & 1U) == 0) continue;
    if (all[i].says.kind == ConstraintKind::not_null) {
      if (row->begin()[all[i].field].kind == ValueKind::null) return FailureReason::field_missing;
      continue;
    }
    clashes_.clear();
    const FailureReason found =
        find_clashes(table_of(statement), all[i], statement.key, row, clashes_);
    if (found != FailureReason::none) return found;
    if (clashes_.empty()) continue;
    const FailureReason taken =
        all[i].as_before ? FailureReason::value_taken : FailureReason::newly_unique;
    if (is_first_write(statement.kind)) return taken;
    gives_way = statement.rule == Apply::insert_if_absent;
    if (gives_way) return FailureReason::none;
    if (statement.rule != Apply::overwrite) return taken;
    for (const Key other : clashes_) {
      const FailureReason gone = displace(request, statement, other);
      if (gone != FailureReason::none) return gone;
    }
  }
  return FailureReason::none;
}

/// As REPLACE does with a row in its way.
FailureReason StoreNode::displace(const Request& request, const Statement& statement, Key key) {
  bool found = false;
  const StoreStatus status = engine_->erase(table_of(statement), key, found);
  if (status != StoreStatus::ok) return from(status);
  Event event;
  event.kind = EventKind::displaced;
  event.detail = static_cast<std::uint8_t>(statement.source);
  event.track = statement.track;
  event.side = statement.side;
  event.node = database_.node;
  event.operation = request.operation;
  event.key = key;
  event.extra = statement.key;
  event.write = statement.write;
  if (request.operation == 0) event.flags |= flag_background;
  noted_.push_back(event);
  Statement erasing = statement;
  erasing.key = key;
  Record gone;
  gone.version = statement.version;
  gone.write = statement.write;
  gone.deleted = true;
  return log_change(erasing, gone);
}

/// Adds or takes away the constraint `asked.value` of its side; the rows that are there must keep
/// it, unless `asked.extra` says that they need not.
FailureReason StoreNode::change_constraint(const Control& asked) {
  Hosted& side = hosted(asked.track, asked.side);
  const std::uint64_t bit = std::uint64_t{1} << static_cast<unsigned>(asked.value);
  const TableId table = blueprint_.tracks[asked.track].side(asked.side).table;
  if (!engine_->exists(table)) return FailureReason::no_such_table;
  if (static_cast<scenarios::StepKind>(asked.code) == scenarios::StepKind::relax) {
    side.constraints &= ~bit;
    return FailureReason::none;
  }
  const ConstraintBlueprint& added = constraints_of(side)[static_cast<std::size_t>(asked.value)];
  std::vector<KeyedRecord> there;
  StoreStatus status = StoreStatus::ok;
  if (asked.extra == 0) status = engine_->scan(table, 0, INT32_MAX, there);
  if (status != StoreStatus::ok) return from(status);
  for (const KeyedRecord& one : there) {
    if (one.record.deleted || one.record.row == nullptr) continue;
    if (added.says.kind == ConstraintKind::not_null) {
      const bool missing = one.record.row->begin()[added.field].kind == ValueKind::null;
      if (missing) return FailureReason::field_missing;
      continue;
    }
    clashes_.clear();
    const FailureReason found = find_clashes(table, added, one.key, one.record.row, clashes_);
    if (found != FailureReason::none) return found;
    if (!clashes_.empty()) return FailureReason::newly_unique;
  }
  side.constraints |= bit;
  return FailureReason::none;
}

}  // namespace rehearse::simulators
