#include "fault_injection/proxy/fault_proxy.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "fault_injection/proxy/tcp_proxy.hpp"
#include "simulators/live/http_client.hpp"
#include "simulators/live/http_server.hpp"
#include "simulators/live/message_json.hpp"
#include "simulators/live/protocol.hpp"
#include "simulators/runtime/link_delays.hpp"

namespace rehearse::fault_injection {

using namespace simulators;
using scenarios::Duration;
using simulators::live::AddressBook;
using simulators::live::HttpClient;
using simulators::live::HttpServer;
using simulators::live::LiveRuntime;
using simulators::live::MessageJson;

namespace {

/// One request on its way, and its answer on the way back.
struct Passage {
  NodeId from = 0, to = 0;
  Request request;
  std::string text;
  std::optional<HttpServer::Exchange> caller;  // none: nobody waits
  std::shared_ptr<TcpProxy> wire;  // between the node and its program; null: as the machine has it
  bool answer_is_cut = false;
};

using Shared = std::shared_ptr<Passage>;

}  // namespace

struct FaultProxy::Inside {
  Inside(const Blueprint& from, LiveRuntime& on, AddressBook& addresses, MessageHook& faults,
         NodeId outside_node)
      : blueprint(from),
        runtime(on),
        book(addresses),
        hook(faults),
        outside(outside_node),
        json(from, on.memory()),
        client(on.io()) {
    delays.reset(blueprint.nodes.size() + 1, blueprint.scenario.network.latency);
  }

  Duration way(const Message& message) {
    return Duration(
        delays.of(runtime.choices(), message.from, message.to, message.tag(), message.reply));
  }

  NodeId node_named(const std::string& name) const {
    const auto found = std::find(blueprint.nodes.begin(), blueprint.nodes.end(), name);
    return found == blueprint.nodes.end() ? outside
                                          : static_cast<NodeId>(found - blueprint.nodes.begin());
  }

  void take(NodeId to, const HttpServer::Exchange& exchange) {
    runtime.tick();
    const auto passage = std::make_shared<Passage>();
    passage->from = node_named(exchange.from());
    passage->to = to;
    passage->text = exchange.body();
    if (exchange.is_get() || !json.read(passage->text, passage->request))
      return exchange.respond(live::not_understood_status, live::not_understood);
    passage->caller = exchange;
    const Message message{passage->from, to, false, &passage->request, nullptr};
    Fate fate = hook.on_message(message);
    fate.extra_delay += way(message);
    if (fate.lost) {
      silenced.push_back(passage);  // its connection stays open, and silent
      return;
    }
    if (fate.duplicated) {
      const auto copy = std::make_shared<Passage>(*passage);
      copy->caller.reset();
      later(fate.extra_delay + fate.copy_delay, copy);
    }
    lay_wire(fate, passage);
    if (fate.refused != FailureReason::none) return refuse(fate, passage);
    later(fate.extra_delay, passage);
  }

  /// What befalls bytes befalls those between the node and a program of the user's; where there is
  /// none, it is played.
  void lay_wire(Fate& fate, const Shared& passage) {
    if (fate.wire.plain()) return;
    const std::uint16_t program = book.program(passage->to);
    if (program == 0 || !std::holds_alternative<ServiceCall>(passage->request.body)) {
      fate.play_wire();
      passage->answer_is_cut = fate.wire.cut == Wire::Cut::answer;
      return;
    }
    passage->wire = std::make_shared<TcpProxy>(runtime.io(), program, fate.wire);
    passage->request.via = passage->wire->port();
    passage->text.clear();
    json.write(passage->request, passage->text);
  }

  void refuse(const Fate& fate, const Shared& passage) {
    Reply reply;
    reply.status = fate.refused;
    runtime.spawn(outside, come_back_after(this, fate.extra_delay, passage, reply));
  }

  void later(Duration delay, const Shared& passage) {
    if (delay.count() <= 0) return forward(passage);
    runtime.spawn(outside, forward_after(this, delay, passage));
  }
  static Task<void> forward_after(Inside* self, Duration delay, Shared passage) {
    Sleep pause(self->runtime, delay);
    co_await pause;
    self->forward(passage);
  }

  void forward(const Shared& passage) {
    ++passed;
    const std::uint16_t port = book.port(passage->to);
    if (port == 0) {
      if (passage->caller) passage->caller->respond(live::unavailable_status, {});
      return;
    }
    const std::string from = live::caller_name(blueprint, passage->from);
    client.post(port, live::call_target, from, passage->text,
                [this, passage](HttpClient::Answer answer) {
                  runtime.tick();
                  if (passage->caller) come_back(passage, std::move(answer));
                });
  }

  void come_back(const Shared& passage, HttpClient::Answer answer) {
    using Kind = HttpClient::Answer::Kind;
    if (answer.kind == Kind::refused) return passage->caller->respond(live::unavailable_status, {});
    if (answer.kind == Kind::lost) return passage->caller->hang_up();
    Reply reply;
    if (answer.status != live::answered_status || !json.read(answer.body, passage->request, reply))
      return passage->caller->respond(answer.status, answer.body);
    if (passage->answer_is_cut) {
      reply = Reply();
      reply.status = FailureReason::timeout;
    }
    const Message message{passage->to, passage->from, true, &passage->request, &reply};
    const Fate fate = hook.on_message(message);
    if (fate.lost) {
      silenced.push_back(passage);
      return;
    }
    runtime.spawn(outside, come_back_after(this, fate.extra_delay + way(message), passage, reply));
  }
  static Task<void> come_back_after(Inside* self, Duration delay, Shared passage, Reply reply) {
    Sleep pause(self->runtime, delay);
    co_await pause;
    self->respond(passage, reply);
  }
  void respond(const Shared& passage, const Reply& reply) {
    std::string text;
    json.write(reply, passage->request, text);
    passage->caller->respond(live::answered_status, text);
  }

  const Blueprint& blueprint;
  LiveRuntime& runtime;
  AddressBook& book;
  MessageHook& hook;
  NodeId outside;
  MessageJson json;
  HttpClient client;
  LinkDelays delays;
  std::vector<std::unique_ptr<HttpServer>> listeners;
  std::vector<Shared> silenced;
  std::int64_t passed = 0;
};

FaultProxy::FaultProxy(const Blueprint& blueprint, LiveRuntime& runtime, AddressBook& book,
                       MessageHook& hook, NodeId outside)
    : inside_(std::make_unique<Inside>(blueprint, runtime, book, hook, outside)) {
  Inside* const inside = inside_.get();
  for (NodeId node = 0; node < blueprint.nodes.size(); ++node) {
    inside->listeners.push_back(std::make_unique<HttpServer>(
        runtime.io(),
        [inside, node](const HttpServer::Exchange& exchange) { inside->take(node, exchange); }));
    book.enter_proxy(node, inside->listeners.back()->port());
  }
}

FaultProxy::~FaultProxy() = default;

void FaultProxy::send_again(NodeId from, NodeId to, const Request& request) {
  const auto passage = std::make_shared<Passage>();
  passage->from = from;
  passage->to = to;
  passage->request = request;
  inside_->json.write(request, passage->text);
  inside_->forward(passage);
}

std::int64_t FaultProxy::passed() const { return inside_->passed; }

}  // namespace rehearse::fault_injection
