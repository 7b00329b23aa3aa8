#include "fault_injection/fault.hpp"

namespace rehearse::fault_injection {

using namespace simulators;

namespace {

/// The instance gets no connection to the other: its pool, or the other's backlog, is full. What it
/// asks is refused; others are served.
class PoolExhausted final : public Fault {
 public:
  bool strikes_at(const Message& message, const Scene& scene) const override {
    const NodeClass asked = scene.class_of(message.to);
    return !message.reply && scene.class_of(message.from) == NodeClass::instance &&
           (asked == NodeClass::store || asked == NodeClass::service);
  }
  bool single() const override { return false; }
  void touch(Episode& episode, const Message& message, Scene&, Fate& fate) const override {
    if (!message.reply && episode.along(message)) fate.refused = FailureReason::unavailable;
  }
};

}  // namespace

const Fault& pool_exhausted() {
  static const PoolExhausted fault;
  return fault;
}

}  // namespace rehearse::fault_injection
