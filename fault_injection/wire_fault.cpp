#include "fault_injection/wire_fault.hpp"

namespace rehearse::fault_injection {

using namespace simulators;

namespace {
bool asks_store_or_service(const Message& message, const Scene& scene) {
  const NodeClass asked = scene.class_of(message.to);
  return !message.reply && (asked == NodeClass::store || asked == NodeClass::service);
}
}  // namespace

bool PacedWire::strikes_at(const Message& message, const Scene& scene) const {
  return asks_store_or_service(message, scene);
}

void PacedWire::touch(Episode& episode, const Message& message, Scene&, Fate& fate) const {
  if (message.reply || message.to != episode.strike.node) return;
  Wire paced = fate.wire;
  paced.piece = piece_;
  paced.pause = pause_;
  // Of two that last, the slower.
  if (paced.time_for(bytes_of_a_message) > fate.wire.time_for(bytes_of_a_message))
    fate.wire = paced;
}

bool BrokenWire::strikes_at(const Message& message, const Scene& scene) const {
  return asks_store_or_service(message, scene);
}

}  // namespace rehearse::fault_injection
