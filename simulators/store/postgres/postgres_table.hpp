#pragma once
/// One table of a PostgresStore: its SQL, and records as PostgreSQL's values.
///
///     CREATE TABLE "shop"."orders" (key BIGINT PRIMARY KEY, _version BIGINT, _write BIGINT,
///       _origin SMALLINT, _deleted BOOLEAN, "name" TEXT, "total" BIGINT, ..., _odd BYTEA)
///
/// What a column's type cannot hold (a re-typed field, fault D7; text with NUL or that is not
/// UTF-8) is null there and lies in `_odd`, so that every record reads back as it was written.

#include <string>
#include <vector>

#include "simulators/store/postgres/postgres_connection.hpp"
#include "simulators/store/sql_table.hpp"

namespace rehearse::simulators {

class PostgresTable final {
 public:
  /// `number` tells its statements from those of others.
  PostgresTable(const TableShape& shape, SqlTable sql, std::size_t number);

  const SqlTable& sql() const { return sql_; }
  std::size_t columns() const { return sql_.columns().size(); }
  std::string create_sql() const;

  /// Runs it with what was added to `parameters`.
  StoreStatus execute(SqlQuery query, PostgresConnection& connection,
                      const PostgresParameters& parameters,
                      std::unique_ptr<PostgresResult>& result) const;
  /// Adds key and record, as `put` wants them.
  void add_record(PostgresParameters& parameters, Key key, const Record& record) const;
  /// The record in this row, whose column `first` is `_version`.
  Record read_record(const PostgresResult& result, int row, int first, Memory& memory);

 private:
  struct Prepared {
    std::string name, sql;
  };
  std::string put_sql(const std::string& selected) const;
  Value read_value(const PostgresResult& result, int row, int at, std::size_t column,
                   Memory& memory) const;

  SqlTable sql_;
  std::vector<Prepared> statements_;  // by SqlQuery
  std::vector<Value> scratch_;
};

}  // namespace rehearse::simulators
