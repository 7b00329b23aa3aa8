#include "harness/consistency/intervals.hpp"

#include <algorithm>
#include <vector>

namespace rehearse::harness {

// Gap i lies between the events i and i + 1.
std::size_t first_covered(std::size_t events, std::span<const Interval> inside,
                          std::span<const Interval> looks) {
  std::vector<std::int32_t> change(events + 1, 0);
  for (const Interval& interval : inside) {
    const std::size_t to = std::min<std::size_t>(interval.to, events);
    if (interval.from >= to) continue;
    ++change[interval.from];
    --change[to];
  }
  std::vector<std::uint32_t> bare(events + 2, 0);  // gaps before this one that nothing covers
  std::int32_t covering = 0;
  for (std::size_t gap = 0; gap <= events; ++gap) {
    covering += change[gap];
    bare[gap + 1] = bare[gap] + (covering == 0 ? 1 : 0);
  }
  const auto covered = std::find_if(looks.begin(), looks.end(), [&](const Interval& look) {
    return bare[look.to] == bare[look.from];
  });
  return static_cast<std::size_t>(covered - looks.begin());
}

}  // namespace rehearse::harness
