#include "harness/properties/attempts.hpp"

#include <cmath>
#include <tuple>

namespace rehearse::harness {

void sort_attempts(std::vector<Attempt>& attempts) {
  std::sort(attempts.begin(), attempts.end(), [](const Attempt& a, const Attempt& b) {
    return std::tie(a.intended, a.operation) < std::tie(b.intended, b.operation);
  });
}

Time length_of(std::span<const Attempt> attempts, const Window& stretch) {
  if (stretch.begin == stretch.end) return 0;
  return attempts[stretch.end - 1].intended - attempts[stretch.begin].intended;
}

Window longest_failing(std::span<const Attempt> attempts) {
  Window longest, current;
  for (std::size_t i = 0; i < attempts.size(); ++i) {
    if (!attempts[i].failed) {
      current = {i + 1, i + 1, 0};
      continue;
    }
    current.end = i + 1;
    ++current.failed;
    if (longest.failed == 0 || length_of(attempts, current) > length_of(attempts, longest))
      longest = current;
  }
  return longest;
}

double surprise(std::int64_t failed, std::int64_t operations, std::int64_t chance_per_million) {
  if (operations <= 0 || chance_per_million >= 1'000'000) return 0;
  const double n = static_cast<double>(operations);
  const double share = static_cast<double>(failed) / n;
  // Where nothing may fail, a failure in a million is not yet beyond it: the objective itself says.
  const double chance = std::max(1e-6, static_cast<double>(chance_per_million) / 1e6);
  if (share <= chance) return 0;
  const double failing = share * std::log(share / chance);
  const double succeeding = share < 1 ? (1 - share) * std::log((1 - share) / (1 - chance)) : 0;
  return n * (failing + succeeding);
}

}  // namespace rehearse::harness
