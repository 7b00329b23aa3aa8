#include "harness/live/live_faults.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fault_injection/overlay.hpp"
#include "harness/rehearsal/world.hpp"
#include "scenarios/fault_kinds.hpp"
#include "tests/harness/explore/small_plan.hpp"

namespace rehearse::harness::live {
namespace {

using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

scenarios::FaultSpec asked(std::vector<std::string> kinds, std::string node = {}) {
  scenarios::FaultSpec spec;
  spec.kinds = std::move(kinds);
  spec.node = std::move(node);
  return spec;
}

std::vector<std::string> skipped(const std::vector<scenarios::FaultSpec>& faults,
                                 const scenarios::Plan& plan = testing::small_plan()) {
  scenarios::Scenario scenario = testing::small_scenario(plan, 10);
  scenario.faults = faults;
  const simulators::Blueprint blueprint(plan, scenario);
  return skipped_faults(blueprint).names;
}

TEST(LiveFaults, WhatCanBeDoneToRealProcessesIsNotSkipped) {
  EXPECT_THAT(skipped({asked({"request_lost", "reply_lost", "crash", "relay_crash", "outage"})}),
              IsEmpty());
  EXPECT_THAT(skipped({asked({"crash"}, "app/1")}), IsEmpty());
}

TEST(LiveFaults, WhatCannotIsNamedOnce) {
  EXPECT_THAT(skipped({asked({"power_cut", "request_lost"}), asked({"power_cut"})}),
              UnorderedElementsAre("power_cut"));
  EXPECT_THAT(skipped({asked({"clock", "conductor_crash", "step_skipped"})}), IsEmpty());
}

/// It has noted where it was in a folder of its own.
TEST(LiveFaults, ABackfillThatIsAProgramIsNotSentBackToTheBeginning) {
  scenarios::Plan plan = testing::small_plan();
  const std::vector<scenarios::FaultSpec> faults{asked({"backfill_rerun", "backfill_crash"})};
  EXPECT_THAT(skipped(faults, plan), IsEmpty());
  plan.workers.push_back({"backfill." + plan.tracks[0].name, scenarios::WorkerProgram{{"./copy"}}});
  EXPECT_THAT(skipped(faults, plan), UnorderedElementsAre("backfill_rerun"));
}

TEST(LiveFaults, WhoWouldNotComeBackAsItWasIsNotKilled) {
  const scenarios::Plan plan = testing::small_plan();
  const scenarios::Scenario scenario = testing::small_scenario(plan, 10);
  const simulators::Blueprint blueprint(plan, scenario);
  EXPECT_FALSE(may_be_killed(blueprint, blueprint.clients));
  EXPECT_TRUE(may_be_killed(blueprint, blueprint.conductor));
  EXPECT_TRUE(may_be_killed(blueprint, blueprint.databases[0].node));
  EXPECT_TRUE(may_be_killed(blueprint, blueprint.instances[0].node));
  EXPECT_TRUE(may_be_killed(blueprint, blueprint.flags));
  const std::string clients = blueprint.nodes[blueprint.clients];
  EXPECT_THAT(skipped({asked({"crash"}, clients)}), UnorderedElementsAre("crash"));
}

// A kind that is left out never strikes, and is not said to have been planned.
TEST(LiveFaults, TheOverlayLeavesOutWhatItIsTold) {
  scenarios::Plan plan = testing::small_plan();
  plan.tolerates.message_loss = true;
  scenarios::Scenario scenario = testing::small_scenario(plan, 100);
  scenario.faults = {asked({"request_lost"})};
  scenario.faults[0].nth = 1;
  const simulators::Blueprint blueprint(plan, scenario);
  const auto kind = *scenarios::fault_index("request_lost");
  for (const bool left_out : {false, true}) {
    World world(blueprint);
    fault_injection::Overlay overlay(blueprint);
    if (left_out) overlay.leave_out(fault_injection::KindSet{1} << kind);
    simulators::RandomChoices choices(3);
    simulators::History history;
    RunOptions options;
    options.choices = &choices;
    options.disturbance = &overlay;
    world.run(options, history);
    EXPECT_EQ(overlay.planned()[kind], !left_out);
    EXPECT_EQ(overlay.fired()[kind] > 0, !left_out);
  }
}

}  // namespace
}  // namespace rehearse::harness::live
