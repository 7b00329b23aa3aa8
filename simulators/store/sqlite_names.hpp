#pragma once
/// Names of tables and fields come from users' plans and may be anything: `a"b`, `select`, `Key`
/// beside `key`, `sqlite_x`, empty. SqlNames gives each a distinct name that SQLite accepts.

#include <string>
#include <string_view>
#include <vector>

namespace rehearse::simulators {

/// In double quotes, quotes inside doubled (https://www.sqlite.org/lang_keywords.html).
std::string sql_quoted(std::string_view name);

/// A set of names that SQLite tells apart (it folds ASCII case). Same calls, same names.
class SqlNames final {
 public:
  explicit SqlNames(std::vector<std::string> taken = {}) : taken_(std::move(taken)) {}
  /// `wanted` itself when it is free and allowed, else something near it.
  std::string take(std::string_view wanted);

 private:
  std::vector<std::string> taken_;  // in lower case
};

}  // namespace rehearse::simulators
