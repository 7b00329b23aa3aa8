#include "fault_injection/fault.hpp"

namespace rehearse::fault_injection {

using namespace simulators;

namespace {

/// Refused before it is executed: the caller may ask again, here or elsewhere, without harm.
class Refused final : public Fault {
 public:
  bool strikes_at(const Message& message, const Scene& scene) const override {
    const NodeClass asked = scene.class_of(message.to);
    return !message.reply && (asked == NodeClass::store || asked == NodeClass::service);
  }
  void touch(Episode&, const Message&, Scene&, Fate& fate) const override {
    fate.refused = FailureReason::unavailable;
  }
};

}  // namespace

const Fault& refused() {
  static const Refused fault;
  return fault;
}

}  // namespace rehearse::fault_injection
