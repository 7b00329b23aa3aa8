#pragma once
/// Where faults act on messages, simulated or real.

#include "simulators/runtime/messages.hpp"
#include "simulators/runtime/wire.hpp"

namespace rehearse::simulators {

/// What becomes of one message.
struct Fate {
  bool lost = false;
  bool duplicated = false;                      ///< Requests only.
  FailureReason refused = FailureReason::none;  ///< Requests: not executed, answered with this.
  scenarios::Duration extra_delay{0};
  scenarios::Duration copy_delay{0};  ///< Of the duplicate, behind the first.
  Wire wire;                          ///< Requests only; the answer comes back on the same one.

  /// For whoever moves messages whole: what the wire makes of the request. An answer that is cut
  /// off is for them to play: its caller learns at once that it does not know.
  void play_wire() {
    extra_delay += wire.time_for(bytes_of_a_message);
    if (wire.cut == Wire::Cut::request) refused = FailureReason::timeout;
  }
};

/// A message as it is sent.
struct Message {
  NodeId from = 0, to = 0;
  bool reply = false;  ///< The answer to `request`, on its way back.
  const Request* request = nullptr;
  Reply* answer = nullptr;  ///< Replies: what it says; may be changed.
  /// Names it among those from `from` to `to` on this leg.
  std::uint64_t tag() const { return request->tag; }
};

/// Where faults act on the network.
class MessageHook {
 public:
  virtual ~MessageHook() = default;
  virtual Fate on_message(const Message& message) = 0;
  /// By how much the clock of this node is ahead; negative: behind.
  virtual Time clock_error(NodeId) const { return 0; }
};

}  // namespace rehearse::simulators
