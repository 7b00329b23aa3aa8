/// "slow_write": a write arrives 150 ms late, after its sender has given up.
#include "fault_injection/fault.hpp"
#include "own.hpp"

using namespace rehearse::fault_injection;

namespace {

class SlowWrite final : public Fault {
 public:
  bool strikes_at(const rehearse::simulators::Message& message, const Scene&) const override {
    return !message.reply && kind_of(*message.request) == MessageKind::write;
  }
  void touch(Episode& episode, const rehearse::simulators::Message&, Scene&,
             rehearse::simulators::Fate& fate) const override {
    fate.extra_delay += episode.strike.duration;
  }
};

}  // namespace

void add_slow_writes() {
  static const SlowWrite fault;
  rehearse::scenarios::FaultKind kind;
  kind.name = "slow_write";
  kind.group = "own";
  kind.sources = "incident 2026-11-03";
  kind.budget = rehearse::scenarios::Budget::message_loss;  // what of `tolerates` pays for it
  kind.usual = rehearse::scenarios::Duration(150'000);
  kind.duration_is = "how late it arrives";
  kind.where = "a write on its way to a store";
  kind.promise = "the write is executed when nobody waits for it any more";
  add_fault(kind, fault);
}
