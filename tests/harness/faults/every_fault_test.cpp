// Each kind of the catalogue, placed alone into a run: it strikes, it changes what happens, and
// when it is healed the run comes to rest as it would have without it.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "harness/explore/programme.hpp"
#include "harness/explore/rehearsal.hpp"
#include "scenarios/fault_kinds.hpp"
#include "scenarios/read_plan.hpp"
#include "scenarios/read_scenario.hpp"

namespace rehearse::harness {
namespace {

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
  Ground(const std::string& plan_file, const std::string& scenario_file)
      : plan(read(scenarios::load_plan(REHEARSE_SOURCE_DIR + plan_file))),
        scenario(
            small_scenario(read(scenarios::load_scenario(REHEARSE_SOURCE_DIR + scenario_file)))),
        blueprint(plan, scenario),
        rehearsal(blueprint) {
    base = base_runs(rehearsal, 1).front();
    rehearsal.watch(&places, ~KindSet{0});
    rehearsal.run(base);
    rehearsal.watch(nullptr);
    hash = rehearsal.history().hash;
  }

  /// Places the kind at every so many of its places until the run is another one.
  bool changes(KindIndex kind) {
    std::vector<const Opportunity*> own;
    for (const Opportunity& place : places)
      if ((place.kinds >> kind & 1U) != 0) own.push_back(&place);
    const std::size_t apart = std::max<std::size_t>(1, own.size() / 40);
    for (std::size_t i = 0; i < own.size(); i += apart) {
      RunSpec spec = base;
      Strike strike;
      strike.kind = kind;
      strike.message = own[i]->message;
      strike.duration = scenarios::fault_kinds()[kind].usual;
      spec.strikes = {strike};
      rehearsal.run(spec);
      const auto& struck = rehearsal.faults().struck();
      if (struck.size() != 1 || struck[0].kind != kind) return false;
      if (rehearsal.history().hash != hash) return true;
    }
    return false;
  }

  const scenarios::Plan plan;
  const scenarios::Scenario scenario;
  const simulators::Blueprint blueprint;
  Rehearsal rehearsal;
  RunSpec base;
  std::vector<Opportunity> places;
  std::uint64_t hash = 0;
};

const std::vector<std::unique_ptr<Ground>>& grounds() {
  static const std::vector<std::unique_ptr<Ground>> all = [] {
    std::vector<std::unique_ptr<Ground>> made;
    made.push_back(std::make_unique<Ground>("/scenarios/ecommerce/plan.json",
                                            "/scenarios/ecommerce/flash-sale.json"));
    made.push_back(
        std::make_unique<Ground>("/tests/harness/explore/cases/purged-before-the-point.plan.json",
                                 "/tests/harness/explore/cases/calm.scenario.json"));
    return made;
  }();
  return all;
}

class EveryFault : public ::testing::TestWithParam<KindIndex> {};

TEST_P(EveryFault, StrikesAndChangesTheRun) {
  const KindIndex kind = GetParam();
  const std::string name(scenarios::fault_kinds()[kind].name);
  const Ground* struck = nullptr;
  for (const auto& ground : grounds()) {
    if (!ground->changes(kind)) continue;
    struck = ground.get();
    break;
  }
  ASSERT_NE(struck, nullptr) << name << " changes no run of either plan, wherever it is placed";
  // Healed, the run comes to rest.
  EXPECT_TRUE(struck->rehearsal.history().final.pending.empty())
      << struck->rehearsal.history().final.pending;
}

INSTANTIATE_TEST_SUITE_P(All, EveryFault,
                         ::testing::Range(KindIndex{0},
                                          static_cast<KindIndex>(scenarios::fault_kinds().size())),
                         [](const auto& one) {
                           return std::string(scenarios::fault_kinds()[one.param].name);
                         });

}  // namespace
}  // namespace rehearse::harness
