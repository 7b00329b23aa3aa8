#pragma once
/// One table of a SqliteStore: its SQL, its prepared statements, and records as SQL values.
///
///     CREATE TABLE "orders" ("key" INTEGER PRIMARY KEY, "_version" INTEGER, "_write" INTEGER,
///                            "_origin" INTEGER, "_deleted" INTEGER, "name" TEXT, "total" INTEGER,
///                            ...)
///
/// A field whose kind is not its column's (a re-typed field, fault D7) is stored as a BLOB with its
/// kind in front, which no column affinity touches, so that every record reads back as it was
/// written.

#include <sqlite3.h>

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "simulators/store/sqlite_connection.hpp"
#include "simulators/store/store.hpp"

namespace rehearse::simulators {

enum class SqliteQuery : std::uint8_t { get, put, erase, scan, count, last_key };
constexpr std::size_t sqlite_query_count = 6;

class SqliteTable final {
 public:
  /// `name` and `held_name` are SQL names, not yet quoted (see sqlite_names.hpp).
  SqliteTable(const TableShape& shape, std::string name, std::string held_name);
  ~SqliteTable();
  SqliteTable(const SqliteTable&) = delete;
  SqliteTable& operator=(const SqliteTable&) = delete;

  const std::string& name() const { return name_; }
  const std::string& held_name() const { return held_name_; }
  std::size_t columns() const { return columns_.size(); }
  std::string create_sql(bool held = false) const;
  std::string clear_sql(bool held) const;
  std::string drop_sql(bool held) const;

  /// Prepared at first use; SQLite prepares it again by itself when the schema has changed.
  /// Null when the disk fails; `status` then says how.
  sqlite3_stmt* statement(SqliteQuery query, SqliteConnection& connection, StoreStatus& status);
  /// Before the connection closes.
  void finalise_statements();

  /// Binds key and record to the `put` statement. Texts are not copied: step it before they die.
  void bind_record(sqlite3_stmt* put, Key key, const Record& record) const;
  /// The record in the current row, whose first column is `_version`, from column `first` on.
  Record read_record(sqlite3_stmt* statement, int first, Memory& memory);

 private:
  std::string sql_of(SqliteQuery query) const;
  void bind_value(sqlite3_stmt* put, int parameter, std::size_t column, const Value& value) const;
  Value read_value(sqlite3_stmt* statement, int at, std::size_t column, Memory& memory) const;

  std::string name_, held_name_;
  std::vector<std::string> columns_;         // SQL names
  std::vector<scenarios::FieldKind> kinds_;  // of columns_
  std::vector<Value> scratch_;
  std::array<sqlite3_stmt*, sqlite_query_count> statements_{};
};

}  // namespace rehearse::simulators
