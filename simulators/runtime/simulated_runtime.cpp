#include "simulators/runtime/simulated_runtime.hpp"

#include <utility>

#include "scenarios/ensure.hpp"
#include "simulators/runtime/history_hash.hpp"

namespace rehearse::simulators {

struct SimulatedRuntime::Letter {
  Timer timer{&SimulatedRuntime::fire_letter};  // first: fire_letter finds the rest from it
  SimulatedRuntime* runtime = nullptr;
  PendingCall* call = nullptr;  // null: nobody waits for the reply any more
  Letter* next = nullptr;       // of the same call (a duplicate); or of the free ones
  NodeId from = 0;
  NodeId to = 0;
  bool reply_leg = false;
  FailureReason refused = FailureReason::none;  // by a fault on the way
  bool answer_is_cut = false;
  Request request;
  Reply reply;
};

SimulatedRuntime::SimulatedRuntime() = default;

SimulatedRuntime::~SimulatedRuntime() { destroy_tasks(); }

void SimulatedRuntime::destroy_tasks() {
  for (Hosted& hosted : nodes_) hosted.tasks.destroy();
}

NodeId SimulatedRuntime::add_node(Node& node) {
  nodes_.emplace_back().node = &node;
  return static_cast<NodeId>(nodes_.size() - 1);
}

void SimulatedRuntime::reset(Choices& choices, MessageHook* hook,
                             std::array<scenarios::Duration, 2> latency, History& history) {
  for (NodeId node = 0; node < nodes_.size(); ++node) {
    nodes_[node].tasks.destroy();
    nodes_[node].up = nodes_[node].closed = false;
    nodes_[node].serving = 0;
  }
  wheel_.clear();
  memory_.reset();
  free_letters_ = nullptr;
  for (Letter& letter : letters_) {
    letter.timer.previous = nullptr;
    letter.timer.next = nullptr;
    letter.call = nullptr;
    letter.next = free_letters_;
    free_letters_ = &letter;
  }
  delays_.reset(nodes_.size(), latency);
  now_ = 0;
  choices_ = &choices;
  hook_ = hook;
  history_ = &history;
  history.events.clear();
  history.hash = 0;
  phase_ = no_phase;
  events_run_ = 0;
  stopped_ = false;
  gave_up_ = false;
  idle_ = false;
}

void SimulatedRuntime::run(Time limit) {
  stopped_ = false;
  while (!stopped_) {
    Timer* const timer = wheel_.pop();
    idle_ = timer == nullptr;
    if (timer == nullptr) return;
    now_ = timer->when;
    if (now_ > limit) return;
    gave_up_ = gave_up_ || events_run_ >= events_most_;
    if (gave_up_) return;
    ++events_run_;
    timer->fire(timer);
  }
}

void SimulatedRuntime::start_node(NodeId node) {
  REHEARSE_ENSURE(!nodes_[node].up);
  nodes_[node].up = true;
  nodes_[node].closed = false;
  nodes_[node].node->start();
}

void SimulatedRuntime::crash_node(NodeId node) {
  nodes_[node].up = nodes_[node].closed = false;
  nodes_[node].tasks.destroy();
  nodes_[node].node->crash();
}

void SimulatedRuntime::close_node(NodeId node) {
  nodes_[node].up = false;
  nodes_[node].closed = true;
}

EventId SimulatedRuntime::record(const Event& event) {
  history_->events.push_back(event);
  gave_up_ = gave_up_ || history_->events.size() > recorded_most_;
  Event& kept = history_->events.back();
  kept.time = now_;
  kept.phase = phase_;
  history_->hash = rolled(history_->hash, kept);
  return static_cast<EventId>(history_->events.size() - 1);
}

void SimulatedRuntime::spawn(NodeId node, Task<void> task) {
  nodes_[node].tasks.spawn(std::move(task));
}

// ---- messages ----

namespace {
/// Gives the letter back when the serving task ends or is destroyed before the reply left.
template <typename Release>
class Guard {
 public:
  explicit Guard(Release release) : release_(release) {}
  Guard(const Guard&) = delete;
  Guard& operator=(const Guard&) = delete;
  ~Guard() { release_(); }

