#pragma once
/// ENOSPC: there is no room for more. Catalogue: K1.

#include "fault_injection/disk/disk_fault.hpp"

namespace rehearse::fault_injection {

/// Occasions are writes that make a file longer; what lies within a file can still be written. The
/// write fits as far as the file already reached, and half of the rest.
class DiskIsFull final : public DiskFault {
 public:
  explicit DiskIsFull(Moment moment) : DiskFault(moment) {}

 private:
  bool counts(const simulators::DiskRequest& request) const override { return request.grows(); }
  simulators::DiskAnswer answer(const simulators::DiskRequest& request) override;
};

}  // namespace rehearse::fault_injection
