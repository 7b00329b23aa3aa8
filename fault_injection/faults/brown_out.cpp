#include "fault_injection/fault.hpp"

namespace rehearse::fault_injection {

using namespace simulators;

namespace {

/// Half of all requests are refused, drawn one by one.
class BrownOut final : public Fault {
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
    const bool asked = !message.reply && message.to == episode.strike.node;
    if (asked && scene.pick(episode, 0, name_of(message), 2) == 1)
      fate.refused = FailureReason::unavailable;
  }
};

}  // namespace

const Fault& brown_out() {
  static const BrownOut fault;
  return fault;
}

}  // namespace rehearse::fault_injection
