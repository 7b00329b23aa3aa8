#include "fault_injection/fault.hpp"

namespace rehearse::fault_injection {

using namespace simulators;

namespace {

/// The request arrives twice: at once, or the copy later.
class Duplicated final : public Fault {
 public:
  bool strikes_at(const Message& message, const Scene&) const override { return !message.reply; }
  void touch(Episode& episode, const Message&, Scene&, Fate& fate) const override {
    fate.duplicated = true;
    fate.copy_delay = episode.strike.duration;
  }
};

}  // namespace

const Fault& duplicated() {
  static const Duplicated fault;
  return fault;
}

}  // namespace rehearse::fault_injection
