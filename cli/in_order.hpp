#pragma once
/// Much work at once, told in order: what the commands share that rehearse many plans.

#include <algorithm>
#include <cstdint>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "cli/interrupt.hpp"
#include "cli/options.hpp"
#include "harness/explore/parallel.hpp"

namespace rehearse::cli {

/// As many as the option says, else one per core.
inline int jobs_of(const BatchOptions& options) {
  if (options.jobs > 0) return options.jobs;
  return static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
}

/// Calls `make(i)` for every i below `count`, on so many threads, until somebody interrupts;
/// `say(result)` as soon as all results before it were said, one call at a time. The results that
/// were made, by i.
template <typename Made, typename Make, typename Say>
std::vector<Made> made_in_order(std::size_t count, int jobs, const Make& make, const Say& say) {
  std::vector<std::optional<Made>> made(count);
  std::mutex guard;
  std::size_t said = 0;
  const auto worker = [&](std::int64_t index) {
    const auto i = static_cast<std::size_t>(index);
    Made result = make(i);
    const std::lock_guard lock(guard);
    made[i] = std::move(result);
    for (; said < count && made[said]; ++said) say(*made[said]);
  };
  harness::for_each_index(
      static_cast<std::int64_t>(count), jobs, [&] { return worker; }, [] { return interrupted(); });
  std::vector<Made> results;
  for (auto& result : made)
    if (result) results.push_back(std::move(*result));
  return results;
}

}  // namespace rehearse::cli
