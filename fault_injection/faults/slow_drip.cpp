#include "fault_injection/wire_fault.hpp"

namespace rehearse::fault_injection {

namespace {

/// Who reads one request after the other waits for this one: what is known as slowloris.
class SlowDrip final : public PacedWire {
 public:
  SlowDrip() : PacedWire(1, scenarios::Duration(1'000)) {}
};

}  // namespace

const Fault& slow_drip() {
  static const SlowDrip fault;
  return fault;
}

}  // namespace rehearse::fault_injection
