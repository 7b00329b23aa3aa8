#include "simulators/store/sql_table.hpp"

#include <utility>

#include "scenarios/ensure.hpp"
#include "simulators/store/sql_names.hpp"

namespace rehearse::simulators {

ValueKind kind_of(scenarios::FieldKind kind) {
  switch (kind) {
    case scenarios::FieldKind::text:
      return ValueKind::text;
    case scenarios::FieldKind::boolean:
      return ValueKind::boolean;
    case scenarios::FieldKind::integer:
    case scenarios::FieldKind::decimal:
      break;
  }
  return ValueKind::integer;
}

SqlTable::SqlTable(const TableShape& shape, std::string name, std::string held_name,
                   std::string schema)
    : name_(std::move(name)), held_name_(std::move(held_name)), schema_(std::move(schema)) {
  SqlNames names({"key", "_version", "_write", "_origin", "_deleted", "_odd"});
  for (const scenarios::Field& field : shape.columns) {
    columns_.push_back(names.take(field.name));
    kinds_.push_back(field.type.kind);
  }
}

std::string SqlTable::quoted(bool held) const {
  const std::string table = sql_quoted(held ? held_name_ : name_);
  return schema_.empty() ? table : sql_quoted(schema_) + "." + table;
}

std::string SqlTable::fields() const {
  std::string list;
  for (const std::string& column : columns_) list += ", " + sql_quoted(column);
  return list;
}

std::string SqlTable::sql_of(SqlQuery query, const std::string& selected) const {
  const std::string from = " FROM " + quoted();
  switch (query) {
    case SqlQuery::get:
      return "SELECT " + selected + from + " WHERE key=$1";
    case SqlQuery::erase:
      return "DELETE" + from + " WHERE key=$1";
    case SqlQuery::scan:
      return "SELECT key, " + selected + from + " WHERE key>$1 ORDER BY key LIMIT $2";
    case SqlQuery::count:
      return "SELECT count(*)" + from + " WHERE NOT _deleted";
    case SqlQuery::last_key:
      return "SELECT coalesce(max(key), 0)" + from;
    case SqlQuery::put:
      break;
  }
  REHEARSE_ENSURE(false);
  return {};
}

}  // namespace rehearse::simulators
