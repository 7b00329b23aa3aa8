#include "simulators/live/backfill_program.hpp"

#include <sys/wait.h>

#include <algorithm>
#include <chrono>
#include <variant>

#include "scenarios/names.hpp"
#include "simulators/application/requests.hpp"

namespace rehearse::simulators::live {

using scenarios::Side;
using Json = nlohmann::json;

namespace {

struct AsJson {
  Json operator()(std::monostate) const { return nullptr; }
  template <typename Value>
  Json operator()(const Value& value) const {
    return value;
  }
};

}  // namespace

BackfillProgram::BackfillProgram(const Blueprint& blueprint, TrackIndex track, LiveRuntime& runtime,
                                 const ProgramPlace& place)
    : Backfiller(blueprint, track, runtime, runtime.memory()),
      process_(blueprint, self_, runtime, place,
               [this](const WorkerProcess::Asked& asked) { take(asked); }),
      records_(blueprint, track, self_, runtime,
               [this](NodeId store, const std::vector<Statement>* statements) {
                 return transact(store, statements);
               }) {
  reset();
}

void BackfillProgram::start() {
  Backfiller::start();
  process_.keep_clock();
}

std::optional<Reply> BackfillProgram::answer(const Request& request) {
  std::optional<Reply> reply = Backfiller::answer(request);
  if (!running()) process_.stop();
  return reply;
}

Task<void> BackfillProgram::copy(std::int64_t generation) {
  Task<void> counting = count_what_remains();
  co_await counting;
  while (generation_ == generation) {
    std::optional<int> status;
    Task<void> running = process_.run(&status);
    co_await running;
    if (generation_ != generation || !status) co_return;
    if (WIFEXITED(*status) && WEXITSTATUS(*status) == 0) {
      done_ = true;
      running_ = false;
      co_return;
    }
    Task<void> waiting = process_.wait_before_next(*status);
    co_await waiting;
  }
}

void BackfillProgram::take(const WorkerProcess::Asked& asked) {
  const bool reads = asked->exchange.is_get();
  if (reads && asked->path.front() == "task") return asked->answer(200, task());
  if (asked->path.front() != "records")
    return asked->refuse("there are /task, /records/SIDE?after=KEY&limit=N and /records/SIDE/KEY");
  if (reads) return records_.read(asked, axis_.batch);
  WorkerWrites as;
  as.rule = axis_.write;
  records_.write(asked, as, {}, [this](FailureReason status, std::int64_t records) {
    if (status != FailureReason::none) {
      if (!retryable(status)) failed(Side::new_side, status);
      return;
    }
    process_.got_somewhere();
    remaining_ = std::max<std::int64_t>(1, remaining_ - records);
  });
}

/// What the plan says of it.
Json BackfillProgram::task() const {
  Json task{{"track", about().name},
            {"batch", axis_.batch},
            {"write", scenarios::name_of(axis_.write)},
            {"throttle_ms", std::chrono::duration<double, std::milli>(axis_.throttle).count()},
            {"up_to", bound_},
            {"where", Json::object()}};
  if (axis_.where) task["where"][axis_.where->field] = std::visit(AsJson{}, axis_.where->is);
  return task;
}

}  // namespace rehearse::simulators::live
