#include <algorithm>

#include "fault_injection/fault.hpp"
#include "fault_injection/later.hpp"

namespace rehearse::fault_injection {

using namespace simulators;

namespace {

constexpr scenarios::Duration down_for_restart{100'000};

/// All instances are killed and started again, one after the other: a deployment of somebody else,
/// a drained cluster.
class RollingRestart final : public Fault {
 public:
  bool by_time() const override { return true; }
  bool strikes_at(const Message& message, const Scene& scene) const override {
    return !message.reply && scene.class_of(message.to) == NodeClass::flag_service &&
           kind_of(*message.request) == MessageKind::command;
  }
  void begin(Episode& episode, const Message*, Scene& scene) const override {
    const auto& instances = scene.blueprint.instances;
    const auto apart = episode.strike.duration / static_cast<Time>(instances.size() + 1);
    scenarios::Duration after{0};
    for (const auto& instance : instances)
      crash_soon(scene, instance.node, after += apart, std::min(apart, down_for_restart));
  }
};

}  // namespace

const Fault& rolling_restart() {
  static const RollingRestart fault;
  return fault;
}

}  // namespace rehearse::fault_injection
