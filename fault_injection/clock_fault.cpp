#include "fault_injection/clock_fault.hpp"

namespace rehearse::fault_injection {

using namespace simulators;

bool ClockFault::strikes_at(const Message& message, const Scene& scene) const {
  if (message.reply) return false;
  const MessageKind kind = kind_of(*message.request);
  if (kind == MessageKind::call) return reaches(message.to, scene);
  return kind == MessageKind::read && scene.class_of(message.from) == NodeClass::instance &&
         reaches(message.from, scene);
}

NodeId ClockFault::victim(const Message& message, const Scene&) const {
  return kind_of(*message.request) == MessageKind::call ? message.to : message.from;
}

bool ClockFault::reaches(NodeId node, const Scene& scene) const {
  if (scene.class_of(node) == NodeClass::instance)
    return scene.blueprint.plan.application.cache.ttl.count() > 0;
  for (const TrackBlueprint& track : scene.blueprint.tracks)
    for (std::size_t side = 0; track.service && side < 2; ++side)
      if (track.sides[side].node == node && track.contracts[side]->key_expiry) return true;
  return false;
}

}  // namespace rehearse::fault_injection
