#include "database.hpp"

namespace rehearse::fault_injection {

namespace {

/// Different for each version, `size` bytes.
std::string value(std::int64_t key, int version, std::size_t size) {
  std::string text = std::to_string(key) + " v" + std::to_string(version) + " ";
  while (text.size() < size)
    text += static_cast<char>('a' + (text.size() * 7 + static_cast<std::size_t>(version)) % 26);
  return text;
}

Transaction rows(std::int64_t first, std::int64_t last, std::int64_t step, int version,
                 std::size_t size) {
  Transaction made;
  for (std::int64_t key = first; key <= last; key += step)
    made.changes.push_back({key, value(key, version, size)});
  return made;
}

Transaction erased(std::int64_t first, std::int64_t last) {
  Transaction made;
  for (std::int64_t key = first; key <= last; ++key) made.changes.push_back({key, std::nullopt});
  return made;
}

}  // namespace

State Transaction::after(State state) const {
  if (kind != Kind::rows) state.second_table = kind == Kind::create_table;
  for (const Change& change : changes) {
    if (change.value.has_value()) {
      state.rows[change.key] = *change.value;
    } else {
      state.rows.erase(change.key);
    }
  }
  return state;
}

State initial_state() { return rows(1, 20, 1, 0, 120).after({}); }

Workload shop_workload() {
  Transaction mixed = erased(31, 36);
  mixed.changes.push_back({7, value(7, 6, 3000)});
  mixed.changes.push_back({100, value(100, 6, 40)});
  return {rows(2, 18, 4, 1, 120), rows(21, 40, 1, 2, 200), {Transaction::Kind::create_table, {}},
          rows(5, 5, 1, 3, 2500), erased(22, 30),          {Transaction::Kind::drop_table, {}},
          std::move(mixed)};
}

}  // namespace rehearse::fault_injection
