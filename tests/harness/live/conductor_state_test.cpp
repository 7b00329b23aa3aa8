#include "harness/live/conductor_state.hpp"

#include <gtest/gtest.h>

#include "harness/rehearsal/world.hpp"
#include "scenarios/default_scenario.hpp"
#include "simulators/runtime/disturbance.hpp"
#include "tests/harness/explore/small_plan.hpp"

namespace rehearse::harness::live {
namespace {

using simulators::Blueprint;

/// Looks at the conductor's journal whenever a message passes.
class Witness final : public simulators::Disturbance {
 public:
  void begin(simulators::Processes&, simulators::Choices&) override {}
  simulators::Fate on_message(const simulators::Message&) override {
    const ConductorState state{world->journal(), {2, 17}, 5, 3};
    if (state == last) return {};
    const std::string text = print_state(state);
    EXPECT_EQ(read_state(text), state) << text;
    last = state;
    ++journals;
    return {};
  }
  void phase_changed(std::uint16_t) override {}
  void step_begun(std::uint16_t) override {}
  simulators::Slip slip() override { return simulators::Slip::none; }
  void heal() override {}

  World* world = nullptr;
  ConductorState last;
  int journals = 0;
};

// Every member that a rehearsal ever changes comes back, on the way there and on the way back.
TEST(ConductorState, WhatIsWrittenIsWhatIsRead) {
  const scenarios::Plan plan = testing::small_plan();
  const scenarios::Scenario scenario = testing::small_scenario(plan, 40);
  const Blueprint blueprint(plan, scenario);
  World world(blueprint);
  for (const Course course : {Course::forward, Course::rollback}) {
    Witness witness;
    witness.world = &world;
    simulators::RandomChoices choices(3);
    simulators::History history;
    RunOptions options;
    options.choices = &choices;
    options.disturbance = &witness;
    options.shape.course = course;
    options.shape.at = {5, 0};
    world.run(options, history);
    EXPECT_GT(witness.journals, 20);
  }
}

TEST(ConductorState, WhatIsNoneIsRefused) {
  EXPECT_THROW(read_state("{\"mode\":"), std::exception);
  EXPECT_THROW(read_state("{}"), std::exception);
}

}  // namespace
}  // namespace rehearse::harness::live
