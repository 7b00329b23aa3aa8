#pragma once
/// A client and a server on one live runtime: real sockets, real time, one process.

#include <memory>
#include <string>
#include <vector>

#include "scenarios/default_scenario.hpp"
#include "simulators/live/live_runtime.hpp"
#include "tests/simulators/runtime/laboratory.hpp"
#include "tests/simulators/services/gateway_fixture.hpp"
#include "tests/simulators/store_fixture.hpp"

namespace rehearse::simulators::live {

class LiveLaboratory {
 public:
  using Scripted = laboratory::Scripted;
  static constexpr NodeId client = 0, server = 1;

  LiveLaboratory()
      : scenario(scenarios::default_scenario(plan)),
        blueprint(plan, scenario),
        book(AddressBook::create(folder.path("book"), blueprint.nodes.size() + 1)),
        events(EventLog::create(folder.path("events"))),
        choices(1) {}
  ~LiveLaboratory() {
    if (runtime != nullptr) runtime->destroy_tasks();
  }
  LiveLaboratory(const LiveLaboratory&) = delete;
  LiveLaboratory& operator=(const LiveLaboratory&) = delete;

  static constexpr scenarios::Duration ms(std::int64_t count) {
    return scenarios::Duration(count * 1'000);
  }

  /// A new process, as it were. The client is there.
  void begin() {
    if (runtime != nullptr) runtime->destroy_tasks();
    runtime = std::make_unique<LiveRuntime>(blueprint, book, events, choices);
    runtime->host(client, client_node);
  }
  void host_server(const std::string& journal = {}) {
    runtime->host(server, server_node, 0, journal);
  }
  static Reply answer(std::int64_t number) {
    ControlReply body;
    body.number = number;
    Reply reply;
    reply.body = body;
    return reply;
  }
  static Request question(std::int64_t value, ControlVerb verb = ControlVerb::status) {
    Control control;
    control.verb = verb;
    control.value = value;
    Request request;
    request.tag = static_cast<std::uint64_t>(value);
    request.body = control;
    return request;
  }
  /// The server answers ten times what it is asked, after a while.
  void server_works(scenarios::Duration takes) {
    server_node.serves = [this, takes](const Request* request) { return work(request, takes); };
  }
  Task<Reply> work(const Request* request, scenarios::Duration takes) {
    Sleep sleep(*runtime, takes);
    co_await sleep;
    co_return answer(std::get<Control>(request->body).value * 10);
  }
  /// Asks, and runs until the answer is there.
  Reply ask(const Request& request, scenarios::Duration timeout = ms(2'000)) {
    Reply reply;
    runtime->spawn(client, asking(&request, timeout, &reply));
    runtime->run();
    return reply;
  }
  Task<void> asking(const Request* request, scenarios::Duration timeout, Reply* reply) {
    Call call(*runtime, client, server, *request, timeout);
    *reply = co_await call;
    runtime->stop();
  }
  static std::int64_t number_in(const Reply& reply) {
    return std::get<ControlReply>(reply.body).number;
  }

  ScratchFolder folder;
  const scenarios::Plan plan = sound_plan();
  const scenarios::Scenario scenario;
  const Blueprint blueprint;
  AddressBook book;
  EventLog events;
  RandomChoices choices;
  std::vector<std::string> log;
  Scripted client_node{&log, "client"};
  Scripted server_node{&log, "server"};
  std::unique_ptr<LiveRuntime> runtime;
};

}  // namespace rehearse::simulators::live
