#include "fault_injection/fault.hpp"

namespace rehearse::fault_injection {

using namespace simulators;

namespace {

/// The disk fails once, while the transaction reads or writes: nothing of it is done, and who asked
/// is told so.
class IoError final : public Fault {
 public:
  bool strikes_at(const Message& message, const Scene& scene) const override {
    return !message.reply && scene.class_of(message.to) == NodeClass::store;
  }
  void touch(Episode&, const Message&, Scene&, Fate& fate) const override {
    fate.refused = FailureReason::unavailable;
  }
};

}  // namespace

const Fault& io_error() {
  static const IoError fault;
  return fault;
}

}  // namespace rehearse::fault_injection
