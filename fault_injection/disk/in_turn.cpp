#include "fault_injection/disk/in_turn.hpp"

namespace rehearse::fault_injection {

simulators::DiskAnswer InTurn::before(const simulators::DiskRequest& request) {
  const bool recovering = first_.reached();
  const simulators::DiskAnswer answer = first_.before(request);
  if (!recovering || answer.outcome != simulators::DiskOutcome::done) return answer;
  return second_.before(request);
}

}  // namespace rehearse::fault_injection
