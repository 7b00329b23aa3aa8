#include "fault_injection/fault.hpp"

namespace rehearse::fault_injection {

using namespace simulators;

namespace {

/// The request never arrives. Its sender finds out by its timeout, and cannot tell this from a lost
/// reply.
class RequestLost final : public Fault {
 public:
  bool strikes_at(const Message& message, const Scene&) const override { return !message.reply; }
  void touch(Episode&, const Message&, Scene&, Fate& fate) const override { fate.lost = true; }
};

}  // namespace

const Fault& request_lost() {
  static const RequestLost fault;
  return fault;
}

}  // namespace rehearse::fault_injection
