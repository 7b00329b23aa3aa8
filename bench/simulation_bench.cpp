// What a rehearsal costs: the event loop alone, whole simulations of a dual write and of the
// e-commerce plan, judging on top, and memory. Targets and results: docs/performance.md.
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <cstdint>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/explore/rehearsal.hpp"
#include "scenarios/default_scenario.hpp"
#include "scenarios/read_plan.hpp"
#include "scenarios/read_scenario.hpp"
#include "simulators/runtime/simulated_runtime.hpp"

namespace {

using namespace rehearse;
using scenarios::Duration;

// ---- the event loop ----

/// Fires, and arms itself again after a time of its own.
struct Ticker {
  simulators::Timer timer{&Ticker::fire};  // first: fire() finds the rest from it
  simulators::SimulatedRuntime* runtime = nullptr;
  std::uint64_t random = 0;
  std::int64_t* left = nullptr;  ///< Events until the loop is stopped.

  void arm() {
    random = random * 6364136223846793005ULL + 1442695040888963407ULL;
    runtime->arm(timer, runtime->now() + 1 + static_cast<simulators::Time>(random >> 47U));
  }
  static void fire(simulators::Timer* timer) {
    Ticker* const ticker = reinterpret_cast<Ticker*>(timer);
    ticker->arm();
    if (--*ticker->left == 0) ticker->runtime->stop();
  }
};

void event_loop(benchmark::State& state) {
  simulators::RandomChoices choices(1);
  simulators::History history;
  simulators::SimulatedRuntime runtime;
  runtime.reset(choices, nullptr, {Duration(100), Duration(100)}, history);
  std::vector<Ticker> tickers(static_cast<std::size_t>(state.range(0)));
  std::int64_t left = 0;
  for (std::size_t i = 0; i < tickers.size(); ++i) {
    tickers[i].left = &left;
    tickers[i].runtime = &runtime;
    tickers[i].random = i * 0x9e3779b97f4a7c15ULL;
    tickers[i].arm();
  }
  constexpr std::int64_t at_a_time = 100'000;
  for (auto _ : state) {
    left = at_a_time;
    runtime.run(INT64_MAX);
  }
  state.SetItemsProcessed(state.iterations() * at_a_time);
  state.SetLabel("events");
}
BENCHMARK(event_loop)->ArgName("timers")->Arg(100)->Arg(10'000)->Arg(1'000'000);

// ---- plans ----

/// Two records stores, both written from the first phase to the last.
constexpr std::string_view dual_write_text = R"plan({
  "rehearse": 1,
  "name": "dual-write",
  "tracks": {
    "items": {
      "kind": "source",
      "record": {"key": "item_id", "fields": {"content": "integer"}},
      "old": {"store": "model", "database": "left"},
      "new": {"store": "model", "database": "right"}
    }
  },
  "application": {
    "instances": 3,
    "versions": {"v1": {"*": "old"}, "v2": {"*": "flags"}},
    "flag_delay": ["0ms", "5ms"],
    "restart_time": "5ms",
    "calls": {"timeout": "200ms", "retries": 3, "backoff": "10ms"},
    "variables": {"item": {"existing": "items"}},
    "operations": {"write": [{"put": "items", "key": "$item"}]}
  },
  "phases": [
    {"name": "upgrade", "steps": [{"restart": "app", "to": "v2", "await": true}]},
    {"name": "dual", "keep": "10s",
     "set": {"items": {"write": ["old", "new"], "second_write_failure": "enqueue_repair",
                       "apply": "version_guard"}}}
  ],
  "rollback": {"to": "previous_phase", "deadline": "30s"}
})plan";

/// A plan ready to run, and the means to run it. Not moved: the parts refer to each other.
class Stand {
 public:
  Stand(scenarios::Plan plan, scenarios::Scenario scenario)
      : plan_(std::move(plan)),
        scenario_(std::move(scenario)),
        blueprint_(plan_, scenario_),
        rehearsal(blueprint_) {}

 private:
  scenarios::Plan plan_;
  scenarios::Scenario scenario_;
  simulators::Blueprint blueprint_;

 public:
  harness::Rehearsal rehearsal;
};

template <typename T>
T checked(scenarios::Result<T> result) {
  if (!result) throw std::runtime_error(to_string(result.errors().front()));
  return std::move(result).value();
}

std::unique_ptr<Stand> dual_write() {
  scenarios::Plan plan = checked(scenarios::read_plan(dual_write_text, "dual-write"));
  scenarios::Scenario scenario = scenarios::default_scenario(plan);
  scenario.faults.clear();
  scenario.traffic.operations = 10'000;
  scenario.traffic.clients = 100;
  scenario.traffic.arrivals.shape = scenarios::ArrivalShape::poisson;
  scenario.traffic.arrivals.per_million_seconds = 2'000'000'000;
  scenario.traffic.keys.shape = scenarios::KeyShape::uniform;
  scenario.traffic.keys.count = 1'000;
  return std::make_unique<Stand>(std::move(plan), std::move(scenario));
}

