#pragma once
/// The engine with real SQL and DDL: one SQLite database file on its own MemoryVfs.
///
/// What it verifies that the model store cannot: that a plan's DDL and transactions work on a real
/// database with a real journal, and that what was committed is found after a crash by SQLite's own
/// recovery. What it does not: two connections to one database; torn or lost writes of a power
/// cut (the crash VFS will bring those).
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
#include <vector>

#include "simulators/store/memory_vfs.hpp"
#include "simulators/store/sqlite_connection.hpp"
#include "simulators/store/sqlite_table.hpp"
#include "simulators/store/store.hpp"
#include "simulators/store/table_state.hpp"

namespace rehearse::simulators {

class SqliteStore final : public Store {
 public:
  /// Creates the tables whose shape says so and keeps that as the image. About 0.15 ms.
  SqliteStore(const DatabaseShape& shape, Memory& memory);
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

  StoreStatus create(TableId table) override;
  StoreStatus hold(TableId table) override;
  StoreStatus restore(TableId table) override;
  StoreStatus clear(TableId table) override;
  StoreStatus drop(TableId table) override;
  bool exists(TableId table) const override;

  /// Kills the connection with what it holds, and lets SQLite recover from the files. About 50 us.
  void crash() override;
  void keep_image() override;
  void restore_image() override;

  /// The files below, for tests and faults.
  MemoryFiles& files() { return vfs_.files(); }

 private:
  struct Slot {
    std::unique_ptr<SqliteTable> table;
    TableState state = TableState::absent;
    TableState kept_state = TableState::absent;
  };

  Slot& slot(TableId table);
  const Slot& slot(TableId table) const;
  sqlite3_stmt* statement(TableId table, SqliteQuery query);
  StoreStatus finish(sqlite3_stmt* statement);
  StoreStatus failed(int code);
  StoreStatus alter(Slot& slot, const std::string& sql, TableState after);
  StoreStatus rename(Slot& slot, bool held);
  StoreStatus read_integer(TableId table, SqliteQuery query, std::int64_t& result);
  void prepare_transactions();
  void finalise_statements();
  void read_states();

  Memory& memory_;
  MemoryVfs vfs_;
  SqliteConnection connection_;
  std::vector<Slot> slots_;
  sqlite3_stmt* begin_ = nullptr;
  sqlite3_stmt* commit_ = nullptr;
  sqlite3_stmt* rollback_ = nullptr;
  bool open_ = false;                      // a transaction is
  StoreStatus failure_ = StoreStatus::ok;  // of the open transaction: it can only roll back
};

}  // namespace rehearse::simulators
