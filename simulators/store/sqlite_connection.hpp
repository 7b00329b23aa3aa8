#pragma once
/// One connection to a database file, in memory (on a MemoryVfs) or on disk: opening with the
/// settings that rehearse uses, running SQL, and translating SQLite's result codes.

#include <sqlite3.h>

#include <string>

#include "simulators/store/memory_vfs.hpp"
#include "simulators/store/store.hpp"

namespace rehearse::simulators {

/// Owns the sqlite3 handle. The statements prepared on it must be finalised first.
///
/// A disk that fails (DiskHook) never aborts: opening may fail, and is then tried again.
///
/// Settings in memory, by measurement (bench/store_bench.cpp; docs of each at
/// https://www.sqlite.org/pragma.html): pages of 1 KiB, rollback journal truncated and kept open,
/// normal locking (so that SQLite looks at the file anew in each transaction, which the restoring
/// of images needs), and no spilling of the cache, so that the file changes at commit only. On
/// disk: a write-ahead log, as servers use, synced at checkpoints: nothing is lost when a process
/// is killed.
class SqliteConnection final {
 public:
  /// Without a VFS the path is one of the real file system.
  SqliteConnection(MemoryVfs* vfs, std::string path);
  ~SqliteConnection();
  SqliteConnection(const SqliteConnection&) = delete;
  SqliteConnection& operator=(const SqliteConnection&) = delete;

  /// Null while it could not be opened.
  sqlite3* handle() const { return handle_; }
  /// Faults of the world become a status; codes that only a mistake of ours can cause abort, unless
  /// the disk was harmed: then they are its doing.
  StoreStatus status_of(int sqlite_code) const;
  /// Runs statements that return nothing.
  StoreStatus run(const std::string& sql);
  /// Renames a table by editing the schema table, as https://www.sqlite.org/lang_altertable.html
  /// says under "Making Other Kinds Of Table Schema Changes": 40 us. ALTER TABLE would parse every
  /// table's definition twice, looking for views and triggers that there are not: 250 us. The table
  /// has no indexes; `create_sql` is its definition under the new name.
  StoreStatus rename_table(const std::string& from, const std::string& to,
                           const std::string& create_sql);
  /// The SQL must be right; null when the disk fails, `status` then says how.
  sqlite3_stmt* prepare(const std::string& sql, StoreStatus& status);
  /// Forgets cached pages after the file was changed below the open connection. No transaction may
  /// be open. SQLITE_FCNTL_RESET_CACHE:
  /// https://www.sqlite.org/c3ref/c_fcntl_begin_atomic_write.html
  void forget_pages();
  /// For a crash: the statements are finalised, the VFS is killed, then close, revive, open.
  void close();
  /// Also recovers, if the journal is hot. When it fails the connection is closed.
  StoreStatus open();

 private:
  const char* settings() const;

  MemoryVfs* vfs_;
  std::string path_;
  sqlite3* handle_ = nullptr;
};

}  // namespace rehearse::simulators
