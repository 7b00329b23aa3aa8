#pragma once
/// A fault during the recovery from a fault.

#include "fault_injection/disk/disk_fault.hpp"

namespace rehearse::fault_injection {

/// From the call after the one at which `first` struck, `second` counts its occasions: in the
/// database's own clean-up, in the recovery after a restart, and in what follows. A `first` that
/// lasts goes on. Owns neither.
class InTurn final : public simulators::DiskHook {
 public:
  InTurn(DiskFault& first, DiskFault& second) : first_(first), second_(second) {}
  InTurn(const InTurn&) = delete;
  InTurn& operator=(const InTurn&) = delete;

  simulators::DiskAnswer before(const simulators::DiskRequest& request) override;

 private:
  DiskFault& first_;
  DiskFault& second_;
};

}  // namespace rehearse::fault_injection
