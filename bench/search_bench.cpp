// What the search costs: a swarm under many kinds of faults against the same runs without any, and
// the systematic parts over the e-commerce plan. Targets and results: docs/performance.md.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>

#include "harness/explore/explore.hpp"
#include "harness/explore/rehearsal.hpp"
#include "scenarios/fault_kinds.hpp"
#include "scenarios/read_plan.hpp"
#include "scenarios/read_scenario.hpp"

namespace {

using namespace rehearse;
using scenarios::Duration;

template <typename T>
T checked(scenarios::Result<T> result) {
  if (!result) throw std::runtime_error(to_string(result.errors().front()));
  return std::move(result).value();
}

const std::string folder = std::string(REHEARSE_SOURCE_DIR) + "/scenarios/ecommerce/";

/// All that a plan can grant.
scenarios::Plan generous_plan() {
  scenarios::Plan plan = checked(scenarios::load_plan(folder + "plan.json"));
  scenarios::Tolerates& all = plan.tolerates;
  all.app_crashes = all.conductor_crashes = all.relay_crashes = all.backfill_crashes = 3;
  all.message_loss = all.message_duplication = all.service_errors = all.store_errors = true;
  all.store_outage = all.pause = all.partition = all.flags_late = Duration(500'000);
  return plan;
}

scenarios::Scenario sale(int operations) {
  scenarios::Scenario scenario = checked(scenarios::load_scenario(folder + "flash-sale.json"));
  scenario.store = "model";
  scenario.traffic.operations = operations;
  return scenario;
}

/// Swarm runs to the end, judged; without faults the same seeds and the same plan.
void swarm(benchmark::State& state, bool faults) {
  const scenarios::Plan plan = generous_plan();
  scenarios::Scenario scenario = sale(200);
  scenario.faults.clear();
  scenarios::FaultSpec drawn;
  drawn.kinds = scenarios::fault_names();
  drawn.drawn = true;
  drawn.rate_per_million = 4'000;
  scenario.faults.push_back(drawn);
  const simulators::Blueprint blueprint(plan, scenario);
  harness::Rehearsal rehearsal(blueprint);
  harness::RunSpec spec;
  spec.faults = faults;
  std::int64_t struck = 0;
  for (auto _ : state) {
    rehearsal.run(spec);
    benchmark::DoNotOptimize(rehearsal.judge().data());
    ++spec.seed;
    struck += static_cast<std::int64_t>(rehearsal.faults().struck().size());
  }
  const auto runs = static_cast<double>(state.iterations());
  state.counters["runs"] = benchmark::Counter(runs, benchmark::Counter::kIsRate);
  state.counters["faults/run"] = static_cast<double>(struck) / runs;
}
BENCHMARK_CAPTURE(swarm, faultless, false)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(swarm, faults, true)->Unit(benchmark::kMicrosecond);

/// Every single fault at every place and a rollback after every action, again with a fault on the
/// way back; 60 client operations, all four base runs, two jobs.
void systematic(benchmark::State& state) {
  const scenarios::Plan plan = checked(scenarios::load_plan(folder + "plan.json"));
  scenarios::Scenario scenario = sale(60);
  scenario.explore.swarm_runs = 0;
  scenario.explore.single_faults_exhaustive = true;
  scenario.explore.pairs_by_lineage = state.range(0) != 0;
  harness::ExploreOptions options;
  options.jobs = 2;
  std::int64_t runs = 0;
  std::int64_t distinct = 0;
  std::int64_t places = 0;
  for (auto _ : state) {
    const harness::Exploration found = harness::explore(plan, scenario, options);
    for (const harness::SearchPart& part : found.result.search) {
      runs += part.runs;
      distinct += part.distinct;
      places += part.places;
    }
  }
  const auto times = static_cast<double>(state.iterations());
  state.counters["runs"] = static_cast<double>(runs) / times;
  state.counters["distinct"] = static_cast<double>(distinct) / times;
  state.counters["places"] = static_cast<double>(places) / times;
}
BENCHMARK(systematic)
    ->ArgName("pairs")
    ->Arg(0)
    ->Arg(1)
    ->Unit(benchmark::kSecond)
    ->UseRealTime()
    ->Iterations(1);

}  // namespace
