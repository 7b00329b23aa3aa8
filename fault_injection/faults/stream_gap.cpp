#include "fault_injection/fault.hpp"
#include "fault_injection/later.hpp"

namespace rehearse::fault_injection {

using namespace simulators;

namespace {

/// The relay dies, and starts again one change too far: what it skipped never arrives by the
/// stream. Whoever compares both sides has to find it.
class StreamGap final : public Fault {
 public:
  bool possible(const Ground& ground) const override { return ground.streams; }
  bool strikes_at(const Message& message, const Scene& scene) const override {
    return position_asked(message, scene) != nullptr;
  }
  NodeId victim(const Message& message, const Scene&) const override { return message.from; }
  bool hits(NodeClass node) const override { return node == NodeClass::relay; }
  void begin(Episode& episode, const Message* message, Scene& scene) const override {
    if (message == nullptr) return;
    const Statement& asked = *position_asked(*message, scene);
    move_position(scene, *message, asked, asked.key + 1);
    crash_soon(scene, episode.strike.node, scenarios::Duration(1), episode.strike.duration);
  }
};

}  // namespace

const Fault& stream_gap() {
  static const StreamGap fault;
  return fault;
}

}  // namespace rehearse::fault_injection
