#include "simulators/store/sql_names.hpp"

#include <algorithm>
#include <array>

namespace rehearse::simulators {

namespace {
std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

constexpr std::size_t most_bytes = 63;  // PostgreSQL's NAMEDATALEN, less its NUL

/// The first `most` bytes, or less: no character of UTF-8 is cut in two.
std::string_view cut(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U) --most;
  return text.substr(0, most);
}

std::string in_quotes(std::string_view text, char quote) {
  std::string made(1, quote);
  for (const char byte : text) made.append(byte == quote ? 2 : 1, byte);
  return made + quote;
}
}  // namespace

std::string sql_quoted(std::string_view name) { return in_quotes(name, '"'); }
std::string sql_quoted_text(std::string_view text) { return in_quotes(text, '\''); }

std::string SqlNames::take(std::string_view wanted) {
  std::string base(wanted);
  std::replace(base.begin(), base.end(), '\0', '?');  // SQL text cannot hold NUL
  // Reserved: SQLite's own tables, and the columns that every table of PostgreSQL has
  // (https://www.postgresql.org/docs/15/ddl-system-columns.html).
  static constexpr std::array<std::string_view, 6> system_columns{"tableoid", "xmin", "cmin",
                                                                  "xmax",     "cmax", "ctid"};
  const std::string folded = lower(base);
  const bool reserved =
      folded.starts_with("sqlite_") ||
      std::find(system_columns.begin(), system_columns.end(), folded) != system_columns.end();
  if (base.empty() || reserved) base.insert(0, "_");
  std::string name(cut(base, most_bytes));
  for (int n = 2; std::find(taken_.begin(), taken_.end(), lower(name)) != taken_.end(); ++n) {
    const std::string number = "_" + std::to_string(n);
    name = std::string(cut(base, most_bytes - number.size())) + number;
  }
  taken_.push_back(lower(name));
  return name;
}

}  // namespace rehearse::simulators
