#pragma once
/// The simulated runtime: one thread, a virtual clock, messages as values. A run is a pure function
/// of (plan, scenario, choices). What it models: one-way delays, refused connections to a process
/// that is down, whatever the message hook does (loss, duplication, delay). What it does not:
/// bandwidth, byte-level corruption, CPU contention.

#include <deque>
#include <vector>

#include "scenarios/scenario.hpp"
#include "simulators/runtime/link_delays.hpp"
#include "simulators/runtime/message_hook.hpp"
#include "simulators/runtime/root_tasks.hpp"
#include "simulators/runtime/runtime.hpp"

namespace rehearse::simulators {

class SimulatedRuntime final : public Runtime {
 public:
  SimulatedRuntime();
  ~SimulatedRuntime() override;
  SimulatedRuntime(const SimulatedRuntime&) = delete;
  SimulatedRuntime& operator=(const SimulatedRuntime&) = delete;

  /// Nodes are added once; ids are given in order from 0. Down until `start_node`.
  NodeId add_node(Node& node);

  /// Forgets all tasks, messages, timers and the history's events; time 0.
  void reset(Choices& choices, MessageHook* hook, std::array<scenarios::Duration, 2> latency,
             History& history);

  /// Destroys every task, while what they refer to is still there. Owners of nodes call it first.
  void destroy_tasks();

  /// Runs until nothing is left to do, `stop` was called, or `limit` is passed: once a run, for
  /// what lies beyond the limit is dropped.
  void run(Time limit);
  void stop() { stopped_ = true; }
  /// Runs that go on for longer are given up: they end as if stopped. For all runs to come.
  void give_up_after(std::uint64_t events, std::size_t recorded) {
    events_most_ = events;
    recorded_most_ = recorded;
  }
  bool gave_up() const { return gave_up_; }
  bool idle() const { return idle_; }

  void start_node(NodeId node);
  /// Tasks destroyed, `Node::crash` called, requests refused from now on.
  void crash_node(NodeId node);
  /// Refuses new requests, save what it can answer at once, such as that there are new flags;
  /// running tasks go on (graceful stop).
  void close_node(NodeId node);
  bool up(NodeId node) const { return nodes_[node].up; }
  /// Requests being served by this node.
  int serving(NodeId node) const { return nodes_[node].serving; }
  /// Sends a copy of a request that somebody sent before; nobody waits for the answer.
  void send_again(NodeId from, NodeId to, const Request& request);
  /// The hash of the history so far.
  std::uint64_t history_hash() const { return history_->hash; }
  /// Stamped on every event from now on.
  void set_phase(std::uint16_t phase) { phase_ = phase; }
  std::uint64_t events_run() const { return events_run_; }

  // Runtime
  Time clock(NodeId node) const override {
    return hook_ == nullptr ? now_ : now_ + hook_->clock_error(node);
  }
  EventId record(const Event& event) override;
  void arm(Timer& timer, Time when) override {
    timer.when = when;
    wheel_.arm(timer);
  }
  void disarm(Timer& timer) override { wheel_.disarm(timer); }
  void start_call(PendingCall& call, NodeId from, NodeId to, const Request& request,
                  scenarios::Duration timeout) override;
  void abandon_call(PendingCall& call) override;
  void spawn(NodeId node, Task<void> task) override;

 private:
  struct Letter;  // a message under way

  struct Hosted {
    Node* node = nullptr;
    RootTasks tasks;
    bool up = false;
    bool closed = false;  // not up, and still there to end what it has begun
    int serving = 0;
  };

  RootTasks::RootTask serve(RootTasks* tasks, NodeId node, Letter* letter);
  Letter* new_letter();
  void free_letter(Letter* letter);
  void send(Letter* letter, bool reply);
  void deliver(Letter* letter);
  void deliver_request(Letter* letter);
  void deliver_reply(Letter* letter);
  void refuse(Letter* letter, FailureReason reason);
  void finish_call(PendingCall& call);
  static void fire_letter(Timer* timer);
  static void fire_deadline(Timer* timer);

  TimingWheel wheel_;
  MessageHook* hook_ = nullptr;
  LinkDelays delays_;
  History* history_ = nullptr;
  std::vector<Hosted> nodes_;
  std::deque<Letter> letters_;
  Letter* free_letters_ = nullptr;
  std::uint16_t phase_ = no_phase;
  std::uint64_t events_run_ = 0;
  std::uint64_t events_most_ = UINT64_MAX;
  std::size_t recorded_most_ = SIZE_MAX;
  bool gave_up_ = false;
  bool stopped_ = false;
  bool idle_ = false;
};

}  // namespace rehearse::simulators
