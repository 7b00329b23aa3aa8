#include "fault_injection/fault.hpp"

namespace rehearse::fault_injection {

using namespace simulators;

namespace {

/// The request arrives after its sender has given up, and is executed then: a zombie write.
class Delayed final : public Fault {
 public:
  bool strikes_at(const Message& message, const Scene&) const override { return !message.reply; }
  void touch(Episode& episode, const Message&, Scene&, Fate& fate) const override {
    fate.extra_delay += episode.strike.duration;
  }
};

}  // namespace

const Fault& delayed() {
  static const Delayed fault;
  return fault;
}

}  // namespace rehearse::fault_injection
