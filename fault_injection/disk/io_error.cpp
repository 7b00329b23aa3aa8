#include "fault_injection/disk/io_error.hpp"

#include "simulators/store/survival.hpp"

namespace rehearse::fault_injection {

bool DiskIoError::counts(const simulators::DiskRequest& request) const {
  return !only_.has_value() || *only_ == request.call;
}

simulators::DiskAnswer DiskIoError::answer(const simulators::DiskRequest& request) {
  const std::uint64_t half = request.amount / 2;
  return {simulators::DiskOutcome::io_error, half - half % simulators::disk_sector};
}

}  // namespace rehearse::fault_injection
