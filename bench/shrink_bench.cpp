// What it costs to shrink a failing run of each broken e-commerce plan, for each property that the
// plan is kept for, on model stores, and how small the result is. Goal: 5 s on one core, at most 8
// operations and 2 faults.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <stdexcept>
#include <string>

#include "harness/explore/against_control.hpp"
#include "harness/explore/shrink.hpp"
#include "scenarios/read_plan.hpp"
#include "scenarios/read_scenario.hpp"

namespace {

using namespace rehearse;
using namespace rehearse::harness;

const std::string folder = std::string(REHEARSE_SOURCE_DIR) + "/scenarios/ecommerce/";

template <typename Value>
Value must(scenarios::Result<Value> read) {
  if (!read) throw std::runtime_error(to_string(read.errors().front()));
  return std::move(read).value();
}

void shrinking(benchmark::State& state, const std::string& name, const std::string& property) {
  const scenarios::Plan plan = must(scenarios::load_plan(folder + "broken/" + name + ".json"));
  scenarios::Scenario scenario = must(scenarios::load_scenario(folder + "flash-sale.json"));
  scenario.store = "model";
  const simulators::Blueprint blueprint(plan, scenario);
  Rehearsal rehearsal(blueprint);
  std::size_t p = 0;
  while (all_properties()[p].id != property) ++p;
  for (std::int64_t index = 0;; ++index) {
    const RunSpec spec = run_spec(plan, scenario, 1, index);
    rehearsal.run(spec);
    const JudgedBesideControl judged = judge_beside_control(rehearsal, spec);
    if (judged.verdicts[p].outcome != Outcome::violated || judged.baseline[p]) continue;
    const std::string subject = judged.verdicts[p].subject;
    SavedCounterexample saved;
    for (auto _ : state) saved = shrink(rehearsal, spec, index, p, subject);
    state.counters["before"] = static_cast<double>(saved.operations_before);
    state.counters["operations"] = static_cast<double>(saved.operations->size());
    state.counters["faults"] = static_cast<double>(saved.strikes.size());
    return;
  }
}

void of(const std::string& plan, const std::string& property) {
  benchmark::RegisterBenchmark(
      ("shrink/" + plan + "/" + property).c_str(),
      [plan, property](benchmark::State& state) { shrinking(state, plan, property); })
      ->Unit(benchmark::kMillisecond);
}

const bool registered = [] {
  of("backfill-overwrites", "D3");
  of("contract-while-v1-serves", "X1");
  of("contract-while-v1-serves", "C2");
  of("gateway-rollback-after-contract", "R1");
  of("idempotency-key-per-attempt", "D2");
  of("read-before-verified", "C2");
  of("second-write-ignored", "D1");
  of("second-write-ignored", "C1");
  return true;
}();

}  // namespace
