#pragma once
/// Scenarios for RapidCheck, which the includer has: any traffic of a few hundred operations, any
/// groups of faults, drawn within what the plan tolerates. They fit every plan and shrink towards
/// little traffic without faults.
///
///     RC_GTEST_PROP(MyPlan, SurvivesAnything, (const rehearse::Scenario& scenario)) {
///       RC_ASSERT(rehearse::certify(plan(), scenario).verdict != rehearse::Verdict::rejected);
///     }

#include <rapidcheck.h>

#include <string>
#include <vector>

#include "scenarios/fault_kinds.hpp"
#include "scenarios/print_scenario.hpp"
#include "scenarios/scenario.hpp"

namespace rehearse::harness {

/// `runs` rehearsals of each.
inline rc::Gen<scenarios::Scenario> arbitrary_scenario(int runs) {
  using scenarios::Duration;
  return rc::gen::map(
      rc::gen::tuple(rc::gen::inRange(100, 400), rc::gen::inRange(1, 20), rc::gen::inRange(50, 300),
                     rc::gen::inRange(1, 40), rc::gen::inRange(1, 40),
                     rc::gen::container<std::vector<std::size_t>>(
                         rc::gen::inRange<std::size_t>(0, scenarios::fault_groups().size())),
                     rc::gen::inRange(1, 10'000)),
      [runs](const auto& drawn) {
        const auto& [operations, clients, rate, keys, slowest, groups, often] = drawn;
        scenarios::Scenario made;
        made.name = "arbitrary";
        made.store = "model";
        made.traffic.operations = operations;
        made.traffic.clients = clients;
        made.traffic.arrivals.per_million_seconds = std::int64_t{rate} * 1'000'000;
        made.traffic.keys.count = keys;
        made.traffic.client = {Duration(10'000'000), 2, Duration(20'000)};
        made.network.latency[1] = Duration(100 + 100 * slowest);
        made.objectives.availability_per_million = 900'000;
        for (const std::size_t group : groups) {
          scenarios::FaultSpec& fault = made.faults.emplace_back();
          fault.kinds = {std::string(scenarios::fault_groups()[group])};
          fault.drawn = true;
          fault.rate_per_million = often;
        }
        made.explore.swarm_runs = runs;
        return made;
      });
}

}  // namespace rehearse::harness

namespace rc {

template <>
struct Arbitrary<rehearse::scenarios::Scenario> {
  static Gen<rehearse::scenarios::Scenario> arbitrary() {
    return rehearse::harness::arbitrary_scenario(5);
  }
};

}  // namespace rc

namespace rehearse::scenarios {

/// RapidCheck tells a failing scenario as the file that `rehearse certify --scenario` takes.
inline void showValue(const Scenario& scenario, std::ostream& out) {
  out << canonical_text(scenario);
}

}  // namespace rehearse::scenarios
