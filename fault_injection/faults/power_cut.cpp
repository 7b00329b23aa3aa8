#include "fault_injection/disk/power_cut.hpp"

#include "fault_injection/disk/power_loss.hpp"
#include "fault_injection/fault.hpp"
#include "fault_injection/later.hpp"

namespace rehearse::fault_injection {

using namespace simulators;

namespace {

/// Among the first calls to the disk that follow: about as many as one transaction makes.
constexpr std::uint64_t most_calls = 24;

/// The machine of a store loses power between two calls to its disk, in the middle of a
/// transaction or of its commit; unsynced writes are lost, torn or reordered, as drawn, and what
/// was under way is answered by nobody. A store that has no disk dies as it answers.
class PowerIsCut final : public Fault {
 public:
  bool strikes_at(const Message& message, const Scene& scene) const override {
    return !message.reply && hits(scene.class_of(message.to)) && writes(*message.request);
  }
  NodeId victim(const Message& message, const Scene&) const override { return message.to; }
  bool hits(NodeClass node) const override { return node == NodeClass::store; }
  bool single() const override { return false; }
  void begin(Episode& episode, const Message* message, Scene& scene) const override {
    Disk* const disk = scene.processes->disk(episode.strike.node);
    if (disk != nullptr) {
      const std::uint64_t call = 1 + scene.pick(episode, 110, 0, most_calls);
      scene.hooks.push_back(std::make_unique<PowerLoss>(call));
      disk->install(scene.hooks.back().get());
    } else if (message == nullptr) {
      scene.processes->crash(episode.strike.node, episode.strike.duration);
    }
  }
  /// A machine without power answers nobody.
  void touch(Episode& episode, const Message& message, Scene& scene, Fate& fate) const override {
    if (!message.reply || message.from != episode.strike.node) return;
    Disk* const disk = scene.processes->disk(message.from);
    const MessageName& name = episode.strike.message;
    const bool struck =
        disk != nullptr ? disk->power_lost() : name.tag == message.tag() && name.from == message.to;
    if (!struck) return;
    fate.lost = true;
    if (std::exchange(episode.acted, true)) return;
    if (disk == nullptr) {
      crash_soon(scene, message.from, scenarios::Duration(1), episode.strike.duration);
    } else {
      scene.processes->runtime().spawn(scene.processes->outside(), fall_soon(&scene, episode));
    }
  }
  void end(Episode& episode, Scene& scene) const override {
    Disk* const disk = scene.processes->disk(episode.strike.node);
    if (disk == nullptr) return;
    if (disk->power_lost()) {
      fall(scene, episode);
    } else {
      disk->install(nullptr);
    }
  }

 private:
  static void fall(Scene& scene, const Episode& episode) {
    const NodeId node = episode.strike.node;
    Disk* const disk = scene.processes->disk(node);
    PowerCut cut(static_cast<Survives>(scene.pick(episode, 111, 0, survives_count)),
                 episode.identity);
    disk->power_cut(cut);
    scene.processes->crash(node, episode.strike.duration);
    disk->install(nullptr);
  }
  static Task<void> fall_soon(Scene* scene, Episode episode) {
    Sleep pause(scene->processes->runtime(), scenarios::Duration(1));
    co_await pause;
    Disk* const disk = scene->processes->disk(episode.strike.node);
    if (disk->power_lost()) fall(*scene, episode);
  }
};

}  // namespace

const Fault& power_cut() {
  static const PowerIsCut fault;
  return fault;
}

}  // namespace rehearse::fault_injection
