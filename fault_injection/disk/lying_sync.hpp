#pragma once
/// The drive says that it has written what is still in its cache. Catalogue: K3. Harmless until the
/// power goes; then what was committed may be lost, and since it keeps no order either, the
/// database may be broken.

#include "fault_injection/disk/disk_fault.hpp"

namespace rehearse::fault_injection {

/// Occasions are syncs of files and of the directory (deletions that ask for one).
class LyingSync final : public DiskFault {
 public:
  explicit LyingSync(Moment moment) : DiskFault(moment) {}

 private:
  bool counts(const simulators::DiskRequest& request) const override;
  simulators::DiskAnswer answer(const simulators::DiskRequest& request) override;
};

}  // namespace rehearse::fault_injection
