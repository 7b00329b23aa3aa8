#include "simulators/live/service_program.hpp"

#include <unistd.h>

#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <filesystem>
#include <stdexcept>
#include <utility>

#include "scenarios/ensure.hpp"
#include "scenarios/units.hpp"
#include "simulators/data/memory.hpp"
#include "simulators/live/program_request.hpp"

namespace rehearse::simulators::live {

namespace fs = std::filesystem;
using scenarios::Duration;
using scenarios::ProgramOperation;
using scenarios::ProgramVerb;

namespace {

constexpr Duration longest_answer{10'000'000};
constexpr Duration look_every{100'000};  // at the dump
constexpr Duration clock_every{2'000};
constexpr Duration pause_of_phase{50'000};
constexpr int phase_attempts = 3;

ProgramVerb verb_of(ServiceVerb verb) {
  switch (verb) {
    case ServiceVerb::authorise:
      return ProgramVerb::authorise;
    case ServiceVerb::charge:
      return ProgramVerb::charge;
    case ServiceVerb::capture:
      return ProgramVerb::capture;
    case ServiceVerb::refund:
      return ProgramVerb::refund;
    case ServiceVerb::void_charge:
      return ProgramVerb::void_charge;
    case ServiceVerb::lookup:
      break;
  }
  return ProgramVerb::lookup;
}

/// A port that was free a moment ago.
std::uint16_t free_port() {
  using boost::asio::ip::tcp;
  boost::asio::io_context io;
  tcp::acceptor acceptor(io, tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0));
  return acceptor.local_endpoint().port();
}

/// As a shell would find it, from the plan's folder.
std::string find_program(const std::string& name, const fs::path& directory) {
  if (name.find('/') != std::string::npos) return (directory / name).lexically_normal().string();
  for (const std::string& folder : folders_of_path()) {
    const std::string candidate = folder + "/" + name;
    if (access(candidate.c_str(), X_OK) == 0) return candidate;
  }
  throw std::runtime_error("there is no program \"" + name + "\" in PATH");
}

bool contains(const std::vector<int>& statuses, unsigned status) {
  for (const int one : statuses)
    if (one == static_cast<int>(status)) return true;
  return false;
}

}  // namespace

ServiceProgram::ServiceProgram(const Blueprint& blueprint, TrackIndex track, scenarios::Side side,
                               LiveRuntime& runtime, const ProgramPlace& place)
    : blueprint_(blueprint),
      program_(*blueprint.tracks[track].contracts[static_cast<std::size_t>(side)]->run),
      track_(track),
      side_(side),
      self_(blueprint.tracks[track].side(side).node),
      runtime_(runtime),
      client_(runtime.io()),
      log_(place.log),
      seen_(place.effects),
      read_(runtime) {
  launch(place);
  wait_until_ready();
}

ServiceProgram::~ServiceProgram() = default;

void ServiceProgram::fail(const std::string& problem) const {
  throw std::runtime_error(program_.command.front() + " " + problem);
}

// ---- its life ----

void ServiceProgram::launch(const ProgramPlace& place) {
  port_ = free_port();
  ChildCommand command;
  command.program = find_program(program_.command.front(), place.directory);
  command.log = place.log;
  command.directory = place.directory;
  command.in_our_group = true;  // the director's to end
  const std::optional<std::string> faketime =
      place.clock.empty() ? std::nullopt : ProgramClock::library();
  if (faketime) {
    clock_.emplace(*faketime, place.clock);
    command.arguments = clock_->environment();
    command.arguments.push_back(std::exchange(command.program, "/usr/bin/env"));
  }
  fs::create_directories(place.folder);
  const Json values{{"port", port_}, {"folder", place.folder}};
  for (std::size_t i = 1; i < program_.command.size(); ++i)
    command.arguments.push_back(filled(program_.command[i], values));
  process_ = std::make_unique<ChildProcess>(runtime_.io(), command, [this](int status) {
    fail(end_in_words(status) + last_words(log_));
  });
}

void ServiceProgram::wait_until_ready() {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point until = Clock::now() + program_.ready_within;
  bool ready = false, waiting = false;
  while (!ready) {
    if (Clock::now() > until)
      fail("was not ready within " + scenarios::duration_text(program_.ready_within) + " (GET " +
           program_.ready + ")" + last_words(log_));
    if (!waiting) {
      waiting = true;
      client_.send(port_, {"GET", program_.ready, {}, {}}, [&](const HttpClient::Answer& answer) {
        waiting = false;
        ready = answer.kind == HttpClient::Answer::Kind::answered && answer.status / 100 == 2;
      });
    }
    runtime_.io().run_one_for(std::chrono::milliseconds(5));
    if (!ready && !waiting) runtime_.io().run_one_for(std::chrono::milliseconds(5));
  }
}

void ServiceProgram::start() {
  runtime_.spawn(self_, look_now_and_then());
  if (clock_) runtime_.spawn(self_, keep_clock());
}

/// The program's clock is as wrong as its node's.
Task<void> ServiceProgram::keep_clock() {
  for (;;) {
    clock_->set(runtime_.clock(self_) - runtime_.now());
    Sleep pause(runtime_, clock_every);
    co_await pause;
  }
}

std::optional<Reply> ServiceProgram::answer(const Request& request) {
  Reply reply;
  if (const Control* asked = std::get_if<Control>(&request.body)) {
    reply.body = ControlReply{};
    if (asked->verb == ControlVerb::phase && !program_.phase.target.empty())
      runtime_.spawn(self_, tell_phase(static_cast<std::size_t>(asked->value)));
    change_life(*asked);
    return reply;
  }
  if (!gone_) return std::nullopt;
  reply.status = FailureReason::no_such_table;
  return reply;
}

void ServiceProgram::change_life(const Control& asked) {
  if (asked.verb != ControlVerb::ddl) return;
  const auto step = static_cast<scenarios::StepKind>(asked.code);
  if (step == scenarios::StepKind::hold || step == scenarios::StepKind::drop) gone_ = true;
  if (step == scenarios::StepKind::restore) gone_ = false;
}

void ServiceProgram::recall(const Request& request, Time) {
  if (const ServiceCall* call = std::get_if<ServiceCall>(&request.body))
    note_asker(request, *call);
  else if (const Control* told = std::get_if<Control>(&request.body))
    change_life(*told);
}

Task<void> ServiceProgram::tell_phase(std::size_t phase) {
  if (phase >= blueprint_.plan.phases.size()) co_return;
  const HttpClient::HttpRequest request =
      request_of(program_.phase, Json{{"phase", blueprint_.plan.phases[phase].name}});
  for (int attempt = 0; attempt < phase_attempts; ++attempt) {
    const AnswerPointer answer = std::make_shared<HttpClient::Answer>();
    Task<void> asking = ask(&request, answer, port_);
    co_await asking;
    if (answer->kind == HttpClient::Answer::Kind::answered && answer->status / 100 == 2) co_return;
    Sleep pause(runtime_, pause_of_phase);
    co_await pause;
  }
  fail("did not take the news of the phase " + blueprint_.plan.phases[phase].name + " (" +
       request.method + " " + request.target + ")");
}

// ---- calls ----

const ProgramOperation& ServiceProgram::operation_of(ServiceVerb verb) const {
  for (const ProgramOperation& operation : program_.operations)
    if (operation.verb == verb_of(verb)) return operation;
  fail("has no operation for a call that the application makes");
}

HttpClient::HttpRequest ServiceProgram::request_of(const scenarios::ProgramRequest& asked,
                                                   const Json& values) const {
  HttpClient::HttpRequest request;
  request.method = asked.method;
  request.target = filled(asked.target, values);
  for (const auto& [name, text] : asked.headers) {
    std::string value = filled(text, values);
    if (!value.empty()) request.headers.emplace_back(name, std::move(value));
  }
  if (!asked.body.empty()) request.body = filled_json(Json::parse(asked.body), values).dump();
  return request;
}

Task<void> ServiceProgram::ask(const HttpClient::HttpRequest* request, AnswerPointer answer,
                               std::uint16_t port) {
  struct Waiting {
    explicit Waiting(Runtime& runtime) : signal(runtime) {}
    Signal signal;
    bool done = false;
  };
  const auto waiting = std::make_shared<Waiting>(runtime_);
  HttpClient::HttpRequest asked = *request;
  if (port != port_) asked.headers.emplace_back("Connection", "close");  // it is there for this one
  const HttpClient::Ticket ticket =
      client_.send(port, asked, [this, waiting, answer](HttpClient::Answer given) {
        runtime_.tick();
        *answer = std::move(given);
        waiting->done = true;
        waiting->signal.notify();
      });
  if (!waiting->done) {
    Signal::Wait wait(waiting->signal, longest_answer);
    co_await wait;
  }
  if (!waiting->done) HttpClient::hang_up(ticket);
}

Reply ServiceProgram::understood(const ProgramOperation& operation, const ServiceCall& call,
                                 const HttpClient::Answer& answer) const {
  Reply reply;
  ServiceReply body;
  if (answer.kind != HttpClient::Answer::Kind::answered) {
    const bool refused = answer.kind == HttpClient::Answer::Kind::refused;
    reply.status = refused ? FailureReason::unavailable : FailureReason::timeout;
  } else if (contains(operation.ok, answer.status)) {
    body.serial = id_in(answer.body, operation.value);
    body.amount = call.amount;
  } else if (contains(operation.declined, answer.status)) {
    reply.status = FailureReason::declined;
  } else if (contains(operation.busy, answer.status)) {
    reply.status = FailureReason::unavailable;
  } else if (contains(operation.nothing, answer.status)) {
    if (call.verb != ServiceVerb::lookup) reply.status = FailureReason::nothing_left;
  } else {
    const bool not_understood = answer.status / 100 == 4;
    reply.status = not_understood ? FailureReason::incompatible : FailureReason::timeout;
  }
  reply.body = body;
  return reply;
}

void ServiceProgram::note_asker(const Request& request, const ServiceCall& call) {
  asked_[call.identity] = {request.operation, call.write, call.shadow};
}

Task<Reply> ServiceProgram::serve(const Request* request) {
  const ServiceCall call = std::get<ServiceCall>(request->body);
  const ProgramOperation& operation = operation_of(call.verb);
  if (call.verb != ServiceVerb::lookup) {
    runtime_.keep(self_, *request);
    note_asker(*request, call);
  }
  const std::string key =
      call.idempotency_key == 0 ? "" : "rehearse-" + std::to_string(call.idempotency_key);
  const HttpClient::HttpRequest asked =
      request_of(operation.request, Json{{"identity", call.identity},
                                         {"amount", call.amount},
                                         {"key", key},
                                         {"suppressed", call.suppressed}});
  const AnswerPointer answer = std::make_shared<HttpClient::Answer>();
  Task<void> asking = ask(&asked, answer, request->via == 0 ? port_ : request->via);
  co_await asking;
  if (call.verb != ServiceVerb::lookup) {
    Task<void> seeing = see_effects();
    co_await seeing;
  }
  co_return understood(operation, call, *answer);
}

// ---- what it has done ----

/// Returns when the dump was read that was asked for no earlier than now.
Task<void> ServiceProgram::see_effects() {
  const std::uint64_t mine = ++wanted_;
  while (covered_ < mine) {
    if (reading_) {
      Signal::Wait wait(read_, longest_answer);
      co_await wait;
      continue;
    }
    reading_ = true;
    const std::uint64_t covers = wanted_;
    const HttpClient::HttpRequest request{"GET", program_.dump.target, {}, {}};
    const AnswerPointer answer = std::make_shared<HttpClient::Answer>();
    Task<void> asking = ask(&request, answer, port_);
    co_await asking;
    reading_ = false;
    if (answer->kind == HttpClient::Answer::Kind::answered && answer->status / 100 == 2)
      take_dump(answer->body);
    // What was not to be read now is read at the next look: the list only grows.
    covered_ = covers;
    read_.notify();
  }
}

Task<void> ServiceProgram::look_now_and_then() {
  for (;;) {
    Sleep pause(runtime_, look_every);
    co_await pause;
    Task<void> seeing = see_effects();
    co_await seeing;
  }
}

void ServiceProgram::take_dump(const std::string& text) {
  const Json dump = Json::parse(text, nullptr, false);
  const Json* const list = found_at(dump, program_.dump.list);
  if (list == nullptr || !list->is_array())
    fail("has no list at \"" + program_.dump.list + "\" of its dump (GET " + program_.dump.target +
         "), which begins: " + text.substr(0, 120));
  if (list->size() < seen_)
    fail("has lost what it had done: the list in its dump only grows, it had " +
         std::to_string(seen_) + " entries, and now has " + std::to_string(list->size()));
  for (; seen_ < list->size(); ++seen_) record_effect((*list)[seen_]);
}

void ServiceProgram::record_effect(const Json& entry) {
  const Json* const identity = found_at(entry, program_.dump.identity);
  const Json* const amount = found_at(entry, program_.dump.amount);
  const Json* const kind = found_at(entry, program_.dump.kind);
  const auto told = identity == nullptr ? std::nullopt : integer_of(*identity);
  const auto charged = amount == nullptr ? std::nullopt : integer_of(*amount);
  const auto effect = kind == nullptr ? std::optional(EffectKind::charge) : effect_of(*kind);
  if (!told || !charged || !effect)
    fail("has an entry in its dump of which " +
         std::string(!told      ? "the identity (" + program_.dump.identity + ") is no integer"
                     : !charged ? "the amount (" + program_.dump.amount +
                                      ") is no integer of the smallest unit"
                                : "the kind (" + program_.dump.kind +
                                      ") is not charge, authorise, capture, refund or void") +
         ": " + entry.dump());
  Event event;
  event.kind = EventKind::effect;
  event.detail = static_cast<std::uint8_t>(*effect);
  event.track = track_;
  event.side = side_;
  event.node = self_;
  event.key = *told;
  event.value = *charged;
  event.extra = static_cast<std::int64_t>(seen_) + 1;
  if (const auto asker = asked_.find(*told); asker != asked_.end()) {
    event.operation = asker->second.operation;
    event.write = asker->second.write;
    if (asker->second.shadow) event.flags |= flag_shadow;
  }
  runtime_.record(event);
}

}  // namespace rehearse::simulators::live
