#pragma once
/// What nodes and the proxies before them agree on, beside the messages (message_json.hpp).

#include <string>

#include "simulators/blueprint/blueprint.hpp"

namespace rehearse::simulators::live {

constexpr const char* call_target = "/call";
constexpr unsigned answered_status = 200;
constexpr unsigned not_understood_status = 400;
constexpr unsigned not_found_status = 404;
/// It takes no requests, or nobody could connect to it: surely not done.
constexpr unsigned unavailable_status = 503;
constexpr const char* not_understood = R"({"error":"this is no message of this plan"})";

/// As callers name themselves; whoever is no node of the plan conducts the run.
inline std::string caller_name(const Blueprint& blueprint, NodeId node) {
  return node < blueprint.nodes.size() ? blueprint.nodes[node] : "director";
}

}  // namespace rehearse::simulators::live
