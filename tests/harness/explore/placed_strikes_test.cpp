// Faults at their exact places: as they were drawn, and so long after a phase.
#include "harness/explore/placed_strikes.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "fault_injection/fault.hpp"
#include "scenarios/fault_kinds.hpp"
#include "tests/harness/explore/failing_runs.hpp"

namespace rehearse::harness {
namespace {

using fault_injection::Strike;

Strike of_kind(const char* name) {
  Strike strike;
  strike.kind = static_cast<std::uint8_t>(*scenarios::fault_index(name));
  return strike;
}

TEST(PlacedStrikes, OfARunGiveTheSameHistory) {
  testing::Stage stage("plan.json");
  std::int64_t struck_in = 0;
  for (std::int64_t index = 0; index < 30; ++index) {
    RunSpec spec = run_spec(stage.plan, stage.scenario, 3, index);
    stage.rehearsal.run(spec);
    const std::uint64_t hash = stage.rehearsal.history().hash;
    spec.faults = false;
    spec.strikes = stage.rehearsal.faults().struck();
    struck_in += spec.strikes.empty() ? 0 : 1;
    stage.rehearsal.run(spec);
    EXPECT_EQ(stage.rehearsal.history().hash, hash) << index;
  }
  EXPECT_GT(struck_in, 5);
}

TEST(PlacedStrikes, OfEveryKindThatThePlanToleratesGiveTheSameHistory) {
  const scenarios::Plan plan = testing::ecommerce_plan("plan.json");
  scenarios::Scenario scenario = testing::flash_sale();
  scenario.faults.resize(1);
  scenario.faults[0].drawn = true;
  scenario.faults[0].rate_per_million = 2'000;
  scenario.faults[0].kinds.clear();
  for (const auto& kind : scenarios::fault_kinds())
    scenario.faults[0].kinds.emplace_back(kind.name);
  const simulators::Blueprint blueprint(plan, scenario);
  const auto classes = fault_injection::classes_of(blueprint);
  Rehearsal rehearsal(blueprint);
  std::set<int> kinds;
  std::int64_t same = 0;
  constexpr std::int64_t runs = 40;
  for (std::int64_t index = 0; index < runs; ++index) {
    RunSpec spec = run_spec(plan, scenario, 5, index);
    rehearsal.run(spec);
    const std::uint64_t hash = rehearsal.history().hash;
    spec.faults = false;
    spec.strikes = rehearsal.faults().struck();
    for (const Strike& strike : spec.strikes) {
      kinds.insert(strike.kind);
      EXPECT_TRUE(can_be_placed(strike, classes)) << scenarios::fault_kinds()[strike.kind].name;
    }
    rehearsal.run(spec);
    same += rehearsal.history().hash == hash ? 1 : 0;
  }
  EXPECT_EQ(same, runs);
  EXPECT_GT(kinds.size(), 5U);
}

TEST(PlacedStrikes, WhoeverIsTheVictimOfAMessageCanBePlacedThere) {
  testing::Stage stage("plan.json");
  const auto classes = fault_injection::classes_of(stage.blueprint);
  const auto& track = stage.blueprint.tracks.front();
  for (const auto& [name, victim] : {std::pair("backfill_rerun", track.backfiller),
                                     std::pair("relay_rewound", track.relay_forward),
                                     std::pair("stream_gap", track.relay_forward)}) {
    Strike strike = of_kind(name);
    strike.node = victim;
    strike.message.tag = 4;
    EXPECT_TRUE(can_be_placed(strike, classes)) << name;
  }
}

TEST(PlacedStrikes, CountFromTheBeginOfTheirPhase) {
  testing::Stage stage("plan.json");
  RunSpec spec;
  spec.faults = false;
  Strike crash = of_kind("crash");
  crash.node = stage.blueprint.instances.front().node;
  crash.phase = 3;
  crash.time = 1'500;
  crash.duration = scenarios::Duration(40'000);
  spec.strikes = {crash};
  stage.rehearsal.run(spec);
  const auto begins = stage.rehearsal.phase_begins();
  const auto begin = std::find_if(begins.begin(), begins.end(),
                                  [](const PhaseBegin& one) { return one.phase == 3; });
  ASSERT_NE(begin, begins.end());
  const std::vector<Strike> struck = stage.rehearsal.faults().struck();
  ASSERT_EQ(struck.size(), 1U);
  EXPECT_EQ(struck.front().time, begin->time + 1'500);
  EXPECT_EQ(struck.front().phase, simulators::no_phase);
  // The twin has no plan, and the fault all the same, at the same time.
  stage.rehearsal.run_control(spec);
  const std::vector<Strike> twin = stage.rehearsal.faults().struck();
  ASSERT_EQ(twin.size(), 1U);
  EXPECT_EQ(twin.front().time, begin->time + 1'500);
}

TEST(PlacedStrikes, OnlyWhereTheKindCanBe) {
  testing::Stage stage("plan.json");
  const auto classes = fault_injection::classes_of(stage.blueprint);
  const auto instance = stage.blueprint.instances.front().node;
  Strike crash = of_kind("crash");
  EXPECT_FALSE(can_be_placed(crash, classes)) << "at nobody";
  crash.node = instance;
  EXPECT_TRUE(can_be_placed(crash, classes));
  crash.node = stage.blueprint.clients;
  EXPECT_FALSE(can_be_placed(crash, classes));
  crash.node = 60'000;
  EXPECT_FALSE(can_be_placed(crash, classes)) << "there is no such node";
  Strike lost = of_kind("reply_lost");
  EXPECT_FALSE(can_be_placed(lost, classes)) << "by time";
  lost.message.tag = 7;
  EXPECT_TRUE(can_be_placed(lost, classes));
}

TEST(PlacedStrikes, FollowTheirNodesToOtherNumbers) {
  Strike crash = of_kind("crash");
  crash.node = 1;
  Strike lost = of_kind("reply_lost");
  lost.message = {0, 2, true, 7};
  std::vector<std::string> gone;
  const auto moved = renumbered(std::vector<Strike>{crash, lost}, {"app/1", "shop", "archive"},
                                {"archive", "shop", "desk", "app/1"}, gone);
  ASSERT_EQ(moved.size(), 2U);
  EXPECT_EQ(moved[0].node, 1);
  EXPECT_EQ(moved[1].message.from, 3);
  EXPECT_EQ(moved[1].message.to, 0);
  EXPECT_TRUE(gone.empty());
  EXPECT_EQ(renumbered(std::vector<Strike>{crash, lost}, {"app/1", "shop", "archive"},
                       {"app/1", "archive"}, gone)
                .size(),
            1U);
  EXPECT_EQ(gone, std::vector<std::string>{"shop"});
}

}  // namespace
}  // namespace rehearse::harness
