#pragma once
/// Bounds on JSON from strangers, checked before it is parsed into memory: nlohmann's ordered
/// objects take quadratic time in the number of their members.

#include <cstddef>
#include <string_view>

namespace rehearse::harness {

struct JsonBounds {
  std::size_t members_max = 4096;      ///< Of one object.
  std::size_t values_max = 8'000'000;  ///< Of the whole text, keys not counted.
};

/// Whether `text` stays within the bounds up to its end or its first syntax error. Linear; needs
/// memory for the nesting only.
bool within_bounds(std::string_view text, const JsonBounds& bounds = {});

}  // namespace rehearse::harness
