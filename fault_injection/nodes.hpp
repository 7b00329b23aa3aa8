#pragma once
/// What a node is, and which nodes a scenario names.

#include <string>
#include <vector>

#include "simulators/blueprint/blueprint.hpp"

namespace rehearse::fault_injection {

using simulators::NodeId;

enum class NodeClass : std::uint8_t {
  clients,
  instance,
  store,
  service,
  relay,
  backfiller,
  repairer,
  verifier,
  flag_service,
  conductor
};
constexpr int node_classes = static_cast<int>(NodeClass::conductor) + 1;

/// By NodeId.
std::vector<NodeClass> classes_of(const simulators::Blueprint& blueprint);

/// Nodes that a pattern of a scenario names: "app" (all of a group), "app/2", "payments.old",
/// "orders.new", a database, a worker. Empty: none.
std::vector<NodeId> nodes_matching(const simulators::Blueprint& blueprint,
                                   const std::string& pattern);

}  // namespace rehearse::fault_injection
