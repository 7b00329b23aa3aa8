#pragma once
/// The power goes between two calls, in the middle of whatever the database was doing. Catalogue:
/// K3. It comes back with `simulators::Disk::power_cut`, which takes a PowerCut (power_cut.hpp).

#include "fault_injection/disk/disk_fault.hpp"

namespace rehearse::fault_injection {

/// Occasions are all calls. The one at which it strikes is under way: its effect is as open as that
/// of any unsynced one. Nothing reaches the disk after it.
class PowerLoss final : public DiskFault {
 public:
  explicit PowerLoss(std::uint64_t nth) : DiskFault({nth, false}) {}

 private:
  bool counts(const simulators::DiskRequest&) const override { return true; }
  simulators::DiskAnswer answer(const simulators::DiskRequest& request) override;
};

}  // namespace rehearse::fault_injection
