#pragma once
/// Reading of single values: each function says what is wrong and leaves `out` as it was then.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "scenarios/names.hpp"
#include "scenarios/reader/at.hpp"

namespace rehearse::scenarios::reading {

struct Range {
  std::int64_t least = 0;
  std::int64_t most = 0;
};

inline constexpr Range any_count{0, 1'000'000'000};

bool read_value(const At& at, bool& out);
bool read_value(const At& at, std::string& out);  ///< Not empty.
bool read_value(const At& at, Duration& out);
bool read_value(const At& at, std::array<Duration, 2>& out);   ///< [least, most]
bool read_value(const At& at, std::vector<std::string>& out);  ///< Not empty, no name twice.
bool read_value(const At& at, Literal& out);
bool read_value(const At& at, FieldType& out);
bool read_integer(const At& at, Range range, std::int64_t& out);
bool read_share(const At& at, std::int64_t& per_million);  ///< "0.5%"

/// A text, possibly empty.
bool read_any_text(const At& at, std::string& out);

/// Says that `at` should have been one of `names`.
void wrong_name(const At& at, const std::vector<std::string>& names);

template <typename Enum>
bool read_name(const At& at, Enum& out) {
  if (at.is_text()) {
    for (const Named<Enum>& entry : names_of<Enum>()) {
      if (entry.name != at.text()) continue;
      out = entry.value;
      return true;
    }
  }
  wrong_name(at, all_names<Enum>());
  return false;
}

template <typename Enum, typename = std::enable_if_t<std::is_enum_v<Enum>>>
bool read_value(const At& at, Enum& out) {
  return read_name(at, out);
}

template <typename T>
bool read_value(const At& at, std::optional<T>& out) {
  T value{};
  if (!read_value(at, value)) return false;
  out = std::move(value);
  return true;
}

template <typename Integer>
bool read_integer_as(const At& at, Range range, Integer& out) {
  std::int64_t value = 0;
  if (!read_integer(at, range, value)) return false;
  out = static_cast<Integer>(value);
  return true;
}

}  // namespace rehearse::scenarios::reading
