#include "fault_injection/disk/disk_fault.hpp"

namespace rehearse::fault_injection {

simulators::DiskAnswer DiskFault::before(const simulators::DiskRequest& request) {
  if (!counts(request)) return {};
  ++occasions_;
  const bool now = moment_.from_then_on ? occasions_ >= moment_.nth : occasions_ == moment_.nth;
  return now ? answer(request) : simulators::DiskAnswer{};
}

}  // namespace rehearse::fault_injection
