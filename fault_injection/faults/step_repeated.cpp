#include "fault_injection/fault.hpp"

namespace rehearse::fault_injection {

using namespace simulators;

namespace {

/// Whoever runs the plan does the next step twice.
class StepRepeated final : public Fault {
 public:
  bool strikes_at(const Message& message, const Scene& scene) const override {
    return !message.reply && hits(scene.class_of(message.from));
  }
  NodeId victim(const Message& message, const Scene&) const override { return message.from; }
  bool hits(NodeClass node) const override { return node == NodeClass::conductor; }
  bool single() const override { return false; }
  Slip slip() const override { return Slip::repeat; }
};

}  // namespace

const Fault& step_repeated() {
  static const StepRepeated fault;
  return fault;
}

}  // namespace rehearse::fault_injection
