#pragma once
/// A program that keeps records, as a user's would, in a thread of the test.

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>

#include "scenarios/program.hpp"
#include "simulators/live/http_server.hpp"

namespace rehearse::simulators {

class RecordServer final {
 public:
  enum class Mood { sound, busy, refuses, hangs_up_before, hangs_up_after, broken };

  RecordServer();
  ~RecordServer();
  RecordServer(const RecordServer&) = delete;
  RecordServer& operator=(const RecordServer&) = delete;

  std::uint16_t port() const { return server_.port(); }
  /// How it is to be asked.
  static scenarios::DatabaseProgram program();
  /// What it does to so many writes, after having let others pass.
  void be(Mood mood, int writes = 1, int after = 0);
  /// Whatever it is asked to list, it shows this.
  void show(const std::string& answer);
  /// Null: there is none.
  nlohmann::json record(const std::string& table, std::int64_t key);
  int requests() const { return requests_; }

 private:
  using Table = std::map<std::int64_t, nlohmann::json>;
  void answer(const live::HttpServer::Exchange& exchange);
  void list(const live::HttpServer::Exchange& exchange, const Table& table);
  void write(const live::HttpServer::Exchange& exchange, Table& table, std::int64_t key);

  boost::asio::io_context io_;
  std::mutex mutex_;
  std::map<std::string, Table> tables_;
  Mood mood_ = Mood::sound;
  int writes_ = 0, after_ = 0;
  std::string shown_;
  std::atomic<int> requests_ = 0;
  live::HttpServer server_;
  std::thread thread_;
};

}  // namespace rehearse::simulators
