#pragma once
/// What the stores of live runs are on.

#include <memory>
#include <string>

#include "simulators/live/postgres_cluster.hpp"

namespace rehearse::cli {

class LiveStores final {
 public:
  /// `folder`: scratch, for a server of our own.
  LiveStores(bool postgres, std::string folder) : postgres_(postgres), folder_(std::move(folder)) {}

  /// libpq's connection string; empty: SQLite files. The first call starts PostgreSQL, unless
  /// REHEARSE_PG_URL names one that runs; if that fails there is trouble.
  std::string server();
  /// Why there is no PostgreSQL, or none any more; empty: all is well.
  std::string trouble();
  /// "SQLite files", "a PostgreSQL of its own".
  std::string in_words() const;

 private:
  bool postgres_;
  std::string folder_;
  std::string failure_;
  std::unique_ptr<simulators::live::PostgresCluster> cluster_;
};

}  // namespace rehearse::cli
