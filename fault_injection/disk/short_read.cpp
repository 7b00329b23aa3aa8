#include "fault_injection/disk/short_read.hpp"

namespace rehearse::fault_injection {

using simulators::DiskOutcome;

/// A read at the end of the file is short anyway.
bool ShortRead::counts(const simulators::DiskRequest& request) const {
  return request.call == simulators::DiskCall::read && request.offset < request.size;
}

simulators::DiskAnswer ShortRead::answer(const simulators::DiskRequest& request) {
  return {lies_ ? DiskOutcome::early_end : DiskOutcome::io_error, request.amount / 2};
}

}  // namespace rehearse::fault_injection
