#include "fault_injection/clock_fault.hpp"

namespace rehearse::fault_injection {

using namespace simulators;

namespace {

/// The clock falls back and is set right later: what was stamped before looks fresh for longer.
class ClockBehind final : public ClockFault {
  Time error(const Episode& episode, const Scene&) const override {
    return -episode.strike.duration.count();
  }
};

}  // namespace

const Fault& clock_behind() {
  static const ClockBehind fault;
  return fault;
}

}  // namespace rehearse::fault_injection
