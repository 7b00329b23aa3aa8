#include "fault_injection/fault.hpp"
#include "fault_injection/later.hpp"

namespace rehearse::fault_injection {

using namespace simulators;

namespace {

/// The backfill dies and is run again from the first record, by someone who does not trust its
/// checkpoint: rows that it has copied are copied once more, over what was written since.
class BackfillRerun final : public Fault {
 public:
  bool possible(const Ground& ground) const override { return ground.backfills; }
  bool strikes_at(const Message& message, const Scene& scene) const override {
    return !message.reply && scene.class_of(message.from) == NodeClass::backfiller &&
           scene.class_of(message.to) == NodeClass::store;
  }
  NodeId victim(const Message& message, const Scene&) const override { return message.from; }
  bool hits(NodeClass node) const override { return node == NodeClass::backfiller; }
  void begin(Episode& episode, const Message* message, Scene& scene) const override {
    if (message == nullptr) return;
    forget_checkpoint(scene, *message);
    crash_soon(scene, episode.strike.node, scenarios::Duration(1), episode.strike.duration);
  }
};

}  // namespace

const Fault& backfill_rerun() {
  static const BackfillRerun fault;
  return fault;
}

}  // namespace rehearse::fault_injection
