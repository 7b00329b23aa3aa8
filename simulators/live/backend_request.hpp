#pragma once
/// What programs of the user's ask of the backend that they are given, whatever their place is.

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "simulators/live/http_server.hpp"
#include "simulators/runtime/messages.hpp"

namespace rehearse::simulators::live {

/// One request to the backend.
struct BackendRequest {
  explicit BackendRequest(const HttpServer::Exchange& asked);
  HttpServer::Exchange exchange;
  std::vector<std::string> path;  ///< Without the query.
  nlohmann::json body;            ///< Discarded: it is no JSON.

  /// Of the query, "?after=5&limit=10"; empty when it is not there.
  std::string query(const std::string& name) const;
  void answer(unsigned status, const nlohmann::json& json) const {
    exchange.respond(status, json.dump());
  }
  void refuse(const std::string& why) const { answer(400, {{"error", why}}); }
  /// Says why something was not done.
  void answer_failure(FailureReason reason) const;
};

}  // namespace rehearse::simulators::live
