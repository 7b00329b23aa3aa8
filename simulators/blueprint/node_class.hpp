#pragma once
/// What a node is.

#include <cstdint>
#include <vector>

#include "simulators/blueprint/blueprint.hpp"

namespace rehearse::simulators {

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
std::vector<NodeClass> classes_of(const Blueprint& blueprint);

}  // namespace rehearse::simulators
