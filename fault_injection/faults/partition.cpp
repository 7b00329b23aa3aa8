#include "fault_injection/fault.hpp"

namespace rehearse::fault_injection {

using namespace simulators;

namespace {

/// Nothing passes between the two, either way, and nobody is told.
class Partition final : public Fault {
 public:
  bool strikes_at(const Message& message, const Scene& scene) const override {
    return !message.reply && scene.class_of(message.from) != NodeClass::clients;
  }
  bool single() const override { return false; }
  void touch(Episode& episode, const Message& message, Scene&, Fate& fate) const override {
    if (episode.on_link(message)) fate.lost = true;
  }
};

}  // namespace

const Fault& partition() {
  static const Partition fault;
  return fault;
}

}  // namespace rehearse::fault_injection
