#pragma once
/// Asks a program of the user's in a database's place for its records, in its own HTTP: one request
/// at a time, each waited for.

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/program.hpp"
#include "simulators/live/http_client.hpp"
#include "simulators/store/store.hpp"

namespace rehearse::simulators::live {

/// None: there is no record.
using StoredRecord = std::optional<Record>;

/// A call that the program does not take as the plan says ends as `busy` or `not_understood`
/// (surely not done) or as `io_error`; an answer that is none of records, or none within ten
/// seconds, is a std::runtime_error. The references must outlive it.
class RecordClient final {
 public:
  struct Written {
    StoreStatus status = StoreStatus::ok;
    bool maybe_done = true;  ///< Else surely not.
  };

  RecordClient(const DatabaseShape& shape, const scenarios::DatabaseProgram& program,
               std::uint16_t port, Memory& memory);

  StoreStatus read(TableId table, Key key, StoredRecord& there);
  /// There or not before; none: deletes it.
  Written write(TableId table, Key key, const StoredRecord& record);
  /// Appends at most `limit` with key > after, ascending; pages as long as the program likes.
  StoreStatus list(TableId table, Key after, int limit, std::vector<KeyedRecord>& out);
  StoreStatus delete_all(TableId table);
  /// The last request that did not end as `ok`, and what was answered.
  const std::string& problem() const { return problem_; }

  /// Its fields, and "rev": what a store keeps beside them.
  nlohmann::json json_of(TableId table, const Record& record) const;
  /// `from`: who said so, for the error.
  Record record_of(TableId table, const nlohmann::json* json, const std::string& from) const;

 private:
  using Json = nlohmann::json;
  struct Asked : Written {
    bool nothing = false;       // there is no such record
    std::string request, body;  // "GET /customers/5", and what was answered
  };

  Asked ask(scenarios::RecordVerb verb, const Json& values);
  HttpClient::Answer answer_to(const HttpClient::HttpRequest& request, bool& maybe_done);
  std::vector<KeyedRecord> entries_of(TableId table, Key after, const Asked& asked) const;
  Json values_of(TableId table, Key key) const;
  [[noreturn]] void senseless(const std::string& from, const std::string& what) const;

  const DatabaseShape& shape_;
  const scenarios::DatabaseProgram& program_;
  std::uint16_t port_;
  Memory& memory_;
  boost::asio::io_context io_;  // runs only while an answer is waited for
  HttpClient client_;
  std::string problem_;
};

}  // namespace rehearse::simulators::live
