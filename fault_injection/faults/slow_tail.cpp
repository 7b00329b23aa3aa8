#include "fault_injection/fault.hpp"

namespace rehearse::fault_injection {

using namespace simulators;

namespace {

constexpr scenarios::Duration tail_slower_by{150'000};
constexpr std::uint64_t one_in = 1'000;

/// One message in a thousand, on whatever link, takes much longer: what a p50 never shows.
class SlowTail final : public Fault {
 public:
  bool strikes_at(const Message& message, const Scene& scene) const override {
    return !message.reply && scene.class_of(message.to) == NodeClass::flag_service &&
           kind_of(*message.request) == MessageKind::command;
  }
  bool single() const override { return false; }
  void touch(Episode& episode, const Message& message, Scene& scene, Fate& fate) const override {
    if (scene.pick(episode, 0, name_of(message), one_in) == one_in - 1)
      fate.extra_delay += tail_slower_by;
  }
};

}  // namespace

const Fault& slow_tail() {
  static const SlowTail fault;
  return fault;
}

}  // namespace rehearse::fault_injection
