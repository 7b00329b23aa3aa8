#include "fault_injection/fault.hpp"

namespace rehearse::fault_injection {

using namespace simulators;

namespace {

/// No new flags reach one instance, not even those that it asks for: it stays a phase behind.
class StuckBehind final : public Fault {
 public:
  bool strikes_at(const Message& message, const Scene& scene) const override {
    return !message.reply && hits(scene.class_of(message.to)) &&
           kind_of(*message.request) == MessageKind::flags;
  }
  NodeId victim(const Message& message, const Scene&) const override { return message.to; }
  bool hits(NodeClass node) const override { return node == NodeClass::instance; }
  bool single() const override { return false; }
  void touch(Episode& episode, const Message& message, Scene&, Fate& fate) const override {
    if (message.to == episode.strike.node && kind_of(*message.request) == MessageKind::flags)
      fate.lost = true;
  }
};

}  // namespace

const Fault& stuck_behind() {
  static const StuckBehind fault;
  return fault;
}

}  // namespace rehearse::fault_injection
