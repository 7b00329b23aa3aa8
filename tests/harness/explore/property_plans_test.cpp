// For every property that we sell there is a plan that is rejected for it.
#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>
#include <string>

#include "harness/explore/explore.hpp"
#include "scenarios/read_plan.hpp"
#include "scenarios/read_scenario.hpp"

namespace rehearse::harness {
namespace {

const std::string cases_folder = "tests/harness/explore/cases/";
const std::string shop_folder = "scenarios/ecommerce/";
const std::string desk = "scenarios/source/";

struct Rejected {
  std::string property, plan, scenario;
  std::int64_t runs = 200;
};

const std::vector<Rejected> plans{
    {"A1", shop_folder + "broken/contract-while-v1-serves.json", shop_folder + "flash-sale.json",
     100},
    {"A2", cases_folder + "slow-new-service.plan.json", cases_folder + "calm.scenario.json"},
    {"D1", shop_folder + "broken/second-write-ignored.json", shop_folder + "flash-sale.json", 100},
    {"D2", shop_folder + "broken/idempotency-key-per-attempt.json", shop_folder + "flash-sale.json",
     100},
    {"D3", shop_folder + "broken/second-write-ignored.json", shop_folder + "flash-sale.json", 100},
    {"D4", cases_folder + "backfill-resurrects.plan.json", cases_folder + "calm.scenario.json"},
    {"D5", cases_folder + "webhooks-nobody-hears.plan.json", cases_folder + "rough.scenario.json"},
    {"D6", desk + "broken/two-sequences.json", desk + "desk.json"},
    {"C1", shop_folder + "broken/read-before-verified.json", shop_folder + "flash-sale.json", 100},
    {"C2", shop_folder + "broken/read-before-verified.json", shop_folder + "flash-sale.json", 100},
    {"R1", cases_folder + "lossy-on-the-way-back.plan.json", cases_folder + "rough.scenario.json",
     300},
    {"R2", cases_folder + "rollback-that-does-not-arrive.plan.json",
     cases_folder + "calm.scenario.json"},
    {"L1", cases_folder + "no-point-of-no-return.plan.json", cases_folder + "calm.scenario.json"},
    {"V1", cases_folder + "backfill-resurrects.plan.json", cases_folder + "calm.scenario.json"},
    {"V2", cases_folder + "gate-without-data.plan.json", cases_folder + "calm.scenario.json"},
    {"I1", cases_folder + "shadow-charges.plan.json", cases_folder + "calm.scenario.json"},
    {"X1", shop_folder + "broken/contract-while-v1-serves.json", shop_folder + "flash-sale.json",
     100},
};

class PropertyPlan : public ::testing::TestWithParam<Rejected> {};

TEST_P(PropertyPlan, IsRejectedForIt) {
  const std::string root = std::string(REHEARSE_SOURCE_DIR) + "/";
  const auto plan = scenarios::load_plan(root + GetParam().plan);
  auto scenario = scenarios::load_scenario(root + GetParam().scenario);
  ASSERT_TRUE(plan) << to_string(plan.errors().front());
  ASSERT_TRUE(scenario) << to_string(scenario.errors().front());
  scenario.value().store = "model";
  ExploreOptions options;
  options.runs = GetParam().runs;
  Exploration exploration = explore(plan.value(), scenario.value(), options);
  const PropertyResult* found = find_property(exploration.result, GetParam().property);
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->verdict, "violated");
  EXPECT_FALSE(found->because.empty());
  EXPECT_FALSE(found->counterexample.empty());
}

INSTANTIATE_TEST_SUITE_P(All, PropertyPlan, ::testing::ValuesIn(plans),
                         [](const auto& one) { return one.param.property; });

TEST(PropertyPlans, AreThereForEveryProperty) {
  for (const Property& property : all_properties())
    EXPECT_TRUE(std::any_of(plans.begin(), plans.end(), [&](const Rejected& one) {
      return one.property == property.id;
    })) << property.id;
}

}  // namespace
}  // namespace rehearse::harness
