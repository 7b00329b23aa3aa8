#pragma once
/// How much there is to read in a counterexample. Private to the shrinker.

#include <cstdint>

#include "simulators/runtime/history.hpp"

namespace rehearse::harness {

/// What comes first counts most: a run with fewer operations is smaller, whatever else is in it.
struct RunSize {
  std::int64_t operations = 0;  ///< Of clients, retries not counted.
  std::int64_t faults = 0;      ///< That struck.
  std::int64_t clients = 0;     ///< That asked for something.
  std::int64_t phases = 0;      ///< That began.
  std::int64_t instances = 0;   ///< Asked last for some operation.
  std::int64_t keys = 0;        ///< Records that operations of clients touched.
  std::int64_t fault_us = 0;    ///< How long faults last, all together.
  std::int64_t events = 0;
  auto operator<=>(const RunSize&) const = default;
};

/// Of a run; `fault_us` is for whoever knows its strikes.
RunSize size_of(const simulators::History& history);

}  // namespace rehearse::harness
