#include "fault_injection/disk/lying_sync.hpp"

#include "fault_injection/disk/power_cut.hpp"
#include "fault_injection/fault.hpp"

namespace rehearse::fault_injection {

using namespace simulators;

namespace {

constexpr scenarios::Duration down_for_sync{300'000};

/// The drive of a store says that it has written what is still in its cache; then its machine loses
/// power. What was committed meanwhile is lost, in whole or in parts.
class LyingDrive final : public Fault {
 public:
  bool strikes_at(const Message& message, const Scene& scene) const override {
    return !message.reply && hits(scene.class_of(message.to)) && writes(*message.request) &&
           reaches(message.to, scene);
  }
  NodeId victim(const Message& message, const Scene&) const override { return message.to; }
  bool hits(NodeClass node) const override { return node == NodeClass::store; }
  bool reaches(NodeId node, const Scene& scene) const override {
    return scene.processes->disk(node) != nullptr;
  }
  bool single() const override { return false; }
  void begin(Episode& episode, const Message*, Scene& scene) const override {
    scene.hooks.push_back(std::make_unique<LyingSync>(Moment{1, true}));
    scene.processes->disk(episode.strike.node)->install(scene.hooks.back().get());
  }
  void end(Episode& episode, Scene& scene) const override {
    Disk* const disk = scene.processes->disk(episode.strike.node);
    if (!scene.healed) {
      PowerCut cut(Survives::nothing, episode.identity);
      disk->power_cut(cut);
      scene.processes->crash(episode.strike.node, down_for_sync);
    }
    disk->install(nullptr);
  }
};

}  // namespace

const Fault& lying_sync() {
  static const LyingDrive fault;
  return fault;
}

}  // namespace rehearse::fault_injection
