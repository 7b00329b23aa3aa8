#pragma once
/// The engine with real SQL and DDL: one SQLite database file on its own MemoryVfs.
///
/// What it verifies that the model store cannot: that a plan's DDL and transactions work on a real
/// database with a real journal, and that what was committed is found after a crash by SQLite's own
/// recovery. What it does not: two connections to one database.
///
/// **Faults of the disk** (`disk()`): a call that meets one ends as `disk_full` or `io_error`, and
/// the transaction in which it happened can only roll back; when the disk is sound again the store
/// works again. After a failed change of the schema the connection is thrown away and opened anew,
/// since SQLite's knowledge of the schema may be older than the file. A connection that cannot be
/// opened is tried again at the next use. A failed COMMIT is `in_doubt` when the journal
/// was already gone: the transaction is then in the file, though maybe not for good.
///
/// **Restoring an image** exchanges the file below the open connection, copying only blocks that
/// changed. That is right because, with normal locking and no transaction open, SQLite trusts
/// nothing that it remembers: (1) pages: we drop its cache (SQLITE_FCNTL_RESET_CACHE), and the
/// change counter in the header would tell it anyway; (2) journal: it looks for a hot one in each
/// transaction, and there is none; (3) schema: each statement compares the schema cookie
/// in the file with the one it was prepared for. One cookie means one schema here, since the only
/// writer is this connection, it checks the cookie before each write, and all states since
/// `keep_image` descend from one image. So prepared statements survive when no DDL ran, and SQLite
/// prepares them again when some did (https://www.sqlite.org/fileformat2.html, "File change
/// counter" and "Schema cookie").
///
/// Costs, 5 tables of 5 fields and 300 records, CPU time of one EPYC core (bench/store_bench.cpp):
/// get 0.9 us, put in its own transaction 1.4 us, in a batch 0.6 us, scan 0.38 us a record; drop
/// and create 16 us each, hold and restore 40 us each (see SqliteConnection::rename_table). After
/// each DDL a statement is prepared again at its next use, 5 us. Restoring an image 1-3 us; the
/// first use after DDL reads the schema again, about 25 us.

#include <memory>
#include <optional>
#include <vector>

#include "simulators/store/disk.hpp"
#include "simulators/store/memory_vfs.hpp"
#include "simulators/store/sql_store.hpp"
#include "simulators/store/sqlite_connection.hpp"
#include "simulators/store/sqlite_table.hpp"

namespace rehearse::simulators {

class SqliteStore final : public SqlStore, private Disk {
 public:
  /// In memory: creates the tables whose shape says so and keeps that as the image. About 0.15 ms.
  SqliteStore(const DatabaseShape& shape, Memory& memory);
  /// In a file of the real file system. One that holds tables already is taken as it is; images are
  /// copies beside it. When it cannot be opened, every call says so, and it is tried again.
  SqliteStore(const DatabaseShape& shape, Memory& memory, std::string path);
  ~SqliteStore() override;

  StoreStatus begin() override;
  StoreStatus commit() override;
  void rollback() override;

  StoreStatus get(TableId table, Key key, Record& record, bool& found) override;
  StoreStatus put(TableId table, Key key, const Record& record) override;
  StoreStatus erase(TableId table, Key key, bool& found) override;
  StoreStatus scan(TableId table, Key after, int limit, std::vector<KeyedRecord>& out) override;
  /// O(records).
  StoreStatus count(TableId table, std::int64_t& count) override;
  StoreStatus last_key(TableId table, Key& key) override;

  /// Kills the connection with what it holds, and lets SQLite recover from the files. About 50 us.
  /// After a cut of the power this is its mildest end: all that was written is there.
  void crash() override;
  void keep_image() override;
  void restore_image() override;

  /// Null on the real file system: its faults are the machine's.
  Disk* disk() override { return vfs_ != nullptr ? this : nullptr; }

  /// What lies below, for tests: in memory only. The handle is null while the connection could not
  /// be opened.
  MemoryFiles& files() { return vfs_->files(); }
  sqlite3* handle() const { return connection_.handle(); }

 private:
  void install(DiskHook* hook) override;
  bool power_lost() const override { return vfs_ != nullptr && vfs_->power_lost(); }
  void power_cut(Survival& survival) override;
  bool commit_survived() const override { return commit_survived_; }

  StoreStatus statement(TableId table, SqlQuery query, sqlite3_stmt*& out);
  StoreStatus finish(sqlite3_stmt* statement);
  StoreStatus failed(int code);
  bool committed_anyway(std::uint32_t before) const;
  std::uint32_t change_counter() const;
  StoreStatus perform(Ddl ddl, TableId table, bool held) override;
  StoreStatus read_integer(TableId table, SqlQuery query, std::int64_t& result);
  StoreStatus prepare_transactions();
  void finalise_statements();
  StoreStatus read_states();
  void disconnect() override;
  void learn_of_commit();
  StoreStatus connect() override;

  SqliteStore(const DatabaseShape& shape, Memory& memory, std::unique_ptr<MemoryVfs> vfs,
              std::string path);
  void create_missing(const DatabaseShape& shape);
  std::string image_path() const { return path_ + ".image"; }

  Memory& memory_;
  std::unique_ptr<MemoryVfs> vfs_;  // null: the real file system
  std::string path_;
  SqliteConnection connection_;
  std::vector<std::unique_ptr<SqliteTable>> tables_;
  std::vector<TableState> kept_states_;
  sqlite3_stmt* begin_ = nullptr;
  sqlite3_stmt* commit_ = nullptr;
  sqlite3_stmt* rollback_ = nullptr;
  std::optional<std::uint32_t> cut_at_;  // change counter before a commit that lost its power
  bool commit_survived_ = false;
};

}  // namespace rehearse::simulators
