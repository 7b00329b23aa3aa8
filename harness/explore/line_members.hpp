#pragma once
/// What can be wrong with one line of a counterexample file, and what its members are read with.
/// Private to the files that read such lines.

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace rehearse::harness {

/// A line is no such line, or it names what plan or scenario do not have.
struct LineProblem {
  std::string malformed, gone;
  bool any() const { return !malformed.empty() || !gone.empty(); }
};

/// A thousand years, as the longest that a plan may take.
inline constexpr std::uint64_t line_time_max = std::uint64_t{1000} * 365 * 24 * 3600 * 1'000'000;

/// A string member, "" where there is none; nothing when it is no string.
std::optional<std::string> text_member(const nlohmann::ordered_json& line, const char* name);
/// A number member; nothing when there is none, or it is larger than `most`.
std::optional<std::uint64_t> number_member(const nlohmann::ordered_json& line, const char* name,
                                           std::uint64_t most);

/// Where the first one of this name is.
template <typename Named>
std::optional<std::uint16_t> index_of_name(const std::vector<Named>& all, const std::string& name) {
  for (std::size_t i = 0; i < all.size(); ++i)
    if (all[i].name == name) return static_cast<std::uint16_t>(i);
  return std::nullopt;
}

}  // namespace rehearse::harness