 private:
  Release release_;
};
}  // namespace

RootTasks::RootTask SimulatedRuntime::serve(RootTasks*, NodeId node, Letter* letter) {
  bool sent = false;
  ++nodes_[node].serving;
  const auto release = [this, node, letter, &sent] {
    --nodes_[node].serving;
    if (!sent) free_letter(letter);
  };
  const Guard guard(release);
  letter->reply = co_await nodes_[node].node->serve(&letter->request);
  sent = true;
  send(letter, true);
}

void SimulatedRuntime::start_call(PendingCall& call, NodeId from, NodeId to, const Request& request,
                                  scenarios::Duration timeout) {
  call.deadline.fire = &SimulatedRuntime::fire_deadline;
  arm(call.deadline, now_ + timeout.count());

  Letter* const letter = new_letter();
  letter->from = from;
  letter->to = to;
  letter->call = &call;
  letter->request = request;
  call.record = letter;
  call.reply.status = FailureReason::timeout;
  send(letter, false);
}

void SimulatedRuntime::abandon_call(PendingCall& call) {
  if (call.deadline.armed()) disarm(call.deadline);
  for (Letter* letter = static_cast<Letter*>(call.record); letter != nullptr;) {
    letter->call = nullptr;
    letter = std::exchange(letter->next, nullptr);
  }
}

void SimulatedRuntime::finish_call(PendingCall& call) {
  const std::coroutine_handle<> waiting = call.waiting;
  abandon_call(call);
  waiting.resume();
}

void SimulatedRuntime::fire_deadline(Timer* timer) {
  PendingCall* const call = reinterpret_cast<PendingCall*>(timer);
  call->reply.status = FailureReason::timeout;
  static_cast<SimulatedRuntime*>(call->runtime)->finish_call(*call);
}

void SimulatedRuntime::send(Letter* letter, bool reply) {
  letter->reply_leg = reply;
  const NodeId from = reply ? letter->to : letter->from;
  const NodeId to = reply ? letter->from : letter->to;
  std::int64_t delay = delays_.of(*choices_, from, to, letter->request.tag, reply);
  if (!reply) delay += nodes_[to].node->work(letter->request).count();
  if (hook_ != nullptr) {
    const Message message{from, to, reply, &letter->request, reply ? &letter->reply : nullptr};
    Fate fate = hook_->on_message(message);
    if (fate.lost) return free_letter(letter);
    fate.play_wire();
    delay += fate.extra_delay.count();
    if (reply && letter->answer_is_cut) {
      letter->reply = Reply();
      letter->reply.status = FailureReason::timeout;
    }
    if (!reply) letter->refused = fate.refused;
    if (!reply) letter->answer_is_cut = fate.wire.cut == Wire::Cut::answer;
    if (fate.duplicated && !reply) {
      Letter* const twin = new_letter();
      twin->from = letter->from;
      twin->to = letter->to;
      twin->call = letter->call;
      twin->next = std::exchange(letter->next, twin);
      twin->request = letter->request;
      arm(twin->timer, now_ + delay + 1 + fate.copy_delay.count());
    }
  }
  arm(letter->timer, now_ + delay);
}

void SimulatedRuntime::fire_letter(Timer* timer) {
  Letter* const letter = reinterpret_cast<Letter*>(timer);
  letter->runtime->deliver(letter);
}

void SimulatedRuntime::deliver(Letter* letter) {
  letter->reply_leg ? deliver_reply(letter) : deliver_request(letter);
}

void SimulatedRuntime::deliver_request(Letter* letter) {
  const NodeId to = letter->to;
  if (letter->refused != FailureReason::none) return refuse(letter, letter->refused);
  const Hosted& there = nodes_[to];
  if (!there.up && !there.closed) return refuse(letter, FailureReason::unavailable);
  if (const std::optional<Reply> reply = nodes_[to].node->answer(letter->request)) {
    letter->reply = *reply;
    return send(letter, true);
  }
  if (there.closed) return refuse(letter, FailureReason::unavailable);
  RootTasks::RootTask task = serve(&nodes_[to].tasks, to, letter);
  task.resume();
}

void SimulatedRuntime::refuse(Letter* letter, FailureReason reason) {
  letter->reply = Reply();  // letters are reused: no word of an earlier reply may be left
  letter->reply.status = reason;
  send(letter, true);
}

void SimulatedRuntime::send_again(NodeId from, NodeId to, const Request& request) {
  Letter* const letter = new_letter();
  letter->from = from;
  letter->to = to;
  letter->request = request;
  arm(letter->timer, now_ + delays_.least());
}

void SimulatedRuntime::deliver_reply(Letter* letter) {
  PendingCall* const call = letter->call;
  if (call != nullptr) call->reply = letter->reply;
  free_letter(letter);
  if (call != nullptr) finish_call(*call);
}

SimulatedRuntime::Letter* SimulatedRuntime::new_letter() {
  if (free_letters_ == nullptr) {
    letters_.emplace_back().runtime = this;
    return &letters_.back();
  }
  Letter* const letter = free_letters_;
  free_letters_ = std::exchange(letter->next, nullptr);
  letter->reply_leg = false;
  letter->refused = FailureReason::none;
  letter->answer_is_cut = false;
  return letter;
}

void SimulatedRuntime::free_letter(Letter* letter) {
  if (letter->call != nullptr) {
    PendingCall& call = *std::exchange(letter->call, nullptr);
    Letter* const first = static_cast<Letter*>(call.record);
    if (first == letter) {
      call.record = letter->next;
    } else {
      Letter* before = first;
      while (before->next != letter) before = before->next;
      before->next = letter->next;
    }
  }
  letter->next = std::exchange(free_letters_, letter);
}

}  // namespace rehearse::simulators
