#include "fault_injection/fault.hpp"

namespace rehearse::fault_injection {

using namespace simulators;

namespace {

/// The request is executed and its reply is lost: the caller cannot know. The most dangerous fault
/// of all for whoever has more than one place to ask again.
class ReplyLost final : public Fault {
 public:
  bool strikes_at(const Message& message, const Scene&) const override { return message.reply; }
  void touch(Episode&, const Message&, Scene&, Fate& fate) const override { fate.lost = true; }
};

}  // namespace

const Fault& reply_lost() {
  static const ReplyLost fault;
  return fault;
}

}  // namespace rehearse::fault_injection
