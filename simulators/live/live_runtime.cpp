#include "simulators/live/live_runtime.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <utility>
#include <vector>

#include "scenarios/ensure.hpp"
#include "simulators/live/http_client.hpp"
#include "simulators/live/http_server.hpp"
#include "simulators/live/message_json.hpp"
#include "simulators/live/message_sense.hpp"
#include "simulators/live/node_journal.hpp"
#include "simulators/live/protocol.hpp"
#include "simulators/runtime/root_tasks.hpp"

namespace rehearse::simulators::live {

/// One node that lives here.
struct LiveRuntime::Hosted {
  Hosted(LiveRuntime& on, NodeId who, Node& what) : runtime(on), id(who), node(what) {}
  void handle(const HttpServer::Exchange& exchange);
  void handle_call(const HttpServer::Exchange& exchange);
  static Task<void> serve(Hosted* self, HttpServer::Exchange exchange,
                          std::shared_ptr<Request> request);
  void respond(const HttpServer::Exchange& exchange, const Request& request,
               const Reply& reply) const;
  void recall(const std::string& file);
  void keep_command(const Request& request);

  LiveRuntime& runtime;
  NodeId id;
  Node& node;
  std::unique_ptr<HttpServer> server;
  RootTasks tasks;
  std::unique_ptr<NodeJournal> journal;  // null: nothing is kept
  int serving = 0;
  bool closed = false;
};

struct LiveRuntime::Network {
  Network(const Blueprint& from, Memory& memory)
      : blueprint(from), client(io), alarm(io), json(from, memory), sense(from) {}
  const Blueprint& blueprint;
  boost::asio::io_context io{1};
  HttpClient client;
  boost::asio::steady_timer alarm;
  Time alarm_at = INT64_MAX;  // what it is set for
  MessageJson json;
  MessageSense sense;
  std::vector<std::unique_ptr<Hosted>> hosted;
};

/// One call under way. The caller may give up before the answer is there.
struct LiveRuntime::Exchange {
  PendingCall* call = nullptr;  // null: nobody waits any more
  Request request;
  HttpClient::Ticket ticket;
};

LiveRuntime::LiveRuntime(const Blueprint& blueprint, AddressBook& book, EventLog& log,
                         Choices& choices, int process)
    : book_(book),
      log_(log),
      network_(std::make_unique<Network>(blueprint, memory_)),
      process_(process) {
  choices_ = &choices;
  tick();
}

LiveRuntime::~LiveRuntime() { destroy_tasks(); }

void LiveRuntime::destroy_tasks() {
  for (auto& one : network_->hosted) one->tasks.destroy();
}

LiveRuntime::Hosted* LiveRuntime::hosted(NodeId id) const {
  for (const auto& one : network_->hosted)
    if (one->id == id) return one.get();
  return nullptr;
}

void LiveRuntime::host(NodeId id, Node& node, int version, const std::string& journal) {
  REHEARSE_ENSURE(hosted(id) == nullptr);
  tick();
  network_->hosted.push_back(std::make_unique<Hosted>(*this, id, node));
  Hosted* const made = network_->hosted.back().get();
  made->server = std::make_unique<HttpServer>(
      network_->io, [made](const HttpServer::Exchange& exchange) { made->handle(exchange); });
  node.start();
  if (!journal.empty()) made->recall(journal);
  book_.enter(id, made->server->port(), version);
}

void LiveRuntime::close(NodeId id) {
  Hosted* const there = hosted(id);
  REHEARSE_ENSURE(there != nullptr);
  book_.take_out(id);
  there->closed = true;
}

int LiveRuntime::serving(NodeId id) const {
  const Hosted* const there = hosted(id);
  return there == nullptr ? 0 : there->serving;
}

// ---- time ----

boost::asio::io_context& LiveRuntime::io() { return network_->io; }

/// Never back: what was done before stays before.
void LiveRuntime::tick() { now_ = std::max(now_, book_.now()); }

void LiveRuntime::arm(Timer& timer, Time when) {
  timer.when = std::max(when, now_);
  wheel_.arm(timer);
}

void LiveRuntime::disarm(Timer& timer) { wheel_.disarm(timer); }

void LiveRuntime::fire_due() {
  tick();
  while (Timer* const timer = wheel_.pop_due(now_)) {
    timer->fire(timer);
    if (stopped_) return;
    tick();
  }
}

void LiveRuntime::set_alarm() {
  const Time next = wheel_.earliest();
  Network& network = *network_;
  if (next == network.alarm_at) return;
  network.alarm_at = next;
  if (next == INT64_MAX) {
    network.alarm.cancel();
    return;
  }
  network.alarm.expires_after(std::chrono::microseconds(std::max<Time>(0, next - book_.now())));
  network.alarm.async_wait([&network](const boost::system::error_code& error) {
    if (!error) network.alarm_at = INT64_MAX;
  });
}

void LiveRuntime::run() {
  stopped_ = false;
  const auto busy = boost::asio::make_work_guard(network_->io);
  while (!stopped_) {
    fire_due();
    if (stopped_) break;
    prepare_to_leave();
    set_alarm();
    network_->io.run_one();
  }
  prepare_to_leave();
}

void LiveRuntime::stop() {
  stopped_ = true;
  boost::asio::post(network_->io, [] {});
}

// ---- events and tasks ----

Event LiveRuntime::stamped(const Event& event) const {
  Event made = event;
  made.time = now_;
  made.phase = phase_;
  return made;
}

EventId LiveRuntime::record(const Event& event) {
  if (!before_leaving_) return log_.append(stamped(event));
  withheld_.push_back(stamped(event));
  return static_cast<EventId>(told().count - 1);
}

/// Killed before the state is kept, the process has recorded nothing; killed after it, all: its
/// successor counts what is prepared.
void LiveRuntime::prepare_to_leave() {
  if (!before_leaving_) return;
  log_.prepare(withheld_);
  before_leaving_();
  for (const Event& event : withheld_) log_.append(event);
  withheld_.clear();
}

std::int64_t LiveRuntime::prepare(std::span<const Event> events) {
  std::vector<Event> made;
  for (const Event& event : events) made.push_back(stamped(event));
  return EventsTold{process_, log_.prepare(made)}.packed();
}

void LiveRuntime::keep(NodeId node, const Request& request) {
  const Hosted* const there = hosted(node);
  if (there == nullptr || there->journal == nullptr) return;
  std::string text;
  network_->json.write(request, text);
  there->journal->append({told(), clock(node), std::move(text)});
}

void LiveRuntime::spawn(NodeId node, Task<void> task) {
  Hosted* const there = hosted(node);
  REHEARSE_ENSURE(there != nullptr);
  there->tasks.spawn(std::move(task));
}

// ---- calls from here ----

void LiveRuntime::start_call(PendingCall& call, NodeId from, NodeId to, const Request& request,
                             scenarios::Duration timeout) {
  prepare_to_leave();
  call.deadline.fire = &LiveRuntime::fire_deadline;
  arm(call.deadline, now_ + timeout.count());
  const auto exchange = std::make_shared<Exchange>();
  exchange->call = &call;
  exchange->request = request;
  call.record = exchange.get();
  call.reply.status = FailureReason::timeout;

  const auto conclude = [this, exchange](const HttpClient::Answer& answer) {
    tick();
    if (exchange->call == nullptr) return;
    PendingCall& waiting = *exchange->call;
    using Kind = HttpClient::Answer::Kind;
    FailureReason status = FailureReason::timeout;
    if (answer.kind == Kind::refused || answer.status == unavailable_status)
      status = FailureReason::unavailable;
    if (answer.kind == Kind::answered && answer.status == answered_status) {
      Reply reply;
      if (network_->json.read(answer.body, exchange->request, reply)) {
        waiting.reply = reply;
        status = reply.status;
      }
    }
    finish_call(waiting, status);
  };
  std::uint16_t port = book_.port(to);
  if (port != 0 && !past_proxies_ && book_.proxy(to) != 0) port = book_.proxy(to);
  if (port == 0) {
    boost::asio::post(network_->io, [conclude] {
      HttpClient::Answer nobody;
      nobody.kind = HttpClient::Answer::Kind::refused;
      conclude(nobody);
    });
    return;
  }
  std::string text;
  network_->json.write(request, text);
  exchange->ticket = network_->client.post(
      port, call_target, caller_name(network_->blueprint, from), std::move(text), conclude);
}

void LiveRuntime::abandon_call(PendingCall& call) {
  if (call.deadline.armed()) disarm(call.deadline);
  if (call.record != nullptr) static_cast<Exchange*>(call.record)->call = nullptr;
  call.record = nullptr;
}

void LiveRuntime::finish_call(PendingCall& call, FailureReason status) {
  call.reply.status = status;
  const std::coroutine_handle<> waiting = call.waiting;
  abandon_call(call);
  waiting.resume();
}

void LiveRuntime::fire_deadline(Timer* timer) {
  PendingCall* const call = reinterpret_cast<PendingCall*>(timer);
  const HttpClient::Ticket ticket = static_cast<Exchange*>(call->record)->ticket;
  static_cast<LiveRuntime*>(call->runtime)->finish_call(*call, FailureReason::timeout);
  HttpClient::hang_up(ticket);
}

// ---- calls to here ----

void LiveRuntime::Hosted::handle(const HttpServer::Exchange& exchange) {
  runtime.tick();
  if (exchange.is_get() || exchange.target() != call_target)
    return exchange.respond(not_found_status, {});
  handle_call(exchange);
}

void LiveRuntime::Hosted::handle_call(const HttpServer::Exchange& exchange) {
  const auto request = std::make_shared<Request>();
  const Network& network = *runtime.network_;
  if (!network.json.read(exchange.body(), *request) || !network.sense.fits(*request, id))
    return exchange.respond(not_understood_status, not_understood);
  if (const std::optional<Reply> reply = node.answer(*request)) {
    keep_command(*request);
    return respond(exchange, *request, *reply);
  }
  if (closed) return exchange.respond(unavailable_status, {});
  tasks.spawn(serve(this, exchange, request));
}

void LiveRuntime::Hosted::recall(const std::string& file) {
  for (const NodeJournal::Entry& entry : NodeJournal::read(file)) {
    Request request;
    if (runtime.network_->json.read(entry.request, request)) node.recall(request, entry.clock);
  }
  journal = std::make_unique<NodeJournal>(file);
}

/// What makes the node what it is, not what it is asked.
void LiveRuntime::Hosted::keep_command(const Request& request) {
  const Control* const command = std::get_if<Control>(&request.body);
  if (command == nullptr) return;
  switch (command->verb) {
    case ControlVerb::start:
    case ControlVerb::stop:
    case ControlVerb::publish:
    case ControlVerb::fence:
    case ControlVerb::capture:
    case ControlVerb::advance:
    case ControlVerb::ddl:
    case ControlVerb::forget:
      runtime.keep(id, request);
      break;
    default:
      break;
  }
}

Task<void> LiveRuntime::Hosted::serve(Hosted* self, HttpServer::Exchange exchange,
                                      std::shared_ptr<Request> request) {
  ++self->serving;
  Task<Reply> serving_it = self->node.serve(request.get());
  const Reply reply = co_await serving_it;
  --self->serving;
  self->respond(exchange, *request, reply);
}

void LiveRuntime::Hosted::respond(const HttpServer::Exchange& exchange, const Request& request,
                                  const Reply& reply) const {
  std::string text;
  runtime.network_->json.write(reply, request, text);
  exchange.respond(answered_status, text);
}

}  // namespace rehearse::simulators::live
