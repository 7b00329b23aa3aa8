#pragma once
/// SQLite's operating system, in memory: no system call, no clock, no randomness of its own.
///
///     SqliteStore -> SQLite (pager, journal) -> MemoryVfs -> MemoryFiles -> MemoryFile
///
/// Rollback journals in every mode work, and WAL with `locking_mode=EXCLUSIVE` (then SQLite keeps
/// the WAL index in its heap, so no shared memory is needed:
/// https://www.sqlite.org/wal.html#noshm). The device it plays has 4 KiB sectors, powersafe
/// overwrite, and files that cannot be deleted while open (which lets SQLite keep its journal open
/// between transactions).
///
/// Powersafe overwrite is kept in a power cut too: a write that was under way damages nothing
/// outside its own range. Within it everything may happen to each sector of 512 bytes
/// (survival.hpp). SQLite then takes sectors to be 512 bytes, whatever xSectorSize says. Neither
/// atomic nor sequential writes, nor safe appends, are promised: SQLite must sync, twice for a
/// journal.

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>

#include "simulators/store/disk_hook.hpp"
#include "simulators/store/memory_file.hpp"

namespace rehearse::simulators {

/// One registered VFS with its own files: one per store. Construct and destroy on any thread; use
/// it from one thread at a time. All connections must be closed before it is destroyed.
class MemoryVfs final {
 public:
  MemoryVfs();
  ~MemoryVfs();
  MemoryVfs(const MemoryVfs&) = delete;
  MemoryVfs& operator=(const MemoryVfs&) = delete;

  /// For sqlite3_open_v2's last argument. Unique in the process.
  const char* name() const { return name_.c_str(); }
  MemoryFiles& files() { return files_; }
  const MemoryFiles& files() const { return files_; }

  /// The process that used the files dies (SIGKILL): from now on everything its handles do fails
  /// and changes nothing, and its locks are gone. The connection must now be closed, which
  /// cannot touch the files; then `revive` lets the next process in.
  void kill();
  void revive() { dead_ = power_lost_ = false; }

  /// Asked before each call that reaches the device; null for none. Not owned.
  void install(DiskHook* hook);
  bool hooked() const { return hook_ != nullptr; }
  /// No hook, and what happened under it is past: the files are as new.
  void heal();
  /// Whether a hook let anything but `done` happen since `heal`: then SQLite may say what it could
  /// not say over a sound disk.
  bool harmed() const { return harmed_; }
  /// Whether the hook cut the power; the VFS is then killed.
  bool power_lost() const { return power_lost_; }

 private:
  friend struct MemoryVfsMethods;
  MemoryFiles files_;
  std::uint64_t generation_ = 0;  // of processes; handles of earlier ones are dead
  DiskHook* hook_ = nullptr;
  bool dead_ = false;
  bool harmed_ = false;
  bool power_lost_ = false;
  std::string name_;
  sqlite3_vfs vfs_{};
};

/// Process-wide settings, once and thread safe: no memory statistics (they cost a global mutex), no
/// mutexes inside connections (a store is used by one thread at a time). Called by SqliteStore.
void configure_sqlite();

/// Puts SQLite's process-wide random stream (nonces of journals, salts of WALs) to a fixed start,
/// so that the *bytes* of files repeat from run to run; rows never depend on it. Uses
/// SQLITE_TESTCTRL_PRNG_SEED, because sqlite3_randomness(0, nullptr) alone reseeds from the default
/// VFS, which is the real one. Only meaningful when one thread at a time uses SQLite.
void reset_sqlite_randomness();

}  // namespace rehearse::simulators
