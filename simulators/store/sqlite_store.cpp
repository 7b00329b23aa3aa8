#include "simulators/store/sqlite_store.hpp"

#include <algorithm>
#include <string>

#include "scenarios/ensure.hpp"
#include "simulators/store/sqlite_names.hpp"

namespace rehearse::simulators {

SqliteStore::SqliteStore(const DatabaseShape& shape, Memory& memory)
    : memory_(memory), connection_(vfs_, "store.db") {
  SqlNames names;
  std::vector<std::string> live;
  for (const TableShape& table : shape.tables) live.push_back(names.take(table.name));
  for (std::size_t i = 0; i < shape.tables.size(); ++i)
    slots_.push_back({std::make_unique<SqliteTable>(shape.tables[i], live[i],
                                                    names.take(shape.tables[i].name + " (held)"))});
  for (std::size_t i = 0; i < slots_.size(); ++i)
    if (shape.tables[i].created)
      REHEARSE_ENSURE(create(static_cast<TableId>(i)) == StoreStatus::ok);
  prepare_transactions();
  keep_image();
}

SqliteStore::~SqliteStore() { finalise_statements(); }

void SqliteStore::prepare_transactions() {
  begin_ = connection_.prepare("BEGIN");
  commit_ = connection_.prepare("COMMIT");
  rollback_ = connection_.prepare("ROLLBACK");
}

void SqliteStore::finalise_statements() {
  for (Slot& slot : slots_) slot.table->finalise_statements();
  for (sqlite3_stmt** statement : {&begin_, &commit_, &rollback_}) {
    sqlite3_finalize(*statement);
    *statement = nullptr;
  }
}

SqliteStore::Slot& SqliteStore::slot(TableId table) {
  REHEARSE_ENSURE(table < slots_.size());
  return slots_[table];
}
const SqliteStore::Slot& SqliteStore::slot(TableId table) const {
  REHEARSE_ENSURE(table < slots_.size());
  return slots_[table];
}

sqlite3_stmt* SqliteStore::statement(TableId table, SqliteQuery query) {
  Slot& found = slot(table);
  if (found.state != TableState::created) return nullptr;
  return found.table->statement(query, connection_);
}

StoreStatus SqliteStore::failed(int code) {
  const StoreStatus status = status_of(code, connection_.handle());
  if (open_ && failure_ == StoreStatus::ok) failure_ = status;
  return status;
}

/// Runs a statement that returns no rows.
StoreStatus SqliteStore::finish(sqlite3_stmt* statement) {
  const int code = sqlite3_step(statement);
  sqlite3_reset(statement);
  return code == SQLITE_DONE ? StoreStatus::ok : failed(code);
}

// ---- transactions ----

StoreStatus SqliteStore::begin() {
  if (open_) return StoreStatus::busy;
  const StoreStatus status = finish(begin_);
  open_ = status == StoreStatus::ok;
  failure_ = StoreStatus::ok;
  return status;
}

StoreStatus SqliteStore::commit() {
  REHEARSE_ENSURE(open_);
  const StoreStatus status = failure_ != StoreStatus::ok ? failure_ : finish(commit_);
  if (status != StoreStatus::ok) {
    rollback();
    return status;
  }
  open_ = false;
  return StoreStatus::ok;
}

void SqliteStore::rollback() {
  if (!open_) return;
  // After some errors SQLite has rolled back by itself
  // (https://www.sqlite.org/lang_transaction.html).
  if (sqlite3_get_autocommit(connection_.handle()) == 0) finish(rollback_);
  open_ = false;
  failure_ = StoreStatus::ok;
}

// ---- data ----

StoreStatus SqliteStore::get(TableId table, Key key, Record& record, bool& found) {
  found = false;
  sqlite3_stmt* get = statement(table, SqliteQuery::get);
  if (get == nullptr) return StoreStatus::no_such_table;
  sqlite3_bind_int64(get, 1, key);
  const int code = sqlite3_step(get);
  found = code == SQLITE_ROW;
  if (found) record = slots_[table].table->read_record(get, 0, memory_);
  sqlite3_reset(get);
  return found || code == SQLITE_DONE ? StoreStatus::ok : failed(code);
}

StoreStatus SqliteStore::put(TableId table, Key key, const Record& record) {
  ensure_fits(record, slot(table).table->columns());
  sqlite3_stmt* put = statement(table, SqliteQuery::put);
  if (put == nullptr) return StoreStatus::no_such_table;
  slots_[table].table->bind_record(put, key, record);
  return finish(put);
}

StoreStatus SqliteStore::erase(TableId table, Key key, bool& found) {
  found = false;
  sqlite3_stmt* erase = statement(table, SqliteQuery::erase);
  if (erase == nullptr) return StoreStatus::no_such_table;
  sqlite3_bind_int64(erase, 1, key);
  const StoreStatus status = finish(erase);
  found = status == StoreStatus::ok && sqlite3_changes(connection_.handle()) > 0;
  return status;
}

StoreStatus SqliteStore::scan(TableId table, Key after, int limit, std::vector<KeyedRecord>& out) {
  sqlite3_stmt* scan = statement(table, SqliteQuery::scan);
  if (scan == nullptr) return StoreStatus::no_such_table;
  if (limit <= 0) return StoreStatus::ok;
  sqlite3_bind_int64(scan, 1, after);
  sqlite3_bind_int(scan, 2, limit);
  int code = SQLITE_OK;
  while ((code = sqlite3_step(scan)) == SQLITE_ROW)
    out.push_back(
        {sqlite3_column_int64(scan, 0), slots_[table].table->read_record(scan, 1, memory_)});
  sqlite3_reset(scan);
  return code == SQLITE_DONE ? StoreStatus::ok : failed(code);
}

StoreStatus SqliteStore::read_integer(TableId table, SqliteQuery query, std::int64_t& result) {
  sqlite3_stmt* read = statement(table, query);
  if (read == nullptr) return StoreStatus::no_such_table;
  const int code = sqlite3_step(read);
  if (code == SQLITE_ROW) result = sqlite3_column_int64(read, 0);
  sqlite3_reset(read);
  return code == SQLITE_ROW ? StoreStatus::ok : failed(code);
}

StoreStatus SqliteStore::count(TableId table, std::int64_t& count) {
  return read_integer(table, SqliteQuery::count, count);
}

StoreStatus SqliteStore::last_key(TableId table, Key& key) {
  return read_integer(table, SqliteQuery::last_key, key);
}

// ---- DDL ----

StoreStatus SqliteStore::alter(Slot& slot, const std::string& sql, TableState after) {
  if (open_) return StoreStatus::busy;
  const StoreStatus status = connection_.run(sql);
  if (status == StoreStatus::ok) slot.state = after;
  return status;
}

StoreStatus SqliteStore::rename(Slot& slot, bool held) {
  if (open_) return StoreStatus::busy;
  const SqliteTable& table = *slot.table;
  const StoreStatus status =
      connection_.rename_table(held ? table.name() : table.held_name(),
                               held ? table.held_name() : table.name(), table.create_sql(held));
  if (status == StoreStatus::ok) slot.state = held ? TableState::held : TableState::created;
  return status;
}

StoreStatus SqliteStore::create(TableId table) {
  Slot& found = slot(table);
  const DdlDecision decision = decide(Ddl::create, found.state);
  if (!decision.act) return decision.answer;
  return alter(found, found.table->create_sql(), TableState::created);
}

StoreStatus SqliteStore::hold(TableId table) {
  Slot& found = slot(table);
  const DdlDecision decision = decide(Ddl::hold, found.state);
  if (!decision.act) return decision.answer;
  return rename(found, true);
}

StoreStatus SqliteStore::restore(TableId table) {
  Slot& found = slot(table);
  const DdlDecision decision = decide(Ddl::restore, found.state);
  if (!decision.act) return decision.answer;
  return rename(found, false);
}

StoreStatus SqliteStore::clear(TableId table) {
  Slot& found = slot(table);
  const DdlDecision decision = decide(Ddl::clear, found.state);
  if (!decision.act) return decision.answer;
  return alter(found, found.table->clear_sql(found.state == TableState::held), found.state);
}

StoreStatus SqliteStore::drop(TableId table) {
  Slot& found = slot(table);
  const DdlDecision decision = decide(Ddl::drop, found.state);
  if (!decision.act) return decision.answer;
  return alter(found, found.table->drop_sql(found.state == TableState::held), TableState::absent);
}

bool SqliteStore::exists(TableId table) const { return slot(table).state == TableState::created; }

// ---- life ----

void SqliteStore::crash() {
  vfs_.kill();
  finalise_statements();
  connection_.close();
  vfs_.revive();
  connection_.open();
  open_ = false;
  failure_ = StoreStatus::ok;
  prepare_transactions();
  read_states();
}

/// The database, not this object, knows which tables there are after a crash.
void SqliteStore::read_states() {
  for (Slot& slot : slots_) slot.state = TableState::absent;
  sqlite3_stmt* tables = connection_.prepare("SELECT name FROM sqlite_schema WHERE type='table'");
  while (sqlite3_step(tables) == SQLITE_ROW) {
    const std::string_view name(reinterpret_cast<const char*>(sqlite3_column_text(tables, 0)),
                                static_cast<std::size_t>(sqlite3_column_bytes(tables, 0)));
    for (Slot& slot : slots_) {
      if (slot.table->name() == name) slot.state = TableState::created;
      if (slot.table->held_name() == name) slot.state = TableState::held;
    }
  }
  sqlite3_finalize(tables);
}

void SqliteStore::keep_image() {
  REHEARSE_ENSURE(!open_);
  REHEARSE_ENSURE(!vfs_.files().locked());
  vfs_.files().keep();
  for (Slot& slot : slots_) slot.kept_state = slot.state;
}

void SqliteStore::restore_image() {
  rollback();
  REHEARSE_ENSURE(!vfs_.files().locked());
  vfs_.files().restore();
  connection_.forget_pages();
  for (Slot& slot : slots_) slot.state = slot.kept_state;
}

}  // namespace rehearse::simulators
