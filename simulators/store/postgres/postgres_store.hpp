#pragma once
/// The engine on a real PostgreSQL server: one schema of one database, through one connection.
///
/// What it verifies that SQLite cannot: that the plan's statements and DDL work on a server of its
/// own process, with its types, constraints and errors. What it does not: two connections that
/// meet in one table (a store node runs one transaction at a time).
///
/// A connection that is lost is opened again at the next use; the transaction that was open can
/// only roll back, and a COMMIT that got no answer is `in_doubt`. A statement ends after 10 s at
/// the latest (`busy`).
///
/// Over a Unix socket each statement is one round trip, begin and commit two more; measured in
/// docs/performance.md.

#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

#include "simulators/store/postgres/postgres_connection.hpp"
#include "simulators/store/postgres/postgres_table.hpp"
#include "simulators/store/sql_store.hpp"

namespace rehearse::simulators {

class PostgresStore final : public SqlStore {
 public:
  /// A schema that is there is taken as it is; else it is made, with the tables whose shape says
  /// so. Throws std::runtime_error, with what the server said, when neither can be done.
  PostgresStore(const DatabaseShape& shape, Memory& memory, const std::string& server,
                const std::string& schema);

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

  /// The server may still be at the last statement of a client that was killed: its session holds a
  /// lock until then.
  StoreStatus await_predecessor() override;
  /// The connection is cut; the server rolls back.
  void crash() override;
  /// Copies every table into a schema beside this one.
  void keep_image() override;
  void restore_image() override;

 private:
  using Result = std::unique_ptr<PostgresResult>;

  StoreStatus execute(TableId table, SqlQuery query, Result& result);
  StoreStatus ask(TableId table, SqlQuery query, std::initializer_list<std::int64_t> parameters,
                  Result& result);
  StoreStatus read_integer(TableId table, SqlQuery query, std::int64_t& number);
  StoreStatus perform(Ddl ddl, TableId table, bool held) override;
  StoreStatus connect() override;
  void disconnect() override;
  StoreStatus read_states(bool& schema_there);
  std::string create_all() const;
  [[noreturn]] void cannot(const std::string& what) const;

  Memory& memory_;
  std::string schema_, image_;
  PostgresConnection connection_;
  std::vector<std::unique_ptr<PostgresTable>> tables_;
  std::vector<bool> created_first_;  // by table: the shape says so
  std::vector<TableState> kept_states_;
  bool kept_ = false;
  PostgresParameters parameters_;  // scratch
};

}  // namespace rehearse::simulators
