#include "fault_injection/fault.hpp"

namespace rehearse::fault_injection {

using namespace simulators;

namespace {

/// The database aborts the transaction: deadlock, serialisation failure, lock timeout. Nothing of
/// it was done.
class Aborted final : public Fault {
 public:
  bool strikes_at(const Message& message, const Scene& scene) const override {
    return !message.reply && scene.class_of(message.to) == NodeClass::store &&
           writes(*message.request);
  }
  void touch(Episode&, const Message&, Scene&, Fate& fate) const override {
    fate.refused = FailureReason::unavailable;
  }
};

}  // namespace

const Fault& aborted() {
  static const Aborted fault;
  return fault;
}

}  // namespace rehearse::fault_injection
