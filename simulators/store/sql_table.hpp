#pragma once
/// One table as SQL: its names, and the statements that SQLite and PostgreSQL share.

#include <cstdint>
#include <string>
#include <vector>

#include "simulators/store/store.hpp"

namespace rehearse::simulators {

enum class SqlQuery : std::uint8_t { get, put, erase, scan, count, last_key };
constexpr std::size_t sql_query_count = 6;

/// The kind of value that a field of this kind holds.
ValueKind kind_of(scenarios::FieldKind kind);

class SqlTable final {
 public:
  /// `name` and `held_name` are SQL names, not yet quoted (see sql_names.hpp). `schema`: that of
  /// PostgreSQL; empty: none.
  SqlTable(const TableShape& shape, std::string name, std::string held_name,
           std::string schema = {});

  const std::string& name() const { return name_; }
  const std::string& held_name() const { return held_name_; }
  /// Of the fields; the meta data (`key`, `_version`, `_write`, `_origin`, `_deleted`, `_odd`) have
  /// names of their own.
  const std::vector<std::string>& columns() const { return columns_; }
  scenarios::FieldKind kind(std::size_t column) const { return kinds_[column]; }

  /// Quoted, with its schema.
  std::string quoted(bool held = false) const;
  /// ", "a", "b"" of the fields.
  std::string fields() const;
  std::string clear_sql(bool held) const { return "DELETE FROM " + quoted(held); }
  std::string drop_sql(bool held) const { return "DROP TABLE " + quoted(held); }
  /// All but `put`, which each engine says in its own way. Parameters are $1 (the key) and $2 (the
  /// limit). `selected` are the columns of a record.
  std::string sql_of(SqlQuery query, const std::string& selected) const;

 private:
  std::string name_, held_name_, schema_;
  std::vector<std::string> columns_;         // SQL names
  std::vector<scenarios::FieldKind> kinds_;  // of columns_
};

}  // namespace rehearse::simulators
