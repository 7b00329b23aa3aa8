#include "fault_injection/fault.hpp"

namespace rehearse::fault_injection {

using namespace simulators;

namespace {

/// The node takes requests and executes them; its answers come when it is over.
class Silent final : public Fault {
 public:
  bool strikes_at(const Message& message, const Scene& scene) const override {
    return !message.reply && hits(scene.class_of(message.to));
  }
  NodeId victim(const Message& message, const Scene&) const override { return message.to; }
  bool hits(NodeClass node) const override {
    return node == NodeClass::store || node == NodeClass::service;
  }
  bool single() const override { return false; }
  void touch(Episode& episode, const Message& message, Scene& scene, Fate& fate) const override {
    if (message.reply && message.from == episode.strike.node)
      fate.extra_delay += episode.left(scene.now());
  }
};

}  // namespace

const Fault& silent() {
  static const Silent fault;
  return fault;
}

}  // namespace rehearse::fault_injection
