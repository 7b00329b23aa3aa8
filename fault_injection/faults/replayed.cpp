#include "fault_injection/fault.hpp"
#include "fault_injection/later.hpp"

namespace rehearse::fault_injection {

using namespace simulators;

namespace {

/// A request that was answered long ago arrives once more, after the plan has gone on: a queue that
/// is drained late, a proxy that retries, a restored backlog.
class Replayed final : public Fault {
 public:
  bool strikes_at(const Message& message, const Scene& scene) const override {
    const NodeClass asked = scene.class_of(message.to);
    return !message.reply && scene.class_of(message.from) == NodeClass::instance &&
           (asked == NodeClass::store || asked == NodeClass::service);
  }
  bool single() const override { return false; }
  bool by_time() const override { return false; }
  void begin(Episode& episode, const Message* message, Scene&) const override {
    if (message != nullptr) episode.copy = *message->request;
  }
  bool phase_began(Episode& episode, Scene& scene) const override {
    send_later(scene, episode);
    return true;
  }
};

}  // namespace

const Fault& replayed() {
  static const Replayed fault;
  return fault;
}

}  // namespace rehearse::fault_injection
