#include "fault_injection/disk/lying_sync.hpp"

namespace rehearse::fault_injection {

using simulators::DiskCall;

bool LyingSync::counts(const simulators::DiskRequest& request) const {
  return request.call == DiskCall::sync || request.call == DiskCall::remove;
}

simulators::DiskAnswer LyingSync::answer(const simulators::DiskRequest&) {
  return {simulators::DiskOutcome::sync_lie, 0};
}

}  // namespace rehearse::fault_injection
