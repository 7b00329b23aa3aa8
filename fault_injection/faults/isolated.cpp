#include "fault_injection/fault.hpp"

namespace rehearse::fault_injection {

using namespace simulators;

namespace {

/// Nothing passes from or to one node; only its clients still reach it.
class Isolated final : public Fault {
 public:
  bool strikes_at(const Message& message, const Scene& scene) const override {
    return !message.reply && hits(scene.class_of(message.from));
  }
  NodeId victim(const Message& message, const Scene&) const override { return message.from; }
  bool hits(NodeClass node) const override {
    return node == NodeClass::instance || node == NodeClass::relay ||
           node == NodeClass::backfiller || node == NodeClass::repairer ||
           node == NodeClass::conductor;
  }
  bool single() const override { return false; }
  void touch(Episode& episode, const Message& message, Scene& scene, Fate& fate) const override {
    const bool clients = scene.class_of(message.from) == NodeClass::clients ||
                         scene.class_of(message.to) == NodeClass::clients;
    if (episode.touches_node(message) && !clients) fate.lost = true;
  }
};

}  // namespace

const Fault& isolated() {
  static const Isolated fault;
  return fault;
}

}  // namespace rehearse::fault_injection
