#include "scenarios/default_scenario.hpp"

#include <gtest/gtest.h>

#include "scenarios/print_scenario.hpp"
#include "scenarios/read_plan.hpp"
#include "scenarios/read_scenario.hpp"
#include "scenarios/validate_plan.hpp"

namespace rehearse::scenarios {
namespace {

Plan bundled_plan() {
  const std::string path = std::string(REHEARSE_SOURCE_DIR) + "/scenarios/ecommerce/plan.json";
  auto read = load_plan(path);
  EXPECT_TRUE(read) << to_string(read.errors().front());
  return std::move(read).value();
}

TEST(DefaultScenario, FitsThePlanAndUsesEveryOperation) {
  const Plan plan = bundled_plan();
  const Scenario scenario = default_scenario(plan);
  EXPECT_TRUE(validate_scenario(scenario, plan).empty());
  EXPECT_EQ(scenario.name, "default");
  EXPECT_EQ(scenario.traffic.mix.size(), plan.application.operations.size());
}

TEST(DefaultScenario, IsAScenarioThatOneCouldHaveWritten) {
  const Scenario scenario = default_scenario(bundled_plan());
  const auto again = read_scenario(print_scenario(scenario), "default.json");
  ASSERT_TRUE(again) << to_string(again.errors().front());
  EXPECT_EQ(again.value(), scenario);
}

}  // namespace
}  // namespace rehearse::scenarios
