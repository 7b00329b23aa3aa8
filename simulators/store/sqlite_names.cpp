#include "simulators/store/sqlite_names.hpp"

#include <algorithm>

namespace rehearse::simulators {

namespace {
std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}
}  // namespace

std::string sql_quoted(std::string_view name) {
  std::string out = "\"";
  for (const char c : name) {
    out += c;
    if (c == '"') out += '"';
  }
  return out + '"';
}

std::string SqlNames::take(std::string_view wanted) {
  std::string base(wanted);
  std::replace(base.begin(), base.end(), '\0', '?');  // SQL text cannot hold NUL
  if (base.empty() || lower(base).starts_with("sqlite_")) base.insert(0, "_");  // reserved
  std::string name = base;
  for (int n = 2; std::find(taken_.begin(), taken_.end(), lower(name)) != taken_.end(); ++n)
    name = base + "_" + std::to_string(n);
  taken_.push_back(lower(name));
  return name;
}

}  // namespace rehearse::simulators
