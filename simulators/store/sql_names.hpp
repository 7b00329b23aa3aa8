#pragma once
/// Names of tables and fields come from users' plans and may be anything: `a"b`, `select`, `Key`
/// beside `key`, `sqlite_x`, `ctid`, empty, or very long. SqlNames gives each a distinct name that
/// SQLite and PostgreSQL accept.

#include <string>
#include <string_view>
#include <vector>

namespace rehearse::simulators {

/// In double quotes, quotes inside doubled (https://www.sqlite.org/lang_keywords.html,
/// https://www.postgresql.org/docs/15/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS).
std::string sql_quoted(std::string_view name);

/// In single quotes, quotes inside doubled.
std::string sql_quoted_text(std::string_view text);

/// A set of names that SQLite (which folds ASCII case) and PostgreSQL (which knows the first 63
/// bytes) tell apart. Same calls, same names.
class SqlNames final {
 public:
  explicit SqlNames(std::vector<std::string> taken = {}) : taken_(std::move(taken)) {}
  /// `wanted` itself when it is free and allowed, else something near it.
  std::string take(std::string_view wanted);

 private:
  std::vector<std::string> taken_;  // in lower case
};

}  // namespace rehearse::simulators
