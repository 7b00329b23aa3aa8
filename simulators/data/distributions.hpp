#pragma once
/// Which key is asked for, and when the next operation arrives. Integers only.

#include <cstdint>
#include <vector>

#include "scenarios/scenario.hpp"
#include "simulators/runtime/choices.hpp"

namespace rehearse::simulators {

/// Draws indexes of existing keys, 0 being the most popular one. Immutable.
class KeyDistribution final {
 public:
  /// `count` is 1 .. 10^8 keys; `keys.count` is not used.
  KeyDistribution(const scenarios::Keys& keys, std::int64_t count);

  /// An index in [0, count). One choice at `site`.
  std::int64_t draw(Choices& choices, const Site& site) const;

 private:
  std::int64_t draw_zipf(Choices& choices, const Site& site) const;
  std::int64_t draw_hot(Choices& choices, const Site& site) const;

  scenarios::KeyShape shape_;
  std::uint64_t count_;
  std::uint64_t hot_keys_ = 0;
  std::uint64_t hot_percent_ = 0;
  std::vector<std::uint64_t> cumulative_;  // zipf: sum of the weights up to and with each index
};

/// Gaps between arrivals; all shapes keep the same mean rate. Immutable.
class ArrivalProcess final {
 public:
  explicit ArrivalProcess(const scenarios::Arrivals& arrivals);

  /// Microseconds before the n-th arrival, n from 1. Constant: no choice; their sum is exact.
  /// Poisson: exponential, one choice at {arrival, n}. Burst: groups of `burst_size` within at most
  /// `burst_spread`, one choice for each arrival of a group but the first.
  Time gap(Choices& choices, std::uint64_t n) const;

 private:
  Time arrivals_due(std::uint64_t n) const;  // when the n-th arrival is due at a constant rate
  Time exponential_gap(Choices& choices, std::uint64_t n) const;
  Time burst_gap(Choices& choices, std::uint64_t n) const;

  scenarios::Arrivals arrivals_;
};

}  // namespace rehearse::simulators
