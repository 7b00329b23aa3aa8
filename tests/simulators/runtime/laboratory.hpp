#pragma once
/// A simulated runtime with a client and a server whose behaviour each test writes down.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "simulators/runtime/simulated_runtime.hpp"

namespace rehearse::simulators::laboratory {

/// A node that serves as it is told and notes what happens to it.
class Scripted final : public Node {
 public:
  Scripted(std::vector<std::string>* log, std::string name) : log_(log), name_(std::move(name)) {}

  /// Its captures must outlive the tasks.
  std::function<Task<Reply>(const Request*)> serves;

  std::function<std::optional<Reply>(const Request&)> answers;  ///< At once; none: serves all.
  Task<Reply> serve(const Request* request) override { return serves(request); }
  std::optional<Reply> answer(const Request& request) override {
    return answers ? answers(request) : std::nullopt;
  }
  void start() override { log_->push_back(name_ + " starts"); }
  void crash() override { log_->push_back(name_ + " crashes"); }

 private:
  std::vector<std::string>* log_;
  std::string name_;
};

/// Notes its end: a frame that holds one must be destroyed exactly once.
class Farewell final {
 public:
  Farewell(std::vector<std::string>* log, std::string name) : log_(log), name_(std::move(name)) {}
  Farewell(const Farewell&) = delete;
  Farewell& operator=(const Farewell&) = delete;
  ~Farewell() { log_->push_back("~" + name_); }

 private:
  std::vector<std::string>* log_;
  std::string name_;
};

/// Does to each message what the test says.
class ScriptedHook final : public MessageHook {
 public:
  std::function<Fate(bool reply, std::uint64_t tag)> decides;
  Fate on_message(const Message& message) override {
    // Tags of the two legs differ.
    return decides ? decides(message.reply, message.tag() * 2 + (message.reply ? 1 : 0)) : Fate();
  }
  Time clock_error(NodeId node) const override { return node == wrong_clock ? ahead : 0; }
  NodeId wrong_clock = 0;
  Time ahead = 0;
};

/// One way takes 100 us, always. Both nodes are up.
class Laboratory {
 public:
  explicit Laboratory(std::uint64_t seed = 1, scenarios::Duration latency_most = us(100))
      : choices(seed), latency_{us(100), latency_most} {
    client = runtime.add_node(client_node);
    server = runtime.add_node(server_node);
    begin();
  }
  ~Laboratory() { runtime.destroy_tasks(); }
  Laboratory(const Laboratory&) = delete;
  Laboratory& operator=(const Laboratory&) = delete;

  static constexpr scenarios::Duration us(std::int64_t count) { return scenarios::Duration(count); }
  static constexpr Time for_ever = 1'000'000'000;

  /// A new run.
  void begin() {
    runtime.reset(choices, &hook, latency_, history);
    runtime.start_node(client);
    runtime.start_node(server);
    log.clear();
  }
  void run() { runtime.run(for_ever); }
  void note(const std::string& what) { log.push_back(std::to_string(runtime.now()) + " " + what); }

  static Request question(std::uint64_t tag) {
    Control control;
    control.value = static_cast<std::int64_t>(tag);
    Request request;
    request.tag = tag;
    request.body = control;
    return request;
  }
  static Reply answer(const Request* request) {
    ControlReply control;
    control.number = std::get<Control>(request->body).value * 10;
    Reply reply;
    reply.body = control;
    return reply;
  }

  /// The client asks `tag` and notes "timeout", "refused" or the number in the answer.
  Task<void> ask(std::uint64_t tag, scenarios::Duration timeout) {
    const Farewell mark(&log, "ask");
    const Request request = question(tag);
    const Reply reply = co_await Call(runtime, client, server, request, timeout);
    if (reply.status == FailureReason::timeout)
      note("timeout");
    else if (reply.status == FailureReason::unavailable)
      note("refused");
    else
      note("got " + std::to_string(std::get<ControlReply>(reply.body).number));
  }
  /// The server answers after `work`.
  Task<Reply> work(const Request* request, scenarios::Duration takes) {
    const Farewell mark(&log, "work");
    note("serves " + std::to_string(std::get<Control>(request->body).value));
    co_await Sleep(runtime, takes);
    co_return answer(request);
  }
  void server_works(scenarios::Duration takes) {
    server_node.serves = [this, takes](const Request* request) { return work(request, takes); };
  }

  std::vector<std::string> log;
  RandomChoices choices;
  ScriptedHook hook;
  History history;
  Scripted client_node{&log, "client"};
  Scripted server_node{&log, "server"};
  SimulatedRuntime runtime;
  NodeId client = 0, server = 0;

 private:
  std::array<scenarios::Duration, 2> latency_;
};

}  // namespace rehearse::simulators::laboratory
