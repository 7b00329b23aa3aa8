#include "fault_injection/clock_fault.hpp"

namespace rehearse::fault_injection {

using namespace simulators;

namespace {

/// The clock runs twice as fast, or stands still, as drawn; then it is set right.
class ClockDrift final : public ClockFault {
  Time error(const Episode& episode, const Scene& scene) const override {
    const Time since = scene.now() - episode.begin;
    return scene.pick(episode, 120, 0, 2) == 0 ? since : -since;
  }
};

}  // namespace

const Fault& clock_drift() {
  static const ClockDrift fault;
  return fault;
}

}  // namespace rehearse::fault_injection
