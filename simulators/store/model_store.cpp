#include "simulators/store/model_store.hpp"

#include "scenarios/ensure.hpp"

namespace rehearse::simulators {

ModelStore::ModelStore(const DatabaseShape& shape) {
  for (const TableShape& table : shape.tables)
    slots_.push_back(
        {{}, table.created ? TableState::created : TableState::absent, table.columns.size()});
  keep_image();
}

const ModelStore::Slot& ModelStore::slot(TableId table) const {
  REHEARSE_ENSURE(table < slots_.size());
  return slots_[table];
}

/// The table when statements can reach it, else null.
ModelStore::Slot* ModelStore::reachable(TableId table) {
  REHEARSE_ENSURE(table < slots_.size());
  Slot& found = slots_[table];
  return found.state == TableState::created ? &found : nullptr;
}

// ---- transactions ----

StoreStatus ModelStore::begin() {
  if (open_) return StoreStatus::busy;
  open_ = true;
  return StoreStatus::ok;
}

StoreStatus ModelStore::commit() {
  REHEARSE_ENSURE(open_);
  open_ = false;
  undo_.clear();
  return StoreStatus::ok;
}

void ModelStore::rollback() {
  Record ignored;
  while (!undo_.empty()) {
    const Undo& last = undo_.back();
    ModelTable& rows = slots_[last.table].rows;
    if (last.existed) {
      rows.put(last.key, last.before, ignored);
    } else {
      rows.erase(last.key, ignored);
    }
    undo_.pop_back();
  }
  open_ = false;
}

// ---- data ----

StoreStatus ModelStore::get(TableId table, Key key, Record& record, bool& found) {
  found = false;
  const Slot* from = reachable(table);
  if (from == nullptr) return StoreStatus::no_such_table;
  const Record* there = from->rows.find(key);
  found = there != nullptr;
  if (found) record = *there;
  return StoreStatus::ok;
}

StoreStatus ModelStore::put(TableId table, Key key, const Record& record) {
  Slot* into = reachable(table);
  if (into == nullptr) return StoreStatus::no_such_table;
  ensure_fits(record, into->columns);
  Record stored = record;
  if (stored.deleted) stored.row = nullptr;
  Undo undo{{}, key, table, false};
  undo.existed = into->rows.put(key, stored, undo.before);
  if (open_) undo_.push_back(undo);
  return StoreStatus::ok;
}

StoreStatus ModelStore::erase(TableId table, Key key, bool& found) {
  found = false;
  Slot* from = reachable(table);
  if (from == nullptr) return StoreStatus::no_such_table;
  Undo undo{{}, key, table, true};
  found = from->rows.erase(key, undo.before);
  if (open_ && found) undo_.push_back(undo);
  return StoreStatus::ok;
}

StoreStatus ModelStore::scan(TableId table, Key after, int limit, std::vector<KeyedRecord>& out) {
  const Slot* from = reachable(table);
  if (from == nullptr) return StoreStatus::no_such_table;
  from->rows.scan(after, limit, out);
  return StoreStatus::ok;
}

StoreStatus ModelStore::count(TableId table, std::int64_t& count) {
  const Slot* of = reachable(table);
  if (of == nullptr) return StoreStatus::no_such_table;
  count = of->rows.count();
  return StoreStatus::ok;
}

StoreStatus ModelStore::last_key(TableId table, Key& key) {
  const Slot* of = reachable(table);
  if (of == nullptr) return StoreStatus::no_such_table;
  key = of->rows.last_key();
  return StoreStatus::ok;
}

// ---- DDL ----

StoreStatus ModelStore::change(Ddl ddl, TableId table) {
  REHEARSE_ENSURE(table < slots_.size());
  Slot& changed = slots_[table];
  const DdlDecision decision = decide(ddl, changed.state);
  if (!decision.act) return decision.answer;
  if (open_) return StoreStatus::busy;
  changed.state = after(ddl, changed.state);
  if (ddl == Ddl::clear || ddl == Ddl::drop) changed.rows.clear();
  return StoreStatus::ok;
}

StoreStatus ModelStore::create(TableId table) { return change(Ddl::create, table); }
StoreStatus ModelStore::hold(TableId table) { return change(Ddl::hold, table); }
StoreStatus ModelStore::restore(TableId table) { return change(Ddl::restore, table); }
StoreStatus ModelStore::clear(TableId table) { return change(Ddl::clear, table); }
StoreStatus ModelStore::drop(TableId table) { return change(Ddl::drop, table); }
bool ModelStore::exists(TableId table) const { return slot(table).state == TableState::created; }

// ---- life ----

void ModelStore::crash() { rollback(); }

void ModelStore::keep_image() {
  REHEARSE_ENSURE(!open_);
  image_ = slots_;
}

void ModelStore::restore_image() {
  undo_.clear();
  open_ = false;
  slots_ = image_;
}

}  // namespace rehearse::simulators
