#pragma once
/// Between the processes of a live run: every request and every answer passes through here, and
/// what the faults make of it (the same faults, by the same names, as in simulation) happens to a
/// real one.
///
///     app/1 --POST--> proxy of orders.old --POST--> orders.old
///                       | Fate of the request: lost (silence), refused (answered here), late,
///                       twice
///       <-------------- | Fate of the answer:  lost, late, changed
///
/// Every message takes as long as the scenario's network says, drawn as in simulation, on top of
/// what the machine takes. A request that is lost never reaches the node; the caller's connection
/// stays silent until the caller gives up. A node that nobody can connect to is told as such: that
/// is surely not done.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "simulators/blueprint/blueprint.hpp"
#include "simulators/live/address_book.hpp"
#include "simulators/live/live_runtime.hpp"
#include "simulators/runtime/message_hook.hpp"

namespace rehearse::fault_injection {

class FaultProxy final {
 public:
  /// A listener for each node, entered in the book. `outside` is hosted by the runtime: on it run
  /// the proxy's tasks. All must outlive it; the runtime's tasks must be gone before it is.
  FaultProxy(const simulators::Blueprint& blueprint, simulators::live::LiveRuntime& runtime,
             simulators::live::AddressBook& book, simulators::MessageHook& hook,
             simulators::NodeId outside);
  ~FaultProxy();
  FaultProxy(const FaultProxy&) = delete;
  FaultProxy& operator=(const FaultProxy&) = delete;

  /// Sends a copy of a request that somebody sent before; nobody waits for the answer.
  void send_again(simulators::NodeId from, simulators::NodeId to,
                  const simulators::Request& request);
  /// Requests that have passed, copies included.
  std::int64_t passed() const;

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace rehearse::fault_injection
