#pragma once
/// The power over the disk below one store. An optional power: engines without files have none.

#include "simulators/store/disk_hook.hpp"
#include "simulators/store/survival.hpp"

namespace rehearse::simulators {

/// While a hook is installed, the disk tells what is synced from what is not; installing it makes
/// all that is there durable, and removing it (null) too. The hook is not owned. Going back to the
/// image of the store removes it, and nothing of what happened is left.
class Disk {
 public:
  virtual ~Disk() = default;
  /// No transaction may be open. The first hook after none opens the database anew, so that the
  /// same run makes the same calls: a count of them means the same each time.
  virtual void install(DiskHook* hook) = 0;
  /// Whether a hook has cut the power. Until `power_cut` everything on the store is `io_error`.
  virtual bool power_lost() const = 0;
  /// The machine loses power, if it has not yet; of the unsynced writes stays what `survival` says;
  /// then the database is opened again and recovers. The hook stays and may strike meanwhile: a
  /// store that could not be opened tries again at its next use.
  virtual void power_cut(Survival& survival) = 0;
  /// Whether the transaction whose commit the last power cut interrupted is there after all. False
  /// when it interrupted none.
  virtual bool commit_survived() const = 0;
};

}  // namespace rehearse::simulators
