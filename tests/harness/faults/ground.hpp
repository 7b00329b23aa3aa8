#pragma once
/// A plan, a scenario with few operations, and a run of it without faults, on which faults are
/// placed one by one.

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

#include "harness/explore/programme.hpp"
#include "harness/explore/rehearsal.hpp"
#include "scenarios/fault_kinds.hpp"
#include "scenarios/read_plan.hpp"
#include "scenarios/read_scenario.hpp"

namespace rehearse::harness::testing {

using fault_injection::KindIndex;
using fault_injection::KindSet;
using fault_injection::Opportunity;
using fault_injection::Strike;

template <typename Value>
Value read(scenarios::Result<Value> loaded) {
  if (!loaded) throw std::logic_error(to_string(loaded.errors().front()));
  return std::move(loaded).value();
}

/// A plan that has all that faults can strike, and a run of it without faults.
struct Ground {
  Ground(const std::string& plan_file, const std::string& scenario_file,
         const std::string& store = {}, scenarios::Duration cache = scenarios::Duration{0})
      : plan(with(cache, read(scenarios::load_plan(REHEARSE_SOURCE_DIR + plan_file)))),
        scenario(on(store, harness::small_scenario(read(
                               scenarios::load_scenario(REHEARSE_SOURCE_DIR + scenario_file))))),
        blueprint(plan, scenario),
        rehearsal(blueprint) {
    base = base_runs(rehearsal, 1).front();
    base.stress = true;  // kinds that the plan does not tolerate are tried, too
    rehearsal.watch(&places, ~KindSet{0});
    rehearsal.run(base);
    rehearsal.watch(nullptr);
    without = story();
  }

  /// Digest of what happened in the last run, less what only says that a fault struck.
  std::uint64_t story() const {
    std::uint64_t digest = 0;
    for (const simulators::Event& event : rehearsal.history().events) {
      using simulators::EventKind;
      if (event.kind == EventKind::fault_begin || event.kind == EventKind::fault_end) continue;
      for (const std::uint64_t word :
           {static_cast<std::uint64_t>(event.time), static_cast<std::uint64_t>(event.kind),
            std::uint64_t{event.node}, static_cast<std::uint64_t>(event.operation),
            static_cast<std::uint64_t>(event.key), static_cast<std::uint64_t>(event.write),
            static_cast<std::uint64_t>(event.value)})
        digest = simulators::digest_mix(digest, word);
    }
    return digest;
  }

  static scenarios::Scenario on(const std::string& store, scenarios::Scenario scenario) {
    scenario.store = store;
    return scenario;
  }
  static scenarios::Plan with(scenarios::Duration cache, scenarios::Plan plan) {
    plan.application.cache.ttl = cache;
    return plan;
  }

  /// At most so many of the places of a kind, evenly.
  std::vector<const Opportunity*> places_of(KindIndex kind, std::size_t most) const {
    std::vector<const Opportunity*> own;
    for (const Opportunity& place : places)
      if (place.kinds.test(kind)) own.push_back(&place);
    const std::size_t apart = std::max<std::size_t>(1, own.size() / most);
    std::vector<const Opportunity*> chosen;
    for (std::size_t i = 0; i < own.size(); i += apart) chosen.push_back(own[i]);
    return chosen;
  }
  /// Runs with the kind at this place and nowhere else.
  void run(KindIndex kind, const Opportunity& place) {
    RunSpec spec = base;
    Strike strike;
    strike.kind = kind;
    strike.message = place.message;
    strike.duration = scenarios::fault_kinds()[kind].usual;
    spec.strikes = {strike};
    rehearsal.run(spec);
  }
  /// Places the kind at every so many of its places until something else happens in the run.
  bool changes(KindIndex kind) {
    for (const Opportunity* place : places_of(kind, 40)) {
      run(kind, *place);
      const auto& struck = rehearsal.faults().struck();
      if (struck.size() != 1 || struck[0].kind != kind) return false;
      if (story() != without) return true;
    }
    return false;
  }

  const scenarios::Plan plan;
  const scenarios::Scenario scenario;
  const simulators::Blueprint blueprint;
  Rehearsal rehearsal;
  RunSpec base;
  std::vector<Opportunity> places;
  std::uint64_t without = 0;  ///< The story of the run without faults.
};

}  // namespace rehearse::harness::testing
