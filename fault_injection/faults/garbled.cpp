#include "fault_injection/fault.hpp"

namespace rehearse::fault_injection {

using namespace simulators;

namespace {

/// The request is executed, and what comes back is cut off or cannot be read: the caller learns at
/// once that it does not know, where a lost reply costs it its timeout.
class Garbled final : public Fault {
 public:
  bool strikes_at(const Message& message, const Scene&) const override {
    return message.reply && message.answer->ok();
  }
  void touch(Episode&, const Message& message, Scene&, Fate&) const override {
    *message.answer = Reply();
    message.answer->status = FailureReason::timeout;
  }
};

}  // namespace

const Fault& garbled() {
  static const Garbled fault;
  return fault;
}

}  // namespace rehearse::fault_injection
