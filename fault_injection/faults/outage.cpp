#include "fault_injection/fault.hpp"
#include "fault_injection/later.hpp"

namespace rehearse::fault_injection {

using namespace simulators;

namespace {

/// A store or service is down: it refuses everything, and what it was doing is lost.
class Outage final : public Fault {
 public:
  bool by_time() const override { return true; }
  bool strikes_at(const Message& message, const Scene& scene) const override {
    return !message.reply && hits(scene.class_of(message.to));
  }
  NodeId victim(const Message& message, const Scene&) const override { return message.to; }
  bool hits(NodeClass node) const override {
    return node == NodeClass::store || node == NodeClass::service;
  }
  void begin(Episode& episode, const Message* message, Scene& scene) const override {
    crash_soon(scene, episode.strike.node, scenarios::Duration(message != nullptr ? 1 : 0),
               episode.strike.duration);
  }
};

}  // namespace

const Fault& outage() {
  static const Outage fault;
  return fault;
}

}  // namespace rehearse::fault_injection
