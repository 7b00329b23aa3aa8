#include "fault_injection/fault.hpp"

namespace rehearse::fault_injection {

using namespace simulators;

namespace {

Task<void> restore_soon(Scene* scene, NodeId store, scenarios::Duration down) {
  Sleep pause(scene->processes->runtime(), scenarios::Duration(1));
  co_await pause;
  if (!scene->healed) scene->processes->restore_backup(store, down);
}

/// The file of a store is lost, and the backup from before the plan takes its place: every write
/// since is gone, and every change of the schema.
class StoreRestored final : public Fault {
 public:
  bool by_time() const override { return true; }
  bool strikes_at(const Message& message, const Scene& scene) const override {
    return !message.reply && hits(scene.class_of(message.to));
  }
  NodeId victim(const Message& message, const Scene&) const override { return message.to; }
  bool hits(NodeClass node) const override { return node == NodeClass::store; }
  void begin(Episode& episode, const Message*, Scene& scene) const override {
    scene.processes->runtime().spawn(
        scene.processes->outside(),
        restore_soon(&scene, episode.strike.node, episode.strike.duration));
  }
};

}  // namespace

const Fault& store_restored() {
  static const StoreRestored fault;
  return fault;
}

}  // namespace rehearse::fault_injection
