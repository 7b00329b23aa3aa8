#include "fault_injection/clock_fault.hpp"

namespace rehearse::fault_injection {

using namespace simulators;

namespace {

/// The clock jumps ahead, as after a wrong answer of a time server, and is set right later: what
/// was stamped before looks old.
class ClockAhead final : public ClockFault {
  Time error(const Episode& episode, const Scene&) const override {
    return episode.strike.duration.count();
  }
};

}  // namespace

const Fault& clock_ahead() {
  static const ClockAhead fault;
  return fault;
}

}  // namespace rehearse::fault_injection
