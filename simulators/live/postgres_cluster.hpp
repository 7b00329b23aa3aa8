#pragma once
/// A PostgreSQL server of our own, for one rehearsal: a fresh cluster in a scratch folder, reached
/// through a Unix socket there and no other way, run as an unprivileged user, and gone with its
/// owner, whatever the owner dies of.
///
/// `initdb` takes a second, so its result is kept as a template ($XDG_CACHE_HOME/rehearse or
/// ~/.cache/rehearse, about 25 MB for each PostgreSQL) and copied.
///
/// Nothing is synced to the disk (`fsync=off`): what is committed survives every process, not a
/// power cut.

#include <boost/asio/io_context.hpp>
#include <memory>
#include <string>

#include "simulators/live/child_process.hpp"

namespace rehearse::simulators::live {

class PostgresCluster final {
 public:
  /// Makes and starts it in `folder`, which must not be there yet, and waits until it answers.
  /// Throws std::runtime_error (one sentence without a full stop) when PostgreSQL is not installed
  /// or does not start.
  explicit PostgresCluster(const std::string& folder);
  /// Stops it, and waits for its end.
  ~PostgresCluster();
  PostgresCluster(const PostgresCluster&) = delete;
  PostgresCluster& operator=(const PostgresCluster&) = delete;

  /// libpq's connection string.
  const std::string& server() const { return server_; }
  pid_t pid() const { return process_->pid(); }
  /// "PostgreSQL was killed by signal 9; it printed: ..."; empty while it runs.
  std::string trouble();

 private:
  void start();
  void wait_until_ready();
  bool running();

  std::string folder_;
  std::string server_;
  int ended_ = 0;  // as waitpid says it
  boost::asio::io_context io_;
  std::unique_ptr<ChildProcess> process_;
};

}  // namespace rehearse::simulators::live
