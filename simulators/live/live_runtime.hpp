#pragma once
/// The live runtime: real time, and a node that is a process. It hosts one node (or a few, in
/// tests and in the director); the others are reached by HTTP, where the address book says that
/// they listen. The model's code is the same as in simulation.
///
///     model code -- Runtime --+-- time    the machine's monotonic clock, since the run began
///                             +-- timers  a wheel, and one timer of the system for the next of
///                             them
///                             +-- calls   POST /call with the message as JSON (message_json.hpp)
///                             `-- events  the process's log (event_log.hpp)
///
/// What a caller learns: an answer; `unavailable` when there was no connection or the node said
/// that it takes no requests (surely not done); `timeout` when there was no answer in time or the
/// connection broke (unknown). Delays, loss and work are the machine's own: nothing is drawn.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "simulators/blueprint/blueprint.hpp"
#include "simulators/live/address_book.hpp"
#include "simulators/live/event_log.hpp"
#include "simulators/runtime/runtime.hpp"

namespace boost::asio {
class io_context;
}

namespace rehearse::simulators::live {

class LiveRuntime final : public Runtime {
 public:
  /// All must outlive it. `process`: how many processes its node has had, this one included.
  LiveRuntime(const Blueprint& blueprint, AddressBook& book, EventLog& log, Choices& choices,
              int process = 1);
  ~LiveRuntime() override;
  LiveRuntime(const LiveRuntime&) = delete;
  LiveRuntime& operator=(const LiveRuntime&) = delete;

  /// Starts the node here, listening; throws boost::system::system_error when it cannot listen.
  /// The node outlives the runtime's tasks: see `destroy_tasks`.
  /// `journal`: a file that keeps what has changed the node, since that survives its process
  /// (switched on, a charge made ...): what earlier processes were told it recalls first. Empty:
  /// none.
  void host(NodeId id, Node& node, int version = 0, const std::string& journal = {});
  /// As `SimulatedRuntime::close_node`: it takes no new requests, save what it can answer at once.
  void close(NodeId id);
  /// Calls from here go past the fault proxies: those of who conducts the run.
  void avoid_proxies() { past_proxies_ = true; }
  /// Stamped on what is recorded here from now on: the conductor's business.
  void set_phase(std::uint16_t phase) { phase_ = phase; }
  /// Done before anything leaves this process, and before it waits for something: whoever keeps a
  /// state by itself keeps it then, with `told`. Until that is done nobody sees what was recorded.
  void before_leaving(std::function<void()> keep) { before_leaving_ = std::move(keep); }
  /// What has been recorded here until now.
  EventsTold told() const { return {process_, log_.events().size() + withheld_.size()}; }
  /// Requests being served by this node.
  int serving(NodeId id) const;
  /// Until `stop`.
  void run();
  void stop();
  /// Destroys every task of the nodes hosted here, before their owners go.
  void destroy_tasks();

  /// For processes and signals; whoever handles an event there calls `tick` first.
  boost::asio::io_context& io();
  void tick();

  // Runtime
  Time clock(NodeId node) const override { return now_ + book_.clock_error(node); }
  EventId record(const Event& event) override;
  std::int64_t prepare(std::span<const Event> events) override;
  void keep(NodeId node, const Request& request) override;
  void arm(Timer& timer, Time when) override;
  void disarm(Timer& timer) override;
  void start_call(PendingCall& call, NodeId from, NodeId to, const Request& request,
                  scenarios::Duration timeout) override;
  void abandon_call(PendingCall& call) override;
  void spawn(NodeId node, Task<void> task) override;

 private:
  struct Network;
  struct Hosted;
  struct Exchange;

  void fire_due();
  void set_alarm();
  void finish_call(PendingCall& call, FailureReason status);
  static void fire_deadline(Timer* timer);
  Hosted* hosted(NodeId id) const;
  Event stamped(const Event& event) const;
  void prepare_to_leave();

  AddressBook& book_;
  EventLog& log_;
  TimingWheel wheel_;
  std::unique_ptr<Network> network_;
  std::function<void()> before_leaving_;
  std::vector<Event> withheld_;  // recorded since then
  int process_;
  std::uint16_t phase_ = no_phase;
  bool past_proxies_ = false;
  bool stopped_ = false;
};

}  // namespace rehearse::simulators::live
