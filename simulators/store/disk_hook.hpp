#pragma once
/// What stands between a database and its disk: asked before each call, and answers what becomes of
/// it. The faults themselves live in fault_injection/disk.

#include <cstdint>
#include <string_view>

namespace rehearse::simulators {

/// The calls that reach the device. Unlocking and closing are not among them: they cannot fail in a
/// way that a database could notice.
enum class DiskCall : std::uint8_t {
  open,
  remove,
  exists,
  read,
  write,
  truncate,
  sync,
  size,
  lock
};

struct DiskRequest {
  DiskCall call = DiskCall::read;
  std::string_view file;
  std::uint64_t offset = 0;  ///< read, write: where. truncate: the new size.
  std::uint64_t amount = 0;  ///< read, write: bytes.
  std::uint64_t size = 0;    ///< Of the file, before the call.

  /// Whether it needs room that the file does not have yet.
  bool grows() const { return call == DiskCall::write && offset + amount > size; }
};

enum class DiskOutcome : std::uint8_t {
  done,
  disk_full,   ///< Of a write, the first `amount` bytes are written.
  io_error,    ///< Of a read or write, the first `amount` bytes pass; else nothing happens.
  early_end,   ///< A lie: a read finds the end of the file after `amount` bytes, and zeros.
  sync_lie,    ///< A lie: the sync, or the deletion's, says that it was done; nothing is durable.
  power_lost,  ///< The call is under way when the power goes: its effect is pending like others.
};

struct DiskAnswer {
  DiskOutcome outcome = DiskOutcome::done;
  std::uint64_t amount = 0;
};

class DiskHook {
 public:
  virtual ~DiskHook() = default;
  virtual DiskAnswer before(const DiskRequest& request) = 0;
};

}  // namespace rehearse::simulators
