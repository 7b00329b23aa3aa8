#include "simulators/blueprint/node_class.hpp"

namespace rehearse::simulators {

std::vector<NodeClass> classes_of(const Blueprint& blueprint) {
  std::vector<NodeClass> classes(blueprint.nodes.size(), NodeClass::store);
  classes[blueprint.clients] = NodeClass::clients;
  classes[blueprint.flags] = NodeClass::flag_service;
  classes[blueprint.conductor] = NodeClass::conductor;
  for (const auto& instance : blueprint.instances) classes[instance.node] = NodeClass::instance;
  for (const auto& track : blueprint.tracks) {
    if (track.collection) continue;
    if (track.service) {
      for (const auto& side : track.sides) classes[side.node] = NodeClass::service;
      continue;
    }
    classes[track.relay_forward] = NodeClass::relay;
    classes[track.relay_backward] = NodeClass::relay;
    classes[track.backfiller] = NodeClass::backfiller;
    classes[track.repairer] = NodeClass::repairer;
    classes[track.verifier] = NodeClass::verifier;
  }
  return classes;
}

}  // namespace rehearse::simulators
