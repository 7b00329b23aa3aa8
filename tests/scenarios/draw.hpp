#pragma once
/// Small draws for the generators; only inside rc::gen::exec.

#include <rapidcheck.h>

#include <array>
#include <string>
#include <vector>

#include "scenarios/names.hpp"

namespace rehearse::scenarios::testing {

inline bool flip() { return *rc::gen::arbitrary<bool>(); }

/// least..most, both included.
template <typename Integer = int>
Integer between(Integer least, Integer most) {
  return *rc::gen::inRange<Integer>(least, most + 1);
}

template <typename T>
const T& one_of(const std::vector<T>& things) {
  return things[static_cast<std::size_t>(between<int>(0, static_cast<int>(things.size()) - 1))];
}

template <typename Enum>
Enum any_of_names() {
  const auto table = names_of<Enum>();
  return table[static_cast<std::size_t>(between<int>(0, static_cast<int>(table.size()) - 1))].value;
}

inline Duration any_duration() {
  static const std::vector<std::int64_t> units{1, 1'000, 1'000'000, 60'000'000, 86'400'000'000};
  return Duration{between<std::int64_t>(0, 1500) * one_of(units)};
}

inline std::array<Duration, 2> any_range() {
  const Duration least = any_duration();
  return {least, least + any_duration()};
}

/// Unusual but valid text: quotes, backslashes, slashes, accents.
inline std::string any_text() {
  static const std::vector<std::string> texts{"",      " ",          "a",     "\"",          "\\",
                                              "a/b~c", "$",          "$x",    "$$",          "null",
                                              "\n",    "Zo\xC3\xAB", "12.50", "\xE2\x82\xAC"};
  return one_of(texts);
}

template <typename T, typename Draw>
void maybe(std::optional<T>& out, const Draw& draw) {
  if (flip()) out = draw();
}

}  // namespace rehearse::scenarios::testing
