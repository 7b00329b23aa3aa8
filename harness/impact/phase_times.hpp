#pragma once
/// In which phase the conductor was at some time of a run: operations belong to the phase of their
/// *intended* start, wherever they ended.

#include <vector>

#include "simulators/runtime/history.hpp"

namespace rehearse::harness {

class PhaseTimes final {
 public:
  explicit PhaseTimes(const simulators::History& history);

  /// `no_phase` before the first.
  std::uint16_t phase_at(simulators::Time time) const { return at(time).phase; }
  /// From the beginning of a rollback to its end.
  bool rolling_back_at(simulators::Time time) const { return at(time).rolling_back; }

 private:
  struct Stretch {
    simulators::Time begin = 0;
    std::uint16_t phase = simulators::no_phase;
    bool rolling_back = false;
  };
  const Stretch& at(simulators::Time time) const;

  std::vector<Stretch> stretches_{Stretch{}};  // ascending, the first from the beginning
};

}  // namespace rehearse::harness
