#include "fault_injection/fault.hpp"
#include "fault_injection/later.hpp"

namespace rehearse::fault_injection {

using namespace simulators;

namespace {

constexpr scenarios::Duration down_after_grace{100'000};

/// An instance is told to stop: it takes no new operations, has its grace to end those that it has
/// begun, and is then killed, done or not. It comes back as quickly as ever.
class GracefulStop final : public Fault {
 public:
  bool strikes_at(const Message& message, const Scene& scene) const override {
    return !message.reply && hits(scene.class_of(message.from));
  }
  NodeId victim(const Message& message, const Scene&) const override { return message.from; }
  bool hits(NodeClass node) const override { return node == NodeClass::instance; }
  bool single() const override { return false; }
  void begin(Episode& episode, const Message*, Scene& scene) const override {
    crash_soon(scene, episode.strike.node, episode.strike.duration, down_after_grace);
  }
  void touch(Episode& episode, const Message& message, Scene&, Fate& fate) const override {
    const bool asked = !message.reply && message.to == episode.strike.node;
    if (asked && kind_of(*message.request) == MessageKind::operation)
      fate.refused = FailureReason::unavailable;
  }
};

}  // namespace

const Fault& graceful_stop() {
  static const GracefulStop fault;
  return fault;
}

}  // namespace rehearse::fault_injection
