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

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>

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

  /// The process that used the files dies (SIGKILL): from now on everything its handles do fails
  /// and changes nothing, and its locks are gone. The connection must now be closed, which
  /// cannot touch the files; then `revive` lets the next process in.
  void kill();
  void revive() { dead_ = false; }

 private:
  friend struct MemoryVfsMethods;
  MemoryFiles files_;
  std::uint64_t generation_ = 0;  // of processes; handles of earlier ones are dead
  bool dead_ = false;
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
