#pragma once
/// One connection to a PostgreSQL server, values in binary.

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "simulators/store/store.hpp"

struct pg_conn;    // libpq's
struct pg_result;  // libpq's

namespace rehearse::simulators {

/// The rows that a statement returned.
class PostgresResult final {
 public:
  explicit PostgresResult(pg_result* result) : result_(result) {}

  pg_result* get() const { return result_.get(); }
  int rows() const;
  bool is_null(int row, int column) const;
  std::string_view bytes(int row, int column) const;
  /// Of a column of two or eight bytes, or a boolean.
  std::int64_t integer(int row, int column) const;
  /// How many rows it inserted, changed or removed.
  std::int64_t changed() const;

 private:
  struct Clear {
    void operator()(pg_result* result) const;
  };
  std::unique_ptr<pg_result, Clear> result_;
};

/// The parameters of a statement, in order.
class PostgresParameters final {
 public:
  void clear();
  void add_null();
  void add_integer(std::int64_t number);  ///< BIGINT
  void add_small(std::int16_t number);    ///< SMALLINT
  void add_boolean(bool flag);
  void add_bytes(std::string_view bytes);  ///< TEXT or BYTEA; copied.

 private:
  friend class PostgresConnection;
  void add_big_endian(std::uint64_t bits, int bytes);
  std::string buffer_;
  std::vector<std::size_t> at_;  // in buffer_
  std::vector<int> lengths_;     // -1: null
};

class PostgresConnection final {
 public:
  /// `server`: a libpq connection string or URI. Does not connect yet.
  explicit PostgresConnection(std::string server) : server_(std::move(server)) {}
  ~PostgresConnection() { close(); }
  PostgresConnection(const PostgresConnection&) = delete;
  PostgresConnection& operator=(const PostgresConnection&) = delete;

  /// io_error when there is no connection to be had; `problem` then says why.
  StoreStatus open();
  void close();
  /// Whether it is open, as far as is known.
  bool sound() const;
  /// Whether the server has a transaction open.
  bool in_transaction() const;
  const std::string& problem() const { return problem_; }

  /// Statements without parameters, several in one transaction of their own if separated by ";".
  StoreStatus run(const std::string& sql);
  /// The same, with the rows of the last, in text.
  StoreStatus query(const std::string& sql, std::unique_ptr<PostgresResult>& result);
  /// Prepares `sql` under `name` where this connection has not yet, and executes it.
  StoreStatus execute(const std::string& name, const std::string& sql,
                      const PostgresParameters& parameters,
                      std::unique_ptr<PostgresResult>& result);

 private:
  StoreStatus status_of(const PostgresResult& result);

  std::string server_;
  pg_conn* handle_ = nullptr;
  std::set<std::string> prepared_;
  std::string problem_;
};

}  // namespace rehearse::simulators
