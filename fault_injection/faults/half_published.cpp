#include "fault_injection/fault.hpp"

namespace rehearse::fault_injection {

using namespace simulators;

namespace {

/// New flags reach half of the instances, drawn; the others stay a phase behind.
class HalfPublished final : public Fault {
 public:
  bool strikes_at(const Message& message, const Scene& scene) const override {
    return !message.reply && scene.class_of(message.to) == NodeClass::flag_service &&
           kind_of(*message.request) == MessageKind::command;
  }
  bool single() const override { return false; }
  void begin(Episode& episode, const Message*, Scene& scene) const override {
    episode.nodes = half_of_the_instances(episode, scene);
  }
  void touch(Episode& episode, const Message& message, Scene&, Fate& fate) const override {
    const bool told = !message.reply && episode.has(message.to);
    if (told && kind_of(*message.request) == MessageKind::flags) fate.lost = true;
  }
};

}  // namespace

const Fault& half_published() {
  static const HalfPublished fault;
  return fault;
}

}  // namespace rehearse::fault_injection
