#include "simulators/store/sqlite_store.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "scenarios/ensure.hpp"
#include "simulators/store/sql_names.hpp"

namespace rehearse::simulators {

SqliteStore::SqliteStore(const DatabaseShape& shape, Memory& memory)
    : SqliteStore(shape, memory, std::make_unique<MemoryVfs>(), "store.db") {
  const bool connected = connect() == StoreStatus::ok;
  REHEARSE_ENSURE(connected);
  create_missing(shape);
  keep_image();
}

SqliteStore::SqliteStore(const DatabaseShape& shape, Memory& memory, std::string path)
    : SqliteStore(shape, memory, nullptr, std::move(path)) {
  if (connect() != StoreStatus::ok) return;
  const bool fresh = std::all_of(states_.begin(), states_.end(),
                                 [](TableState state) { return state == TableState::absent; });
  if (!fresh) return;
  create_missing(shape);
  keep_image();
}

SqliteStore::SqliteStore(const DatabaseShape& shape, Memory& memory, std::unique_ptr<MemoryVfs> vfs,
                         std::string path)
    : SqlStore(shape.tables.size()),
      memory_(memory),
      vfs_(std::move(vfs)),
      path_(std::move(path)),
      connection_(vfs_.get(), path_) {
  SqlNames names;
  std::vector<std::string> live;
  for (const TableShape& table : shape.tables) live.push_back(names.take(table.name));
  for (std::size_t i = 0; i < shape.tables.size(); ++i)
    tables_.push_back(std::make_unique<SqliteTable>(shape.tables[i], live[i],
                                                    names.take(shape.tables[i].name + " (held)")));
}

void SqliteStore::create_missing(const DatabaseShape& shape) {
  for (std::size_t i = 0; i < tables_.size(); ++i) {
    if (!shape.tables[i].created) continue;
    const StoreStatus status = create(static_cast<TableId>(i));
    REHEARSE_ENSURE(status == StoreStatus::ok || vfs_ == nullptr);
  }
}

SqliteStore::~SqliteStore() { finalise_statements(); }

StoreStatus SqliteStore::prepare_transactions() {
  StoreStatus status = StoreStatus::ok;
  begin_ = connection_.prepare("BEGIN", status);
  if (status == StoreStatus::ok) commit_ = connection_.prepare("COMMIT", status);
  if (status == StoreStatus::ok) rollback_ = connection_.prepare("ROLLBACK", status);
  return status;
}

void SqliteStore::finalise_statements() {
  for (const auto& table : tables_) table->finalise_statements();
  for (sqlite3_stmt** statement : {&begin_, &commit_, &rollback_}) {
    sqlite3_finalize(*statement);
    *statement = nullptr;
  }
}

StoreStatus SqliteStore::statement(TableId table, SqlQuery query, sqlite3_stmt*& out) {
  StoreStatus status = ready(table);
  if (status != StoreStatus::ok) return status;
  out = tables_[table]->statement(query, connection_, status);
  return noted(status);
}

StoreStatus SqliteStore::failed(int code) { return noted(connection_.status_of(code)); }

/// Runs a statement that returns no rows.
StoreStatus SqliteStore::finish(sqlite3_stmt* statement) {
  const int code = sqlite3_step(statement);
  sqlite3_reset(statement);
  return code == SQLITE_DONE ? StoreStatus::ok : failed(code);
}

// ---- transactions ----

StoreStatus SqliteStore::begin() {
  if (open_) return StoreStatus::busy;
  StoreStatus status = ready();
  if (status != StoreStatus::ok) return status;
  status = finish(begin_);
  open_ = status == StoreStatus::ok;
  failure_ = StoreStatus::ok;
  return status;
}

StoreStatus SqliteStore::commit() {
  REHEARSE_ENSURE(open_);
  StoreStatus status = failure_;
  if (status == StoreStatus::ok) {
    // The file changes at a commit only, so this is the count before the transaction.
    const bool hooked = vfs_ != nullptr && vfs_->hooked();
    const std::uint32_t before = hooked ? change_counter() : 0;
    status = finish(commit_);
    if (power_lost()) cut_at_ = before;
    if (status != StoreStatus::ok && committed_anyway(before)) status = StoreStatus::in_doubt;
  }
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
  // (https://www.sqlite.org/lang_transaction.html). A rollback that fails leaves a hot journal,
  // which the next transaction plays back.
  if (connected_ && sqlite3_get_autocommit(connection_.handle()) == 0) finish(rollback_);
  open_ = false;
  failure_ = StoreStatus::ok;
}

// ---- data ----

StoreStatus SqliteStore::get(TableId table, Key key, Record& record, bool& found) {
  found = false;
  sqlite3_stmt* get = nullptr;
  if (const StoreStatus status = statement(table, SqlQuery::get, get); status != StoreStatus::ok)
    return status;
  sqlite3_bind_int64(get, 1, key);
  const int code = sqlite3_step(get);
  found = code == SQLITE_ROW;
  if (found) record = tables_[table]->read_record(get, 0, memory_);
  sqlite3_reset(get);
  return found || code == SQLITE_DONE ? StoreStatus::ok : failed(code);
}

StoreStatus SqliteStore::put(TableId table, Key key, const Record& record) {
  REHEARSE_ENSURE(table < tables_.size());
  ensure_fits(record, tables_[table]->columns());
  sqlite3_stmt* put = nullptr;
  if (const StoreStatus status = statement(table, SqlQuery::put, put); status != StoreStatus::ok)
    return status;
  tables_[table]->bind_record(put, key, record);
  return finish(put);
}

StoreStatus SqliteStore::erase(TableId table, Key key, bool& found) {
  found = false;
  sqlite3_stmt* erase = nullptr;
  if (const StoreStatus status = statement(table, SqlQuery::erase, erase);
      status != StoreStatus::ok)
    return status;
  sqlite3_bind_int64(erase, 1, key);
  const StoreStatus status = finish(erase);
  found = status == StoreStatus::ok && sqlite3_changes(connection_.handle()) > 0;
  return status;
}

StoreStatus SqliteStore::scan(TableId table, Key after, int limit, std::vector<KeyedRecord>& out) {
  sqlite3_stmt* scan = nullptr;
  if (const StoreStatus status = statement(table, SqlQuery::scan, scan); status != StoreStatus::ok)
    return status;
  if (limit <= 0) return StoreStatus::ok;
  sqlite3_bind_int64(scan, 1, after);
  sqlite3_bind_int(scan, 2, limit);
  int code = SQLITE_OK;
  while ((code = sqlite3_step(scan)) == SQLITE_ROW)
    out.push_back({sqlite3_column_int64(scan, 0), tables_[table]->read_record(scan, 1, memory_)});
  sqlite3_reset(scan);
  return code == SQLITE_DONE ? StoreStatus::ok : failed(code);
}

StoreStatus SqliteStore::read_integer(TableId table, SqlQuery query, std::int64_t& result) {
  sqlite3_stmt* read = nullptr;
  if (const StoreStatus status = statement(table, query, read); status != StoreStatus::ok)
    return status;
  const int code = sqlite3_step(read);
  if (code == SQLITE_ROW) result = sqlite3_column_int64(read, 0);
  sqlite3_reset(read);
  return code == SQLITE_ROW ? StoreStatus::ok : failed(code);
}

StoreStatus SqliteStore::count(TableId table, std::int64_t& count) {
  return read_integer(table, SqlQuery::count, count);
}

StoreStatus SqliteStore::last_key(TableId table, Key& key) {
  return read_integer(table, SqlQuery::last_key, key);
}

// ---- DDL ----

StoreStatus SqliteStore::perform(Ddl ddl, TableId table, bool held) {
  const SqliteTable& about = *tables_[table];
  const SqlTable& sql = about.sql();
  switch (ddl) {
    case Ddl::create:
      return connection_.run(about.create_sql());
    case Ddl::hold:
      return connection_.rename_table(sql.name(), sql.held_name(), about.create_sql(true));
    case Ddl::restore:
      return connection_.rename_table(sql.held_name(), sql.name(), about.create_sql());
    case Ddl::clear:
      return connection_.run(sql.clear_sql(held));
    case Ddl::drop:
      break;
  }
  return connection_.run(sql.drop_sql(held));
}

// ---- life ----

void SqliteStore::disconnect() {
  finalise_statements();
  connection_.close();
  connected_ = false;
  open_ = false;
  failure_ = StoreStatus::ok;
}

StoreStatus SqliteStore::connect() {
  if (power_lost()) return StoreStatus::io_error;
  StoreStatus status = connection_.handle() != nullptr ? StoreStatus::ok : connection_.open();
  if (status != StoreStatus::ok) return status;
  status = prepare_transactions();
  if (status == StoreStatus::ok) status = read_states();
  if (status == StoreStatus::ok) {
    connected_ = true;
  } else {
    disconnect();
  }
  return status;
}

void SqliteStore::crash() {
  if (vfs_ != nullptr) vfs_->kill();
  disconnect();
  if (vfs_ != nullptr) vfs_->revive();
  connect();
  learn_of_commit();
}

void SqliteStore::install(DiskHook* hook) {
  REHEARSE_ENSURE(!open_);
  // Which calls a run makes must not depend on what the connection remembers of earlier runs.
  if (hook != nullptr && !vfs_->hooked()) crash();
  vfs_->install(hook);
}

void SqliteStore::power_cut(Survival& survival) {
  vfs_->kill();
  disconnect();
  vfs_->files().power_cut(survival);
  vfs_->revive();
  connect();
  learn_of_commit();
}

/// Of the commit that lost its power: what the file says once the database has recovered.
void SqliteStore::learn_of_commit() {
  if (!cut_at_) return;
  commit_survived_ = change_counter() != *cut_at_;
  cut_at_.reset();
}

/// The database, not this object, knows which tables there are after a crash.
StoreStatus SqliteStore::read_states() {
  StoreStatus status = StoreStatus::ok;
  sqlite3_stmt* tables =
      connection_.prepare("SELECT name FROM sqlite_schema WHERE type='table'", status);
  if (tables == nullptr) return status;
  states_.assign(tables_.size(), TableState::absent);
  int code = SQLITE_OK;
  while ((code = sqlite3_step(tables)) == SQLITE_ROW) {
    const std::string_view name(reinterpret_cast<const char*>(sqlite3_column_text(tables, 0)),
                                static_cast<std::size_t>(sqlite3_column_bytes(tables, 0)));
    for (std::size_t i = 0; i < tables_.size(); ++i) {
      if (tables_[i]->sql().name() == name) states_[i] = TableState::created;
      if (tables_[i]->sql().held_name() == name) states_[i] = TableState::held;
    }
  }
  sqlite3_finalize(tables);
  return connection_.status_of(code);
}

/// SQLite counts the transactions that changed the file in bytes 24 to 27 of its header
/// (https://www.sqlite.org/fileformat2.html#file_change_counter).
std::uint32_t SqliteStore::change_counter() const {
  std::uint32_t counter = 0;
  const MemoryFile* file = vfs_->files().find("store.db");
  if (file != nullptr) file->read(std::as_writable_bytes(std::span(&counter, 1)), 24);
  return counter;
}

/// Whether a commit that failed got as far as the end of its journal.
bool SqliteStore::committed_anyway(std::uint32_t before) const {
  if (vfs_ == nullptr || !vfs_->hooked()) return false;
  const MemoryFile* journal = vfs_->files().find("store.db-journal");
  const bool no_way_back = journal == nullptr || journal->size() == 0;
  return no_way_back && change_counter() != before;
}

}  // namespace rehearse::simulators
