#pragma once
/// The world as model code sees it: time, sleep, spawn, call another node, make a choice, tell what
/// happened. Two implementations: simulated (simulated_runtime.hpp) and live (live/: Asio, real
/// processes). Model code reaches no clock, thread or socket but through this.
///
///     client --call--> app/1 --call--> shop        call = request, reply, or timeout
///                        |                         a node serves each request in its own task
///                        +--spawn--> shadow read   a node's tasks die with it

#include <coroutine>
#include <cstdint>
#include <optional>
#include <span>

#include "simulators/data/memory.hpp"
#include "simulators/runtime/choices.hpp"
#include "simulators/runtime/history.hpp"
#include "simulators/runtime/messages.hpp"
#include "simulators/runtime/task.hpp"
#include "simulators/runtime/timing_wheel.hpp"

namespace rehearse::simulators {

class Runtime;

/// A call under way; lives in the caller's frame.
struct PendingCall {
  Timer deadline;  ///< First: the deadline's handler finds the call from it.
  std::coroutine_handle<> waiting;
  Runtime* runtime = nullptr;
  Reply reply;
  void* record = nullptr;  ///< The runtime's bookkeeping.
};

class Runtime {
 public:
  virtual ~Runtime() = default;
  /// The time of the event that is being handled.
  Time now() const { return now_; }
  /// What the node's own clock shows: what it reads to stamp data and to tell how old they are.
  /// Timers and sleeps go by `now`.
  virtual Time clock(NodeId node) const = 0;
  Choices& choices() { return *choices_; }
  Memory& memory() { return memory_; }
  /// Adds to the history; fills in time and phase. Returns the event's index.
  virtual EventId record(const Event& event) = 0;

  // For nodes whose state outlasts their process. Simulated processes lose what they say they lose.
  /// Writes down what is about to be recorded, and returns a number to be kept in the same
  /// transaction as what it tells of: the node's next process learns from it whether that was
  /// committed, and with it recorded. 0: nothing has to be kept.
  virtual std::int64_t prepare(std::span<const Event>) { return 0; }
  /// `request` has changed the node: its next process is told it again (`Node::recall`).
  virtual void keep(NodeId, const Request&) {}

  // For the awaitables below.
  virtual void arm(Timer& timer, Time when) = 0;
  virtual void disarm(Timer& timer) = 0;
  virtual void start_call(PendingCall& call, NodeId from, NodeId to, const Request& request,
                          scenarios::Duration timeout) = 0;
  virtual void abandon_call(PendingCall& call) = 0;
  /// Starts a task that belongs to `node`: it dies with the node.
  virtual void spawn(NodeId node, Task<void> task) = 0;

 protected:
  Time now_ = 0;
  Choices* choices_ = nullptr;
  Memory memory_;
};

/// `co_await Sleep(runtime, duration)`.
class Sleep final {
 public:
  Sleep(Runtime& runtime, scenarios::Duration duration)
      : runtime_(runtime), wakeup_(duration.count(), nullptr) {}
  Sleep(const Sleep&) = delete;
  Sleep& operator=(const Sleep&) = delete;
  ~Sleep() {
    if (wakeup_.timer.armed()) runtime_.disarm(wakeup_.timer);
  }
  bool await_ready() const noexcept { return wakeup_.duration <= 0; }
  void await_suspend(std::coroutine_handle<> waiting) {
    wakeup_.waiting = waiting;
    runtime_.arm(wakeup_.timer, runtime_.now() + wakeup_.duration);
  }
  void await_resume() const noexcept {}

 private:
  struct Wakeup {
    Timer timer;  // first: fire() finds the rest from it
    std::int64_t duration;
    std::coroutine_handle<> waiting;
    Wakeup(std::int64_t how_long, std::coroutine_handle<> who)
        : timer(&Wakeup::fire), duration(how_long), waiting(who) {}
    static void fire(Timer* timer) { reinterpret_cast<Wakeup*>(timer)->waiting.resume(); }
  };
  Runtime& runtime_;
  Wakeup wakeup_;
};

/// `Reply reply = co_await Call(runtime, from, to, request, timeout)`. A reply, or status
/// `timeout`.
class Call final {
 public:
  Call(Runtime& runtime, NodeId from, NodeId to, const Request& request,
       scenarios::Duration timeout)
      : runtime_(runtime), request_(&request), timeout_(timeout), from_(from), to_(to) {
    call_.runtime = &runtime;
  }
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;
  ~Call() {
    if (started_ && !done_) runtime_.abandon_call(call_);
  }
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiting) {
    call_.waiting = waiting;
    started_ = true;
    runtime_.start_call(call_, from_, to_, *request_, timeout_);
  }
  Reply await_resume() {
    done_ = true;
    return call_.reply;
  }

