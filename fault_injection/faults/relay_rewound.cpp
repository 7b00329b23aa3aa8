#include <algorithm>

#include "fault_injection/fault.hpp"
#include "fault_injection/later.hpp"

namespace rehearse::fault_injection {

using namespace simulators;

namespace {

constexpr Key back = 5;

/// The relay dies, and the position that it starts again from is five changes old: a restored
/// offset, a replication slot that was made anew. It carries those changes a second time.
class RelayRewound final : public Fault {
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
    move_position(scene, *message, asked, std::max<Key>(0, asked.key - back));
    crash_soon(scene, episode.strike.node, scenarios::Duration(1), episode.strike.duration);
  }
};

}  // namespace

const Fault& relay_rewound() {
  static const RelayRewound fault;
  return fault;
}

}  // namespace rehearse::fault_injection
