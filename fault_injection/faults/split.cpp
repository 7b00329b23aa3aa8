#include "fault_injection/fault.hpp"

namespace rehearse::fault_injection {

using namespace simulators;

namespace {

/// Half of the instances, drawn, lose the stores and services; the others and the clients go on.
class Split final : public Fault {
 public:
  bool strikes_at(const Message& message, const Scene& scene) const override {
    return !message.reply && scene.class_of(message.to) == NodeClass::flag_service &&
           kind_of(*message.request) == MessageKind::command;
  }
  bool single() const override { return false; }
  void begin(Episode& episode, const Message*, Scene& scene) const override {
    episode.nodes = half_of_the_instances(episode, scene);
  }
  void touch(Episode& episode, const Message& message, Scene& scene, Fate& fate) const override {
    if (cut_off(episode, message.from, message.to, scene) ||
        cut_off(episode, message.to, message.from, scene))
      fate.lost = true;
  }

 private:
  static bool cut_off(const Episode& episode, NodeId instance, NodeId other, const Scene& scene) {
    const NodeClass kind = scene.class_of(other);
    return episode.has(instance) && (kind == NodeClass::store || kind == NodeClass::service);
  }
};

}  // namespace

const Fault& split() {
  static const Split fault;
  return fault;
}

}  // namespace rehearse::fault_injection
