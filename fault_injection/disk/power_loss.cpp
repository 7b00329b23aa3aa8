#include "fault_injection/disk/power_loss.hpp"

namespace rehearse::fault_injection {

simulators::DiskAnswer PowerLoss::answer(const simulators::DiskRequest&) {
  return {simulators::DiskOutcome::power_lost, 0};
}

}  // namespace rehearse::fault_injection
