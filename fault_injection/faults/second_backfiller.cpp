#include "fault_injection/fault.hpp"

namespace rehearse::fault_injection {

using namespace simulators;

namespace {

constexpr std::uint64_t furthest_behind = 40'000;  // us

/// Two backfillers at once, the second a little behind: each batch that the first one writes is
/// written once more, from the same old reading.
class SecondBackfiller final : public Fault {
 public:
  bool possible(const Ground& ground) const override { return ground.backfills; }
  bool strikes_at(const Message& message, const Scene& scene) const override {
    return !message.reply && hits(scene.class_of(message.from)) && writes(*message.request);
  }
  NodeId victim(const Message& message, const Scene&) const override { return message.from; }
  bool hits(NodeClass node) const override { return node == NodeClass::backfiller; }
  bool single() const override { return false; }
  void touch(Episode& episode, const Message& message, Scene& scene, Fate& fate) const override {
    if (message.reply || message.from != episode.strike.node || !writes(*message.request)) return;
    fate.duplicated = true;
    fate.copy_delay = scenarios::Duration(
        static_cast<Time>(scene.pick(episode, 1, name_of(message), furthest_behind + 1)));
  }
};

}  // namespace

const Fault& second_backfiller() {
  static const SecondBackfiller fault;
  return fault;
}

}  // namespace rehearse::fault_injection
