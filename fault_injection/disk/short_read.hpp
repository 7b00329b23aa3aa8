#pragma once
/// A read that yields less than there is.

#include "fault_injection/disk/disk_fault.hpp"

namespace rehearse::fault_injection {

/// Occasions are reads. One that says so (`lies` is false) passes half of the bytes and then fails.
/// One that lies pretends that the file ends there: no database can promise to survive that, since
/// an end of a file has a meaning (SQLite takes it for a journal that was not finished).
class ShortRead final : public DiskFault {
 public:
  ShortRead(Moment moment, bool lies) : DiskFault(moment), lies_(lies) {}

 private:
  bool counts(const simulators::DiskRequest& request) const override;
  simulators::DiskAnswer answer(const simulators::DiskRequest& request) override;

  bool lies_;
};

}  // namespace rehearse::fault_injection
