#include "fault_injection/wire_fault.hpp"

namespace rehearse::fault_injection {

namespace {

/// A link that carries little: a distant zone, a link that somebody else fills.
class NarrowLink final : public PacedWire {
 public:
  NarrowLink() : PacedWire(80, scenarios::Duration(10'000)) {}
};

}  // namespace

const Fault& narrow_link() {
  static const NarrowLink fault;
  return fault;
}

}  // namespace rehearse::fault_injection
