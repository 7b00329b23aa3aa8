#include "fault_injection/wire_fault.hpp"

namespace rehearse::fault_injection {

namespace {

/// No message comes in one piece: who takes what one read returns for a request takes half of it.
class Sliced final : public PacedWire {
 public:
  Sliced() : PacedWire(5, scenarios::Duration(100)) {}
};

}  // namespace

const Fault& sliced() {
  static const Sliced fault;
  return fault;
}

}  // namespace rehearse::fault_injection
