#include "fault_injection/fault.hpp"

namespace rehearse::fault_injection {

using namespace simulators;

namespace {

/// The service refuses everything: too many requests.
class Throttled final : public Fault {
 public:
  bool possible(const Ground& ground) const override { return ground.services; }
  bool strikes_at(const Message& message, const Scene& scene) const override {
    return !message.reply && hits(scene.class_of(message.to));
  }
  NodeId victim(const Message& message, const Scene&) const override { return message.to; }
  bool hits(NodeClass node) const override { return node == NodeClass::service; }
  bool single() const override { return false; }
  void touch(Episode& episode, const Message& message, Scene&, Fate& fate) const override {
    const bool asked = !message.reply && message.to == episode.strike.node;
    if (asked) fate.refused = FailureReason::unavailable;
  }
};

}  // namespace

const Fault& throttled() {
  static const Throttled fault;
  return fault;
}

}  // namespace rehearse::fault_injection
