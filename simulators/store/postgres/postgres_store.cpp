#include "simulators/store/postgres/postgres_store.hpp"

#include <stdexcept>
#include <utility>

#include "scenarios/ensure.hpp"
#include "simulators/store/sql_names.hpp"

namespace rehearse::simulators {

PostgresStore::PostgresStore(const DatabaseShape& shape, Memory& memory, const std::string& server,
                             const std::string& schema)
    : SqlStore(shape.tables.size()),
      memory_(memory),
      schema_(schema),
      image_(schema + "_image"),
      connection_(server) {
  SqlNames names;
  std::vector<std::string> live;
  for (const TableShape& table : shape.tables) live.push_back(names.take(table.name));
  for (std::size_t i = 0; i < shape.tables.size(); ++i) {
    const TableShape& table = shape.tables[i];
    SqlTable sql(table, live[i], names.take(table.name + " (held)"), schema_);
    tables_.push_back(std::make_unique<PostgresTable>(table, std::move(sql), i));
    created_first_.push_back(table.created);
  }
  if (connection_.open() != StoreStatus::ok) cannot("PostgreSQL cannot be reached");
  bool there = false;
  if (read_states(there) != StoreStatus::ok) cannot("PostgreSQL does not answer");
  const bool made = there || connection_.run("CREATE SCHEMA " + sql_quoted(schema_) + ";" +
                                             create_all()) == StoreStatus::ok;
  if (!made) cannot("the schema " + schema_ + " cannot be made in PostgreSQL");
  if (connect() != StoreStatus::ok) cannot("PostgreSQL does not answer");
}

void PostgresStore::cannot(const std::string& what) const {
  throw std::runtime_error(what + ": " + connection_.problem());
}

/// The tables that the shape begins with.
std::string PostgresStore::create_all() const {
  std::string sql;
  for (std::size_t i = 0; i < tables_.size(); ++i)
    if (created_first_[i]) sql += tables_[i]->create_sql() + ";";
  return sql;
}

// ---- transactions ----

StoreStatus PostgresStore::begin() {
  if (open_) return StoreStatus::busy;
  StoreStatus status = ready();
  if (status != StoreStatus::ok) return status;
  status = connection_.run("BEGIN");
  if (status != StoreStatus::ok) disconnect();
  open_ = status == StoreStatus::ok;
  failure_ = StoreStatus::ok;
  return status;
}

StoreStatus PostgresStore::commit() {
  REHEARSE_ENSURE(open_);
  StoreStatus status = failure_;
  if (status == StoreStatus::ok) {
    status = connection_.run("COMMIT");
    // An answer that did not come, not an answer that says no.
    if (status == StoreStatus::io_error && !connection_.sound()) status = StoreStatus::in_doubt;
  }
  if (status != StoreStatus::ok) {
    rollback();
    return status;
  }
  open_ = false;
  return StoreStatus::ok;
}

void PostgresStore::rollback() {
  if (!open_) return;
  open_ = false;
  failure_ = StoreStatus::ok;
  // What cannot be rolled back by asking is by leaving.
  if (connection_.in_transaction() && connection_.run("ROLLBACK") == StoreStatus::ok) return;
  if (!connection_.sound()) disconnect();
}

// ---- data ----

StoreStatus PostgresStore::execute(TableId table, SqlQuery query, Result& result) {
  const StoreStatus status = tables_[table]->execute(query, connection_, parameters_, result);
  if (status != StoreStatus::ok && !open_) disconnect();
  return noted(status);
}

StoreStatus PostgresStore::ask(TableId table, SqlQuery query,
                               std::initializer_list<std::int64_t> parameters, Result& result) {
  const StoreStatus status = ready(table);
  if (status != StoreStatus::ok) return status;
  parameters_.clear();
  for (const std::int64_t number : parameters) parameters_.add_integer(number);
  return execute(table, query, result);
}

StoreStatus PostgresStore::get(TableId table, Key key, Record& record, bool& found) {
  Result result;
  const StoreStatus status = ask(table, SqlQuery::get, {key}, result);
  found = status == StoreStatus::ok && result->rows() == 1;
  if (found) record = tables_[table]->read_record(*result, 0, 0, memory_);
  return status;
}

StoreStatus PostgresStore::put(TableId table, Key key, const Record& record) {
  REHEARSE_ENSURE(table < tables_.size());
  ensure_fits(record, tables_[table]->columns());
  const StoreStatus status = ready(table);
  if (status != StoreStatus::ok) return status;
  parameters_.clear();
  tables_[table]->add_record(parameters_, key, record);
  Result result;
  return execute(table, SqlQuery::put, result);
}

StoreStatus PostgresStore::erase(TableId table, Key key, bool& found) {
  Result result;
  const StoreStatus status = ask(table, SqlQuery::erase, {key}, result);
  found = status == StoreStatus::ok && result->changed() > 0;
  return status;
}

StoreStatus PostgresStore::scan(TableId table, Key after, int limit,
                                std::vector<KeyedRecord>& out) {
  if (limit <= 0) return ready(table);
  Result result;
  const StoreStatus status = ask(table, SqlQuery::scan, {after, limit}, result);
  if (status != StoreStatus::ok) return status;
  for (int row = 0; row < result->rows(); ++row)
    out.push_back({result->integer(row, 0), tables_[table]->read_record(*result, row, 1, memory_)});
  return StoreStatus::ok;
}

StoreStatus PostgresStore::read_integer(TableId table, SqlQuery query, std::int64_t& number) {
  Result result;
  const StoreStatus status = ask(table, query, {}, result);
  if (status == StoreStatus::ok) number = result->integer(0, 0);
  return status;
}

StoreStatus PostgresStore::count(TableId table, std::int64_t& count) {
  return read_integer(table, SqlQuery::count, count);
}

StoreStatus PostgresStore::last_key(TableId table, Key& key) {
  return read_integer(table, SqlQuery::last_key, key);
}

// ---- DDL ----

StoreStatus PostgresStore::perform(Ddl ddl, TableId table, bool held) {
  const PostgresTable& about = *tables_[table];
  const SqlTable& sql = about.sql();
  const auto rename_to = [&](const std::string& name) {
    return connection_.run("ALTER TABLE " + sql.quoted(held) + " RENAME TO " + sql_quoted(name));
  };
  switch (ddl) {
    case Ddl::create:
      return connection_.run(about.create_sql());
    case Ddl::hold:
      return rename_to(sql.held_name());
    case Ddl::restore:
      return rename_to(sql.name());
    case Ddl::clear:
      return connection_.run(sql.clear_sql(held));
    case Ddl::drop:
      break;
  }
  return connection_.run(sql.drop_sql(held));
}

// ---- life ----

StoreStatus PostgresStore::connect() {
  StoreStatus status = connection_.sound() ? StoreStatus::ok : connection_.open();
  bool there = false;
  if (status == StoreStatus::ok) status = read_states(there);
  if (status == StoreStatus::ok) {
    connected_ = true;
  } else {
    disconnect();
  }
  return status;
}

void PostgresStore::disconnect() {
  connection_.close();
  connected_ = false;
}

StoreStatus PostgresStore::await_predecessor() {
  return connection_.run(
      "BEGIN; SET LOCAL lock_timeout='10s'; SELECT pg_advisory_lock(hashtextextended(" +
      sql_quoted_text(schema_) + ", 0)); COMMIT");
}

void PostgresStore::crash() {
  disconnect();
  open_ = false;
  failure_ = StoreStatus::ok;
  connect();
}

/// The database, not this object, knows which tables there are.
StoreStatus PostgresStore::read_states(bool& schema_there) {
  const std::string schema = sql_quoted_text(schema_);
  Result result;
  const StoreStatus status = connection_.query(
      "SELECT '', nspname FROM pg_namespace WHERE nspname=" + schema +
          " UNION ALL SELECT tablename, schemaname FROM pg_tables WHERE schemaname=" + schema,
      result);
  if (status != StoreStatus::ok) return status;
  schema_there = result->rows() > 0;
  states_.assign(tables_.size(), TableState::absent);
  for (int row = 0; row < result->rows(); ++row) {
    for (std::size_t i = 0; i < tables_.size(); ++i) {
      const SqlTable& sql = tables_[i]->sql();
      if (sql.name() == result->bytes(row, 0)) states_[i] = TableState::created;
      if (sql.held_name() == result->bytes(row, 0)) states_[i] = TableState::held;
    }
  }
  return StoreStatus::ok;
}

void PostgresStore::keep_image() {
  REHEARSE_ENSURE(!open_);
  const std::string image = sql_quoted(image_);
  std::string sql = "DROP SCHEMA IF EXISTS " + image + " CASCADE; CREATE SCHEMA " + image + ";";
  for (std::size_t i = 0; i < tables_.size(); ++i) {
    if (states_[i] == TableState::absent) continue;
    const SqlTable& table = tables_[i]->sql();
    const std::string live = table.quoted(states_[i] == TableState::held);
    const std::string copy = image + "." + sql_quoted(table.name());
    sql += "CREATE TABLE " + copy + " AS TABLE " + live + ";";
  }
  if (connection_.run(sql) != StoreStatus::ok) cannot("the image cannot be kept");
  kept_states_ = states_;
  kept_ = true;
}

void PostgresStore::restore_image() {
  rollback();
  if (ready() != StoreStatus::ok) cannot("the image cannot be restored");
  const std::string schema = sql_quoted(schema_);
  std::string sql = "DROP SCHEMA " + schema + " CASCADE; CREATE SCHEMA " + schema + ";";
  if (!kept_) sql += create_all();
  for (std::size_t i = 0; kept_ && i < tables_.size(); ++i) {
    if (kept_states_[i] == TableState::absent) continue;
    const SqlTable& table = tables_[i]->sql();
    sql += tables_[i]->create_sql() + "; INSERT INTO " + table.quoted() + " TABLE " +
           sql_quoted(image_) + "." + sql_quoted(table.name()) + ";";
    if (kept_states_[i] == TableState::held)
      sql += "ALTER TABLE " + table.quoted() + " RENAME TO " + sql_quoted(table.held_name()) + ";";
  }
  if (connection_.run(sql) != StoreStatus::ok) cannot("the image cannot be restored");
  if (connect() != StoreStatus::ok) cannot("the image cannot be read");
}

}  // namespace rehearse::simulators
