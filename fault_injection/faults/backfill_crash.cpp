#include "fault_injection/fault.hpp"
#include "fault_injection/later.hpp"

namespace rehearse::fault_injection {

using namespace simulators;

namespace {

/// The backfiller dies and starts again from its checkpoint. At a message: right after it has sent
/// it.
class BackfillCrash final : public Fault {
 public:
  bool by_time() const override { return true; }
  bool possible(const Ground& ground) const override { return ground.backfills; }
  bool strikes_at(const Message& message, const Scene& scene) const override {
    return hits(scene.class_of(message.from));
  }
  NodeId victim(const Message& message, const Scene&) const override { return message.from; }
  bool hits(NodeClass node) const override { return node == NodeClass::backfiller; }
  void begin(Episode& episode, const Message* message, Scene& scene) const override {
    crash_soon(scene, episode.strike.node, scenarios::Duration(message != nullptr ? 1 : 0),
               episode.strike.duration);
  }
  /// It dies with the answer that it was about to give; a request that it was sending is on its
  /// way.
  void touch(Episode&, const Message& message, Scene&, Fate& fate) const override {
    if (message.reply) fate.lost = true;
  }
};

}  // namespace

const Fault& backfill_crash() {
  static const BackfillCrash fault;
  return fault;
}

}  // namespace rehearse::fault_injection
