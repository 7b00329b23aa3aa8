#include "fault_injection/fault.hpp"

namespace rehearse::fault_injection {

using namespace simulators;

namespace {

/// A service that deduplicates by idempotency key does what it is asked, its answer is lost, and so
/// is its record of the key: a failover of its cache, a key that expired early. Who tries again by
/// the same key causes a second effect.
class KeyForgotten final : public Fault {
 public:
  bool possible(const Ground& ground) const override { return ground.remembered_keys; }
  bool strikes_at(const Message& message, const Scene& scene) const override {
    const auto* call = std::get_if<ServiceCall>(&message.request->body);
    if (!message.reply || call == nullptr || call->idempotency_key == 0) return false;
    const auto& contract =
        scene.blueprint.tracks[call->track].contracts[static_cast<std::size_t>(call->side)];
    return message.answer->ok() && contract->deduplicates == scenarios::Deduplication::by_key;
  }
  void begin(Episode&, const Message* message, Scene& scene) const override {
    if (message == nullptr) return;
    Control forget;
    forget.verb = ControlVerb::forget;
    forget.value =
        static_cast<std::int64_t>(std::get<ServiceCall>(message->request->body).idempotency_key);
    Request request;
    request.tag = message->tag();
    request.body = forget;
    scene.processes->send_again(scene.processes->outside(), message->from, request);
  }
  void touch(Episode&, const Message&, Scene&, Fate& fate) const override { fate.lost = true; }
};

}  // namespace

const Fault& key_forgotten() {
  static const KeyForgotten fault;
  return fault;
}

}  // namespace rehearse::fault_injection
