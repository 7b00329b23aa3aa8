#include "fault_injection/disk/disk_full.hpp"

#include <algorithm>

namespace rehearse::fault_injection {

simulators::DiskAnswer DiskIsFull::answer(const simulators::DiskRequest& request) {
  const std::uint64_t within =
      request.size > request.offset ? std::min(request.size - request.offset, request.amount) : 0;
  return {simulators::DiskOutcome::disk_full, within + (request.amount - within) / 2};
}

}  // namespace rehearse::fault_injection
