#include "simulators/live/backend_request.hpp"

#include <algorithm>

namespace rehearse::simulators::live {

using Json = nlohmann::json;

namespace {

/// Of the path, without the query.
std::vector<std::string> parts_of(const std::string& whole) {
  const std::string target = whole.substr(0, whole.find('?'));
  std::vector<std::string> parts;
  std::size_t begin = 1;
  while (begin <= target.size()) {
    const std::size_t end = std::min(target.find('/', begin), target.size());
    parts.push_back(target.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

struct Said {
  unsigned status;
  const char* error;
};

/// How the backend says why something was not done.
Said said(FailureReason reason) {
  switch (reason) {
    case FailureReason::none:
      return {200, ""};
    case FailureReason::timeout:
      return {504, "no answer in time: it may have been done, or be done yet"};
    case FailureReason::unavailable:
      return {503, "not available: surely not done"};
    case FailureReason::sold_out:
      return {409, "it would fall below what it must be at least"};
    case FailureReason::declined:
      return {402, "declined"};
    case FailureReason::not_found:
    case FailureReason::nothing_left:
    case FailureReason::unknown_effect:
      return {404, "there is nothing"};
    case FailureReason::already_exists:
    case FailureReason::value_taken:
    case FailureReason::newly_unique:
    case FailureReason::key_taken:
      return {409, "there is such a record already"};
    case FailureReason::no_such_table:
      return {410, "it is not there: not created yet, held or dropped"};
    case FailureReason::stale_epoch:
      return {412, "this epoch is fenced off: ask for the route again"};
    case FailureReason::incompatible:
    case FailureReason::field_missing:
      return {422, "not understood"};
    default:
      return {503, "refused: surely not done"};
  }
}

}  // namespace

BackendRequest::BackendRequest(const HttpServer::Exchange& asked)
    : exchange(asked), path(parts_of(asked.target())) {
  if (!asked.body().empty()) body = Json::parse(asked.body(), nullptr, false);
}

std::string BackendRequest::query(const std::string& name) const {
  const std::string target = exchange.target();
  std::size_t at = target.find('?');
  while (at != std::string::npos) {
    const std::size_t end = target.find('&', ++at);
    const std::string one = target.substr(at, end == std::string::npos ? end : end - at);
    if (one.starts_with(name + "=")) return one.substr(name.size() + 1);
    at = end;
  }
  return {};
}

void BackendRequest::answer_failure(FailureReason reason) const {
  const Said why = said(reason);
  answer(why.status, {{"error", why.error}});
}

}  // namespace rehearse::simulators::live
