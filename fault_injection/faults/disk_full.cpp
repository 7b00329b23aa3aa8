#include "fault_injection/fault.hpp"

namespace rehearse::fault_injection {

using namespace simulators;

namespace {

/// The disk is full: every transaction that writes fails and is rolled back; reads pass.
class DiskFull final : public Fault {
 public:
  bool strikes_at(const Message& message, const Scene& scene) const override {
    return !message.reply && hits(scene.class_of(message.to)) && writes(*message.request);
  }
  NodeId victim(const Message& message, const Scene&) const override { return message.to; }
  bool hits(NodeClass node) const override { return node == NodeClass::store; }
  bool single() const override { return false; }
  void begin(Episode& episode, const Message*, Scene& scene) const override {
    episode.acted = scene.processes->fill_disk(episode.strike.node, true);
  }
  void end(Episode& episode, Scene& scene) const override {
    if (episode.acted) scene.processes->fill_disk(episode.strike.node, false);
  }
  void touch(Episode& episode, const Message& message, Scene&, Fate& fate) const override {
    if (episode.acted) return;  // its disk says so
    const bool asked = !message.reply && message.to == episode.strike.node;
    if (asked && writes(*message.request)) fate.refused = FailureReason::unavailable;
  }
};

}  // namespace

const Fault& disk_full() {
  static const DiskFull fault;
  return fault;
}

}  // namespace rehearse::fault_injection
