#include "simulators/live/program_process.hpp"

#include <utility>

#include "simulators/live/program_request.hpp"

namespace rehearse::simulators::live {

using scenarios::Duration;
using Json = nlohmann::json;

namespace {

constexpr Duration longest_answer{10'000'000};
constexpr Duration clock_every{2'000};
constexpr Duration pause_of_phase{50'000};
constexpr int phase_attempts = 3;

}  // namespace

ProgramProcess::ProgramProcess(const scenarios::ProgramStart& about, NodeId node,
                               LiveRuntime& runtime, const ProgramPlace& place, Json values)
    : about_(about),
      node_(node),
      runtime_(runtime),
      running_(about, runtime.io(), place, std::move(values)) {}

void ProgramProcess::keep_clock() {
  if (running_.clock() != nullptr)
    runtime_.spawn(node_, follow_clock(&runtime_, node_, running_.clock()));
}

Task<void> follow_clock(LiveRuntime* runtime, NodeId node, ProgramClock* clock) {
  for (;;) {
    clock->set(runtime->clock(node) - runtime->now());
    Sleep pause(*runtime, clock_every);
    co_await pause;
  }
}

Task<void> ProgramProcess::ask(const HttpClient::HttpRequest* request, Answer answer,
                               std::uint16_t port) {
  struct Waiting {
    explicit Waiting(Runtime& runtime) : signal(runtime) {}
    Signal signal;
    bool done = false;
  };
  const auto waiting = std::make_shared<Waiting>(runtime_);
  HttpClient::HttpRequest asked = *request;
  if (port != running_.port())
    asked.headers.emplace_back("Connection", "close");  // it is there for this one
  const HttpClient::Ticket ticket =
      running_.client().send(port, asked, [this, waiting, answer](HttpClient::Answer given) {
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

void ProgramProcess::hear(const Control& news, const scenarios::Plan& plan) {
  const auto phase = static_cast<std::size_t>(news.value);
  const bool begins = news.verb == ControlVerb::phase && phase < plan.phases.size();
  if (begins && !about_.phase.target.empty()) runtime_.spawn(node_, tell(plan.phases[phase].name));
}

Task<void> ProgramProcess::tell(std::string phase) {
  const HttpClient::HttpRequest request = request_of(about_.phase, Json{{"phase", phase}});
  for (int attempt = 0; attempt < phase_attempts; ++attempt) {
    const Answer answer = std::make_shared<HttpClient::Answer>();
    Task<void> asking = ask(&request, answer, running_.port());
    co_await asking;
    if (answer->kind == HttpClient::Answer::Kind::answered && answer->status / 100 == 2) co_return;
    Sleep pause(runtime_, pause_of_phase);
    co_await pause;
  }
  running_.fail("did not take the news of the phase " + phase + " (" + request.method + " " +
                request.target + ")");
}

}  // namespace rehearse::simulators::live
