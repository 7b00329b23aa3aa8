#include "simulators/live/worker_process.hpp"

#include <stdexcept>
#include <utility>

#include "scenarios/ensure.hpp"
#include "scenarios/plan_lookup.hpp"
#include "simulators/live/program_process.hpp"

namespace rehearse::simulators::live {

using scenarios::Duration;

namespace {

constexpr Duration look_for_end{20'000};
constexpr Duration pause_before_next{50'000};
constexpr int most_vain_starts = 5;

const scenarios::WorkerProgram& program_of(const Blueprint& blueprint, NodeId node) {
  const scenarios::WorkerProgram* const found =
      scenarios::worker_program(blueprint.plan, blueprint.nodes[node]);
  REHEARSE_ENSURE(found != nullptr);
  return *found;
}

}  // namespace

WorkerProcess::WorkerProcess(const Blueprint& blueprint, NodeId self, LiveRuntime& runtime,
                             const ProgramPlace& place, std::function<void(const Asked&)> take)
    : program_(program_of(blueprint, self)),
      self_(self),
      runtime_(runtime),
      place_(place),
      backend_(runtime.io(),
               [&runtime, take = std::move(take)](const HttpServer::Exchange& exchange) {
                 runtime.tick();
                 const auto asked = std::make_shared<const BackendRequest>(exchange);
                 if (asked->body.is_discarded()) return asked->refuse("the body is no JSON");
                 take(asked);
               }),
      ended_(runtime) {}

void WorkerProcess::keep_clock() {
  clock_ = clock_of_program(place_);
  if (clock_) runtime_.spawn(self_, follow_clock(&runtime_, self_, &*clock_));
}

void WorkerProcess::launch() {
  const nlohmann::json values{{"backend", "http://127.0.0.1:" + std::to_string(backend_.port())}};
  const ChildCommand command =
      command_of_program(program_.command, place_, clock_ ? &*clock_ : nullptr, values);
  status_.reset();
  ++launches_;
  process_ = std::make_unique<ChildProcess>(runtime_.io(), command, [this](int status) {
    runtime_.tick();
    status_ = status;
    ended_.notify();
  });
}

Task<void> WorkerProcess::run(std::optional<int>* status) {
  launch();
  const std::int64_t mine = launches_;
  while (launches_ == mine && process_ != nullptr && !status_) {
    Signal::Wait wait(ended_, look_for_end);
    co_await wait;
  }
  const bool stopped = launches_ != mine || process_ == nullptr;
  *status = stopped ? std::nullopt : status_;
}

void WorkerProcess::stop() { process_.reset(); }

Task<void> WorkerProcess::wait_before_next(int status) {
  if (++vain_ == most_vain_starts)
    throw std::runtime_error(
        program_.command.front() + " " + end_in_words(status) + " " + std::to_string(vain_) +
        " times in a row without having written anything" + last_words(place_.log));
  Sleep pause(runtime_, pause_before_next);
  co_await pause;
}

}  // namespace rehearse::simulators::live
