#pragma once
/// Stretches of a recording between two events.

#include <cstddef>
#include <cstdint>
#include <span>

namespace rehearse::harness {

/// From behind event `from` until before event `to`; empty where `to` is not later.
struct Interval {
  std::uint32_t from = 0, to = 0;
};

/// The first of `looks` that `inside` cover together at every moment; their number: none is.
/// O(events
/// + intervals); ends beyond the last of `events` events are at the end.
std::size_t first_covered(std::size_t events, std::span<const Interval> inside,
                          std::span<const Interval> looks);

}  // namespace rehearse::harness
