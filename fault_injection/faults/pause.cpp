#include "fault_injection/fault.hpp"

namespace rehearse::fault_injection {

using namespace simulators;

namespace {

/// The process stands still, then goes on as if nothing had been: a long collection, a moved
/// machine. A real process is stopped. Of a simulated one what it is sent and what it sends waits;
/// its own timers are not held up.
class Pause final : public Fault {
 public:
  bool strikes_at(const Message& message, const Scene& scene) const override {
    return !message.reply && hits(scene.class_of(message.from));
  }
  NodeId victim(const Message& message, const Scene&) const override { return message.from; }
  bool hits(NodeClass node) const override { return node != NodeClass::clients; }
  bool single() const override { return false; }
  void begin(Episode& episode, const Message*, Scene& scene) const override {
    episode.acted = scene.processes->suspend(episode.strike.node, episode.left(scene.now()));
  }
  void end(Episode& episode, Scene& scene) const override {
    if (episode.acted) scene.processes->resume(episode.strike.node);
  }
  void touch(Episode& episode, const Message& message, Scene& scene, Fate& fate) const override {
    if (!episode.acted && episode.touches_node(message))
      fate.extra_delay += episode.left(scene.now());
  }
};

}  // namespace

const Fault& pause() {
  static const Pause fault;
  return fault;
}

}  // namespace rehearse::fault_injection
