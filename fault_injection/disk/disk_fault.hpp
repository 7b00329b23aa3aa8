#pragma once
/// A fault of the disk below one store, counted: it strikes at its n-th occasion, once or from then
/// on. So a loop can fail the first call, the second, ... until a run no longer reaches it, as
/// SQLite's own tests do (https://www.sqlite.org/testing.html#i_o_error_testing).
///
///     Store -> SQLite -> MemoryVfs -- before(call) --> DiskFault   counts? -> n-th? -> answer
///
/// One file each: io_error, disk_full, short_read, lying_sync, power_loss; in_turn puts one after
/// another, for faults during the recovery from a fault; power_cut says what of the unsynced writes
/// is left. No chance in here: a counter, and for what is drawn a seed.

#include <cstdint>

#include "simulators/store/disk_hook.hpp"

namespace rehearse::fault_injection {

/// Which of its occasions a fault takes.
struct Moment {
  std::uint64_t nth = 1;      ///< From 1.
  bool from_then_on = false;  ///< It lasts; else it strikes once.
};

/// Installed with `simulators::Disk::install`, which does not own it.
class DiskFault : public simulators::DiskHook {
 public:
  explicit DiskFault(Moment moment) : moment_(moment) {}
  DiskFault(const DiskFault&) = delete;
  DiskFault& operator=(const DiskFault&) = delete;

  simulators::DiskAnswer before(const simulators::DiskRequest& request) final;
  /// Whether it has struck.
  bool reached() const { return occasions_ >= moment_.nth; }
  /// How many occasions it has had; what a run needs to place it.
  std::uint64_t occasions() const { return occasions_; }

 private:
  /// Whether it could strike at this call.
  virtual bool counts(const simulators::DiskRequest& request) const = 0;
  virtual simulators::DiskAnswer answer(const simulators::DiskRequest& request) = 0;

  Moment moment_;
  std::uint64_t occasions_ = 0;
};

}  // namespace rehearse::fault_injection