 private:
  Runtime& runtime_;
  const Request* request_;  // read before the first suspension ends
  scenarios::Duration timeout_;
  NodeId from_, to_;
  bool started_ = false;
  bool done_ = false;
  PendingCall call_;
};

/// Tasks of one node wait until something changes. Not for crossing nodes: that is what calls are
/// for.
class Signal final {
 public:
  explicit Signal(Runtime& runtime) : runtime_(runtime) {}
  Signal(const Signal&) = delete;
  Signal& operator=(const Signal&) = delete;

  /// Wakes all who wait now, at this same time, in the order in which they came.
  void notify();

  class Wait;
  /// `bool woken = co_await signal.wait(timeout)`: false on timeout.
  Wait wait(scenarios::Duration timeout);

 private:
  friend class Wait;
  Runtime& runtime_;
  Wait* first_ = nullptr;
  Wait* last_ = nullptr;
};

class Signal::Wait final {
 public:
  Wait(Signal& signal, scenarios::Duration timeout)
      : timer_{this}, signal_(signal), timeout_(timeout) {}
  Wait(const Wait&) = delete;
  Wait& operator=(const Wait&) = delete;
  ~Wait() { leave(); }
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiting) {
    waiting_ = waiting;
    previous_ = signal_.last_;
    (previous_ != nullptr ? previous_->next_ : signal_.first_) = this;
    signal_.last_ = this;
    queued_ = true;
    signal_.runtime_.arm(timer_, signal_.runtime_.now() + timeout_.count());
  }
  bool await_resume() const noexcept { return woken_; }

 private:
  friend class Signal;
  struct WaitTimer : Timer {
    Wait* owner;
    explicit WaitTimer(Wait* wait) : Timer(&fire_wait), owner(wait) {}
  };
  static void fire_wait(Timer* timer) {
    Wait* const wait = static_cast<WaitTimer*>(timer)->owner;
    wait->unqueue();
    wait->waiting_.resume();
  }
  void unqueue() {
    if (!queued_) return;
    (previous_ != nullptr ? previous_->next_ : signal_.first_) = next_;
    (next_ != nullptr ? next_->previous_ : signal_.last_) = previous_;
    queued_ = false;
  }
  void leave() {
    unqueue();
    if (timer_.armed()) signal_.runtime_.disarm(timer_);
  }
  /// Moves the wake-up to now, behind what is already due.
  void wake() {
    unqueue();
    woken_ = true;
    signal_.runtime_.disarm(timer_);
    signal_.runtime_.arm(timer_, signal_.runtime_.now());
  }

  WaitTimer timer_;
  Signal& signal_;
  scenarios::Duration timeout_;
  std::coroutine_handle<> waiting_;
  Wait* previous_ = nullptr;
  Wait* next_ = nullptr;
  bool queued_ = false;
  bool woken_ = false;
};

inline void Signal::notify() {
  while (first_ != nullptr) first_->wake();
}
inline Signal::Wait Signal::wait(scenarios::Duration timeout) { return Wait(*this, timeout); }

/// A process: answers requests at once, or serves each in its own task.
class Node {
 public:
  virtual ~Node() = default;
  /// Time from a request's arrival until the node turns to it. Simulated: drawn when the request is
  /// sent, since nothing can tell a slow node from a slow link.
  virtual scenarios::Duration work(const Request&) { return scenarios::Duration(0); }
  /// What needs no waiting. No answer: the request is to be served.
  virtual std::optional<Reply> answer(const Request&) { return std::nullopt; }
  /// The runtime keeps `*request` until the task has ended.
  virtual Task<Reply> serve(const Request*) {
    const Reply nothing;
    co_return nothing;
  }
  /// Starts what the node does of its own accord; called at every start of the process.
  virtual void start() {}
  /// The process dies: volatile state is lost. Its tasks are already destroyed.
  virtual void crash() {}
  /// An earlier process of the node was told this when its clock showed `at`. After `start`.
  virtual void recall(const Request& request, Time /*at*/) { static_cast<void>(answer(request)); }
};

}  // namespace rehearse::simulators
