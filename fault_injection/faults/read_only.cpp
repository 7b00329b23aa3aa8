#include "fault_injection/fault.hpp"

namespace rehearse::fault_injection {

using namespace simulators;

namespace {

/// The store refuses writes, as one that has just failed over does; reads pass.
class ReadOnly final : public Fault {
 public:
  bool strikes_at(const Message& message, const Scene& scene) const override {
    return !message.reply && hits(scene.class_of(message.to)) && writes(*message.request);
  }
  NodeId victim(const Message& message, const Scene&) const override { return message.to; }
  bool hits(NodeClass node) const override { return node == NodeClass::store; }
  bool single() const override { return false; }
  void touch(Episode& episode, const Message& message, Scene&, Fate& fate) const override {
    const bool asked = !message.reply && message.to == episode.strike.node;
    if (asked && writes(*message.request)) fate.refused = FailureReason::unavailable;
  }
};

}  // namespace

const Fault& read_only() {
  static const ReadOnly fault;
  return fault;
}

}  // namespace rehearse::fault_injection
