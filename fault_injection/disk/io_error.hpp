#pragma once
/// EIO: the device fails a call. Catalogue: K2.

#include <optional>

#include "fault_injection/disk/disk_fault.hpp"

namespace rehearse::fault_injection {

/// Fails calls of any kind, or of one kind. Half of what a read or write asked for has passed, in
/// whole sectors: a device does not fail in the middle of one. (SQLite relies on that for journals
/// of mode PERSIST: half of their last write, torn from its other end by a power cut, breaks them.)
class DiskIoError final : public DiskFault {
 public:
  explicit DiskIoError(Moment moment, std::optional<simulators::DiskCall> only = std::nullopt)
      : DiskFault(moment), only_(only) {}

 private:
  bool counts(const simulators::DiskRequest& request) const override;
  simulators::DiskAnswer answer(const simulators::DiskRequest& request) override;

  std::optional<simulators::DiskCall> only_;
};

}  // namespace rehearse::fault_injection
