#include "fault_injection/fault.hpp"

namespace rehearse::fault_injection {

using namespace simulators;

namespace {

/// Of two writes one is applied: the first is done, and no attempt of the second ever arrives.
class SecondWriteLost final : public Fault {
 public:
  bool possible(const Ground& ground) const override { return ground.second_writes; }
  bool strikes_at(const Message& message, const Scene&) const override {
    return !message.reply && kind_of(*message.request) == MessageKind::second_write;
  }
  bool single() const override { return false; }
  bool by_time() const override { return false; }
  void touch(Episode& episode, const Message& message, Scene& scene, Fate& fate) const override {
    const bool same = message.request->operation == episode.operation;
    if (same && strikes_at(message, scene)) fate.lost = true;
  }
};

}  // namespace

const Fault& second_write_lost() {
  static const SecondWriteLost fault;
  return fault;
}

}  // namespace rehearse::fault_injection
