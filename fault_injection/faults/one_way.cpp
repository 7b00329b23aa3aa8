#include "fault_injection/fault.hpp"

namespace rehearse::fault_injection {

using namespace simulators;

namespace {

/// Nothing passes from one to the other; the way back works. Whoever is asked executes what nobody
/// will hear about, or hears nothing and is thought to be dead.
class OneWay final : public Fault {
 public:
  bool strikes_at(const Message& message, const Scene& scene) const override {
    return scene.class_of(message.from) != NodeClass::clients &&
           scene.class_of(message.to) != NodeClass::clients;
  }
  bool single() const override { return false; }
  void touch(Episode& episode, const Message& message, Scene&, Fate& fate) const override {
    if (episode.along(message)) fate.lost = true;
  }
};

}  // namespace

const Fault& one_way() {
  static const OneWay fault;
  return fault;
}

}  // namespace rehearse::fault_injection