std::unique_ptr<Stand> ecommerce(const char* store, int operations) {
  const std::string folder = std::string(REHEARSE_SOURCE_DIR) + "/scenarios/ecommerce/";
  scenarios::Plan plan = checked(scenarios::load_plan(folder + "plan.json"));
  scenarios::Scenario scenario = checked(scenarios::load_scenario(folder + "flash-sale.json"));
  scenario.store = store;
  scenario.traffic.operations = operations;
  return std::make_unique<Stand>(std::move(plan), std::move(scenario));
}

// ---- simulations ----

std::int64_t operations_in(const simulators::History& history) {
  std::int64_t operations = 0;
  for (const simulators::Event& event : history.events)
    operations += event.kind == simulators::EventKind::invoke ? 1 : 0;
  return operations;
}

/// Resident memory, in MiB.
double resident_mib() {
  std::ifstream statm("/proc/self/statm");
  std::int64_t size = 0;
  std::int64_t resident = 0;
  statm >> size >> resident;
  return static_cast<double>(resident * sysconf(_SC_PAGESIZE)) / (1024.0 * 1024.0);
}

/// Runs with seeds 1, 2, ...; counts client operations as items.
void simulate(benchmark::State& state, Stand& stand, bool judged) {
  harness::RunSpec spec;
  std::int64_t operations = 0;
  std::uint64_t loop_events = 0;
  std::size_t events = 0;
  for (auto _ : state) {
    stand.rehearsal.run(spec);
    if (judged) benchmark::DoNotOptimize(stand.rehearsal.judge().data());
    state.PauseTiming();
    ++spec.seed;
    operations += operations_in(stand.rehearsal.history());
    loop_events += stand.rehearsal.events_run();
    events += stand.rehearsal.history().events.size();
    state.ResumeTiming();
  }
  const auto runs = static_cast<double>(state.iterations());
  const auto all = static_cast<double>(operations);
  state.SetItemsProcessed(operations);
  state.SetLabel("client operations");
  state.counters["runs"] = benchmark::Counter(runs, benchmark::Counter::kIsRate);
  state.counters["ops/run"] = all / runs;
  state.counters["loop_events/op"] = static_cast<double>(loop_events) / all;
  state.counters["history/op"] = static_cast<double>(events) / all;
}

void dual_write_simulated(benchmark::State& state) { simulate(state, *dual_write(), false); }
BENCHMARK(dual_write_simulated)->Unit(benchmark::kMillisecond);

void dual_write_judged(benchmark::State& state) { simulate(state, *dual_write(), true); }
BENCHMARK(dual_write_judged)->Unit(benchmark::kMillisecond);

void ecommerce_simulated(benchmark::State& state, const char* store) {
  simulate(state, *ecommerce(store, 200), false);
}
BENCHMARK_CAPTURE(ecommerce_simulated, model, "model")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(ecommerce_simulated, sqlite, "sqlite")->Unit(benchmark::kMillisecond);

void ecommerce_judged(benchmark::State& state, const char* store) {
  simulate(state, *ecommerce(store, 200), true);
}
BENCHMARK_CAPTURE(ecommerce_judged, model, "model")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(ecommerce_judged, sqlite, "sqlite")->Unit(benchmark::kMillisecond);

/// Memory of the first run, and what ten thousand more add to it.
void ecommerce_memory(benchmark::State& state, const char* store) {
  constexpr int runs = 10'000;
  constexpr int warm = 50;
  double first = 0;
  double growth = 0;
  for (auto _ : state) {
    const double before = resident_mib();
    const std::unique_ptr<Stand> stand = ecommerce(store, 400);
    harness::RunSpec spec;
    stand->rehearsal.run(spec);
    stand->rehearsal.judge();
    first = resident_mib() - before;
    double settled = 0;
    for (int run = 0; run < warm + runs; ++run) {
      ++spec.seed;
      stand->rehearsal.run(spec);
      stand->rehearsal.judge();
      if (run == warm) settled = resident_mib();
    }
    growth = resident_mib() - settled;
  }
  state.counters["first_run_MiB"] = first;
  state.counters["growth_10000_MiB"] = growth;
  state.counters["resident_MiB"] = resident_mib();
}
BENCHMARK_CAPTURE(ecommerce_memory, model, "model")->Iterations(1)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(ecommerce_memory, sqlite, "sqlite")->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace
