#pragma once
/// What the operations of one kind met, in the order of their intended starts: sliding windows,
/// stretches in which all failed, and what chance explains.

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "harness/properties/fact_types.hpp"

namespace rehearse::harness {

struct Attempt {
  Time intended = 0;
  OperationIndex operation = nothing;
  bool failed = false;
};

/// Some attempts, one after the other.
struct Window {
  std::size_t begin = 0, end = 0;
  std::int64_t failed = 0;
  std::int64_t operations() const { return static_cast<std::int64_t>(end - begin); }
  std::int64_t per_million() const { return failed * 1'000'000 / operations(); }
};

/// By intended start; operations that start together as they are numbered.
void sort_attempts(std::vector<Attempt>& attempts);

/// Calls `consider(window)` for every window of this length that may be the worst: it begins at a
/// failure, or is the last. Windows lie within the traffic, which ends with the last attempt; when
/// that is no longer than one, there is none.
template <typename Consider>
void each_window(std::span<const Attempt> attempts, Time length, Consider consider) {
  if (attempts.empty()) return;
  const Time last_begin = attempts.back().intended + 1 - length;
  Window window;
  for (; window.begin < attempts.size(); ++window.begin) {
    const Attempt& first = attempts[window.begin];
    while (window.end < attempts.size() && attempts[window.end].intended < first.intended + length)
      window.failed += attempts[window.end++].failed ? 1 : 0;
    if (first.intended >= last_begin) {
      if (window.begin > 0) consider(window);
      return;
    }
    if (!first.failed) continue;
    consider(window);
    --window.failed;
  }
}

/// The stretch of failures with no success begun in between that lasts longest, from the first
/// intended start to the last: in all of this time nobody is known to have got through. Empty
/// (`begin == end`) when nothing failed.
Window longest_failing(std::span<const Attempt> attempts);
/// How long that is; a single failure shows no outage.
Time length_of(std::span<const Attempt> attempts, const Window& stretch);

/// How surprising it is that `failed` of `operations` failed where each does with this chance: at
/// least so many do by chance with a probability of at most exp(-surprise) (the bound of Chernoff
/// and Hoeffding). 0 when the share is no greater than that.
double surprise(std::int64_t failed, std::int64_t operations, std::int64_t chance_per_million);

/// Beyond this chance is no explanation: one in a thousand million.
constexpr double beyond_chance = 20.8;

}  // namespace rehearse::harness
