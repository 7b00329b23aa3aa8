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

#include "simulators/store/sql_table.hpp"
#include "simulators/store/sqlite_connection.hpp"
#include "simulators/store/store.hpp"

namespace rehearse::simulators {

class SqliteTable final {
 public:
  /// `name` and `held_name` are SQL names, not yet quoted (see sql_names.hpp).
  SqliteTable(const TableShape& shape, std::string name, std::string held_name);
  ~SqliteTable();
  SqliteTable(const SqliteTable&) = delete;
  SqliteTable& operator=(const SqliteTable&) = delete;

  const SqlTable& sql() const { return sql_; }
  std::size_t columns() const { return sql_.columns().size(); }
  std::string create_sql(bool held = false) const;

  /// Prepared at first use; SQLite prepares it again by itself when the schema has changed.
  /// Null when the disk fails; `status` then says how.
  sqlite3_stmt* statement(SqlQuery query, SqliteConnection& connection, StoreStatus& status);
  /// Before the connection closes.
  void finalise_statements();

  /// Binds key and record to the `put` statement. Texts are not copied: step it before they die.
  void bind_record(sqlite3_stmt* put, Key key, const Record& record) const;
  /// The record in the current row, whose first column is `_version`, from column `first` on.
  Record read_record(sqlite3_stmt* statement, int first, Memory& memory);

 private:
  std::string sql_of(SqlQuery query) const;
  void bind_value(sqlite3_stmt* put, int parameter, std::size_t column, const Value& value) const;
  Value read_value(sqlite3_stmt* statement, int at, std::size_t column, Memory& memory) const;

  SqlTable sql_;
  std::vector<Value> scratch_;
  std::array<sqlite3_stmt*, sql_query_count> statements_{};
};

}  // namespace rehearse::simulators
