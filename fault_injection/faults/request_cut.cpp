#include "fault_injection/wire_fault.hpp"

namespace rehearse::fault_injection {

namespace {

/// A client that dies, a proxy that is restarted: half a request, which nobody must execute.
class RequestCut final : public BrokenWire {
 public:
  RequestCut() : BrokenWire(simulators::Wire::Cut::request) {}
};

}  // namespace

const Fault& request_cut() {
  static const RequestCut fault;
  return fault;
}

}  // namespace rehearse::fault_injection
