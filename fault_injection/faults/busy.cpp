#include "fault_injection/fault.hpp"

namespace rehearse::fault_injection {

using namespace simulators;

namespace {

/// A long transaction, a backup, an ALTER TABLE holds the locks: writes wait until it is over,
/// reads pass.
class Busy final : public Fault {
 public:
  bool strikes_at(const Message& message, const Scene& scene) const override {
    return !message.reply && hits(scene.class_of(message.to)) && writes(*message.request);
  }
  NodeId victim(const Message& message, const Scene&) const override { return message.to; }
  bool hits(NodeClass node) const override { return node == NodeClass::store; }
  bool single() const override { return false; }
  void touch(Episode& episode, const Message& message, Scene& scene, Fate& fate) const override {
    const bool asked = !message.reply && message.to == episode.strike.node;
    if (asked && writes(*message.request)) fate.extra_delay += episode.left(scene.now());
  }
};

}  // namespace

const Fault& busy() {
  static const Busy fault;
  return fault;
}

}  // namespace rehearse::fault_injection
