#include "fault_injection/clock_fault.hpp"

namespace rehearse::fault_injection {

using namespace simulators;

namespace {

/// The clock jumps ahead and back, over and over, as when two programs set it by different sources.
class ClockStrobe final : public ClockFault {
  Time error(const Episode& episode, const Scene& scene) const override {
    constexpr Time turn = 10'000;
    const bool ahead = (scene.now() - episode.begin) / turn % 2 == 0;
    return ahead ? episode.strike.duration.count() : -episode.strike.duration.count();
  }
};

}  // namespace

const Fault& clock_strobe() {
  static const ClockStrobe fault;
  return fault;
}

}  // namespace rehearse::fault_injection
