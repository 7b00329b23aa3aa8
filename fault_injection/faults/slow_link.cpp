#include "fault_injection/fault.hpp"

namespace rehearse::fault_injection {

using namespace simulators;

namespace {

constexpr scenarios::Duration link_slower_by{20'000};

/// Each message between the two takes longer: a congested link, a distant zone.
class SlowLink final : public Fault {
 public:
  bool strikes_at(const Message& message, const Scene& scene) const override {
    return !message.reply && scene.class_of(message.from) != NodeClass::clients;
  }
  bool single() const override { return false; }
  void touch(Episode& episode, const Message& message, Scene&, Fate& fate) const override {
    if (episode.on_link(message)) fate.extra_delay += link_slower_by;
  }
};

}  // namespace

const Fault& slow_link() {
  static const SlowLink fault;
  return fault;
}

}  // namespace rehearse::fault_injection
