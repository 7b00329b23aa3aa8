#pragma once
/// Percentiles by nearest rank.

#include <algorithm>
#include <cstdint>
#include <vector>

namespace rehearse::harness {

/// Reorders `values`; 0 when there are none.
inline std::int64_t percentile(std::vector<std::int64_t>& values, std::int64_t percent) {
  if (values.empty()) return 0;
  const auto rank = static_cast<std::ptrdiff_t>(
      (static_cast<std::int64_t>(values.size()) * percent + 99) / 100 - 1);
  std::nth_element(values.begin(), values.begin() + rank, values.end());
  return values[static_cast<std::size_t>(rank)];
}

}  // namespace rehearse::harness
