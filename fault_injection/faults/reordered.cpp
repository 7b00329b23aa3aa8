#include "fault_injection/fault.hpp"

namespace rehearse::fault_injection {

using namespace simulators;

namespace {

/// The request is late by a little: those sent after it overtake it. Sender and receiver both live
/// on.
class Reordered final : public Fault {
 public:
  bool strikes_at(const Message& message, const Scene&) const override { return !message.reply; }
  void touch(Episode& episode, const Message&, Scene&, Fate& fate) const override {
    fate.extra_delay += episode.strike.duration;
  }
};

}  // namespace

const Fault& reordered() {
  static const Reordered fault;
  return fault;
}

}  // namespace rehearse::fault_injection
