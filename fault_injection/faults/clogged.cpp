#include "fault_injection/fault.hpp"

namespace rehearse::fault_injection {

using namespace simulators;

namespace {

/// What is sent between the two waits, and arrives all at once when it is over.
class Clogged final : public Fault {
 public:
  bool strikes_at(const Message& message, const Scene& scene) const override {
    return !message.reply && scene.class_of(message.from) != NodeClass::clients;
  }
  bool single() const override { return false; }
  void touch(Episode& episode, const Message& message, Scene& scene, Fate& fate) const override {
    if (episode.on_link(message)) fate.extra_delay += episode.left(scene.now());
  }
};

}  // namespace

const Fault& clogged() {
  static const Clogged fault;
  return fault;
}

}  // namespace rehearse::fault_injection
