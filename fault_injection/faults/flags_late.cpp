#include "fault_injection/fault.hpp"

namespace rehearse::fault_injection {

using namespace simulators;

namespace {

/// One instance gets new flags late. What it asks for itself it is told.
class FlagsLate final : public Fault {
 public:
  bool strikes_at(const Message& message, const Scene& scene) const override {
    return !message.reply && hits(scene.class_of(message.to)) &&
           kind_of(*message.request) == MessageKind::flags;
  }
  NodeId victim(const Message& message, const Scene&) const override { return message.to; }
  bool hits(NodeClass node) const override { return node == NodeClass::instance; }
  bool single() const override { return false; }
  void touch(Episode& episode, const Message& message, Scene& scene, Fate& fate) const override {
    const bool pushed = !message.reply && message.to == episode.strike.node;
    if (pushed && kind_of(*message.request) == MessageKind::flags)
      fate.extra_delay += episode.left(scene.now());
  }
};

}  // namespace

const Fault& flags_late() {
  static const FlagsLate fault;
  return fault;
}

}  // namespace rehearse::fault_injection
