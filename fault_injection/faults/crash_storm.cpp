#include "fault_injection/fault.hpp"
#include "fault_injection/later.hpp"

namespace rehearse::fault_injection {

using namespace simulators;

namespace {

constexpr scenarios::Duration down_in_storm{300'000};

/// Half of the instances, drawn, die one after the other.
class CrashStorm final : public Fault {
 public:
  bool by_time() const override { return true; }
  bool strikes_at(const Message& message, const Scene& scene) const override {
    return !message.reply && scene.class_of(message.to) == NodeClass::flag_service &&
           kind_of(*message.request) == MessageKind::command;
  }
  void begin(Episode& episode, const Message*, Scene& scene) const override {
    const std::vector<bool> half = half_of_the_instances(episode, scene);
    const auto within = static_cast<std::uint64_t>(episode.strike.duration.count()) + 1;
    for (const auto& instance : scene.blueprint.instances) {
      if (!half[instance.node]) continue;
      const auto after = scene.pick(episode, 1, instance.node, within);
      crash_soon(scene, instance.node, scenarios::Duration(static_cast<Time>(after)),
                 down_in_storm);
    }
  }
};

}  // namespace

const Fault& crash_storm() {
  static const CrashStorm fault;
  return fault;
}

}  // namespace rehearse::fault_injection
