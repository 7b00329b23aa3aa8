#pragma once
/// Which nodes a scenario names.

#include <string>
#include <vector>

#include "simulators/blueprint/node_class.hpp"

namespace rehearse::fault_injection {

using simulators::NodeId;

using simulators::classes_of;
using simulators::node_classes;
using simulators::NodeClass;

/// Nodes that a pattern of a scenario names: "app" (all of a group), "app/2", "payments.old",
/// "orders.new", a database, a worker. Empty: none.
std::vector<NodeId> nodes_matching(const simulators::Blueprint& blueprint,
                                   const std::string& pattern);

}  // namespace rehearse::fault_injection
