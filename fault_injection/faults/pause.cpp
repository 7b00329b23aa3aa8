#include "fault_injection/fault.hpp"

namespace rehearse::fault_injection {

using namespace simulators;

namespace {

/// The process stands still, then goes on as if nothing had been: a long collection, a moved
/// machine. Seen from outside: what it is sent and what it sends waits. Its own timers are not held
/// up.
class Pause final : public Fault {
 public:
  bool strikes_at(const Message& message, const Scene& scene) const override {
    return !message.reply && hits(scene.class_of(message.from));
  }
  NodeId victim(const Message& message, const Scene&) const override { return message.from; }
  bool hits(NodeClass node) const override { return node != NodeClass::clients; }
  bool single() const override { return false; }
  void touch(Episode& episode, const Message& message, Scene& scene, Fate& fate) const override {
    if (episode.touches_node(message)) fate.extra_delay += episode.left(scene.now());
  }
};

}  // namespace

const Fault& pause() {
  static const Pause fault;
  return fault;
}

}  // namespace rehearse::fault_injection
