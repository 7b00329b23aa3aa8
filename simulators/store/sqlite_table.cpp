#include "simulators/store/sqlite_table.hpp"

#include <cstring>
#include <string_view>
#include <utility>

#include "scenarios/ensure.hpp"
#include "simulators/store/sql_names.hpp"

namespace rehearse::simulators {

using scenarios::FieldKind;

namespace {

constexpr const char* meta_columns = "_version, _write, _origin, _deleted";
constexpr int first_field_parameter = 6;  // of put: key, four of meta data, then the fields
constexpr int meta_count = 4;

void ensure_bound(int code) { REHEARSE_ENSURE(code == SQLITE_OK); }

}  // namespace

SqliteTable::SqliteTable(const TableShape& shape, std::string name, std::string held_name)
    : sql_(shape, std::move(name), std::move(held_name)), scratch_(shape.columns.size()) {}

SqliteTable::~SqliteTable() { finalise_statements(); }

void SqliteTable::finalise_statements() {
  for (sqlite3_stmt*& statement : statements_) {
    sqlite3_finalize(statement);
    statement = nullptr;
  }
}

std::string SqliteTable::create_sql(bool held) const {
  std::string sql = "CREATE TABLE " + sql_.quoted(held) +
                    " (key INTEGER PRIMARY KEY, _version INTEGER, _write INTEGER, _origin INTEGER, "
                    "_deleted INTEGER";
  for (std::size_t i = 0; i < columns(); ++i)
    sql += ", " + sql_quoted(sql_.columns()[i]) +
           (sql_.kind(i) == FieldKind::text ? " TEXT" : " INTEGER");
  return sql + ")";
}

std::string SqliteTable::sql_of(SqlQuery query) const {
  const std::string selected = meta_columns + sql_.fields();
  if (query != SqlQuery::put) return sql_.sql_of(query, selected);
  std::string parameters = "?,?,?,?,?";
  for (std::size_t i = 0; i < columns(); ++i) parameters += ",?";
  // One unique key and no triggers: REPLACE overwrites in place.
  return "REPLACE INTO " + sql_.quoted() + " (key, " + selected + ") VALUES (" + parameters + ")";
}

sqlite3_stmt* SqliteTable::statement(SqlQuery query, SqliteConnection& connection,
                                     StoreStatus& status) {
  sqlite3_stmt*& statement = statements_[static_cast<std::size_t>(query)];
  if (statement == nullptr) statement = connection.prepare(sql_of(query), status);
  return statement;
}

void SqliteTable::bind_record(sqlite3_stmt* put, Key key, const Record& record) const {
  ensure_bound(sqlite3_bind_int64(put, 1, key));
  ensure_bound(sqlite3_bind_int64(put, 2, static_cast<std::int64_t>(record.version)));
  ensure_bound(sqlite3_bind_int64(put, 3, static_cast<std::int64_t>(record.write)));
  ensure_bound(sqlite3_bind_int(put, 4, record.origin));
  ensure_bound(sqlite3_bind_int(put, 5, record.deleted ? 1 : 0));
  const std::span<const Value> values =
      record.deleted ? std::span<const Value>{} : record.row->values();
  for (std::size_t i = 0; i < columns(); ++i)
    bind_value(put, first_field_parameter + static_cast<int>(i), i,
               record.deleted ? Value{} : values[i]);
}

void SqliteTable::bind_value(sqlite3_stmt* put, int parameter, std::size_t column,
                             const Value& value) const {
  if (value.kind == ValueKind::null) return ensure_bound(sqlite3_bind_null(put, parameter));
  const bool text = value.kind == ValueKind::text;
  if (value.kind == kind_of(sql_.kind(column))) {
    if (!text) return ensure_bound(sqlite3_bind_int64(put, parameter, value.number));
    return ensure_bound(sqlite3_bind_text(put, parameter, value.text->data(),
                                          static_cast<int>(value.text->size), SQLITE_STATIC));
  }
  std::string blob(1, static_cast<char>(value.kind));
  if (text) {
    blob += value.text->view();
  } else {
    blob += std::to_string(value.number);
  }
  ensure_bound(sqlite3_bind_blob(put, parameter, blob.data(), static_cast<int>(blob.size()),
                                 SQLITE_TRANSIENT));
}

// sqlite3_column_value and sqlite3_value_* look up the column once; unlike sqlite3_column_* they do
// not lock, which a connection of one thread does not need.
Value SqliteTable::read_value(sqlite3_stmt* statement, int at, std::size_t column,
                              Memory& memory) const {
  sqlite3_value* const found = sqlite3_column_value(statement, at);
  switch (sqlite3_value_type(found)) {
    case SQLITE_NULL:
      return Value{};
    case SQLITE_INTEGER: {
      Value value = Value::of(static_cast<std::int64_t>(sqlite3_value_int64(found)));
      if (sql_.kind(column) == FieldKind::boolean) value.kind = ValueKind::boolean;
      return value;
    }
    case SQLITE_TEXT: {
      const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(found));
      const int size = sqlite3_value_bytes(found);
      return Value::of(memory.text({text, static_cast<std::size_t>(size)}));
    }
    default:
      break;
  }
  const auto* blob = static_cast<const char*>(sqlite3_value_blob(found));
  const auto size = static_cast<std::size_t>(sqlite3_value_bytes(found));
  REHEARSE_ENSURE(size > 0);
  const std::string_view rest(blob + 1, size - 1);
  Value value;
  value.kind = static_cast<ValueKind>(blob[0]);
  if (value.kind == ValueKind::text) {
    value.text = memory.text(rest);
  } else {
    value.number = std::stoll(std::string(rest));
  }
  return value;
}

Record SqliteTable::read_record(sqlite3_stmt* statement, int first, Memory& memory) {
  Record record;
  const auto meta = [statement, first](int at) {
    return sqlite3_value_int64(sqlite3_column_value(statement, first + at));
  };
  record.version = static_cast<std::uint64_t>(meta(0));
  record.write = static_cast<std::uint64_t>(meta(1));
  record.origin = static_cast<std::uint8_t>(meta(2));
  record.deleted = meta(3) != 0;
  if (record.deleted) return record;
  for (std::size_t i = 0; i < columns(); ++i)
    scratch_[i] = read_value(statement, first + meta_count + static_cast<int>(i), i, memory);
  record.row = memory.row(scratch_);
  return record;
}

}  // namespace rehearse::simulators
