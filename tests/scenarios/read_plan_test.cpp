#include "scenarios/read_plan.hpp"

#include <gmock/gmock.h>

#include "scenarios/read_scenario.hpp"
#include "sketch.hpp"

namespace rehearse::scenarios {
namespace {

using testing::edited;
using ::testing::ElementsAre;

Plan good(const std::string& text) {
  const auto read = read_plan(text, "plan.json");
  if (!read) throw std::runtime_error(to_string(read.errors().front()));
  return read.value();
}

TEST(ReadPlan, AcceptsTheSketchOfTheDesignVerbatim) {
  const Plan plan = good(testing::sketch_plan());
  EXPECT_EQ(plan.name, "storefront-2026");
  EXPECT_EQ(plan.tracks.size(), 3U);
  EXPECT_EQ(plan.phases.size(), 8U);
  EXPECT_EQ(plan.phases[5].steps[4].kind, StepKind::switch_over);
  EXPECT_EQ(plan.tracks[2].old_location.table, "catalog");
  EXPECT_EQ(plan.phases[1].set[0].second.apply, Apply::version_guard);
  EXPECT_EQ(plan.phases[4].segment->percent, (std::vector<int>{1, 10, 50}));
}

TEST(ReadScenario, AcceptsTheSketchOfTheDesignVerbatim) {
  const auto read = read_scenario(testing::sketch_scenario(), "scenario.json");
  ASSERT_TRUE(read) << to_string(read.errors().front());
  EXPECT_EQ(read.value().traffic.arrivals.per_million_seconds, 400'000'000);
  EXPECT_EQ(read.value().objectives.availability_per_million, 999'900);
  EXPECT_EQ(read.value().objectives.p99_vs_control_percent, 150);
  EXPECT_EQ(read.value().faults[0].phase, "canary");
  EXPECT_FALSE(read.value().faults[0].drawn);
  EXPECT_EQ(read.value().faults[1].after, Duration{200'000});
  EXPECT_TRUE(read.value().faults[2].drawn);
  EXPECT_EQ(read.value().faults[2].rate_per_million, 5'000);
}

TEST(ReadScenario, FitsThePlanOfTheSketch) {
  const auto read = read_scenario_file(testing::sketch_scenario(), "scenario.json");
  EXPECT_TRUE(check_scenario_fits(read.value(), good(testing::sketch_plan())).empty());
}

TEST(ReadScenario, NamesWhatThePlanDoesNotHave) {
  const std::string text = edited(edited(testing::sketch_scenario(), "\"browse\"", "\"brows\""),
                                  "\"canary\"", "\"canray\"");
  const auto read = read_scenario_file(text, "s.json");
  std::vector<std::string> lines;
  for (const Error& error : check_scenario_fits(read.value(), good(testing::sketch_plan()))) {
    lines.push_back(to_string(error));
  }
  EXPECT_THAT(lines, ElementsAre("s.json:4:23: /traffic/mix/brows: unknown operation \"brows\"; "
                                 "did you mean \"browse\"?",
                                 "s.json:8:58: /faults/0/in: unknown phase \"canray\"; did you "
                                 "mean \"canary\"?"));
}

TEST(ReadPlan, InfersWhereVariablesComeFrom) {
  const Application application = good(testing::sketch_plan()).application;
  EXPECT_THAT(application.variables,
              ElementsAre(Variable{"product", VariableSource::existing, "catalog"},
                          Variable{"customer", VariableSource::client, ""},
                          Variable{"order", VariableSource::fresh, "orders"}));
}

TEST(ReadPlan, InfersACollectionFromAPut) {
  const Plan plan = good(testing::sketch_plan());
  ASSERT_EQ(plan.collections.size(), 1U);
  EXPECT_EQ(plan.collections[0].name, "carts");
  EXPECT_EQ(plan.collections[0].record.key, "customer");
  EXPECT_EQ(plan.collections[0].record.fields[0], (Field{"product", {FieldKind::integer, 0}}));
}

TEST(ReadPlan, TakesAPutToANearMissAsAMistake) {
  const std::string text =
      edited(testing::sound_plan(), "{\"put\": \"carts\"", "{\"put\": \"crats\"");
  const auto read = read_plan(text, "p.json");
  ASSERT_FALSE(read);
  EXPECT_EQ(to_string(read.errors().front()),
            "p.json:25:16: /application/operations/add/0/put: unknown track or collection "
            "\"crats\"; did you mean \"carts\"?");
}

TEST(ReadPlan, KnowsTheShortFormOfTheFirstGroup) {
  const Application application = good(testing::sound_plan()).application;
  EXPECT_THAT(application.groups, ElementsAre(InstanceGroup{"app", 3, "v1", {}},
                                              InstanceGroup{"reports", 1, "v1", {"report"}}));
}

TEST(ReadPlan, AcceptsStageNames) {
  const std::string text =
      edited(testing::sound_plan(), "{\"read\": \"old+shadow_new\"}", "\"shadow\"");
  const StageChange change = good(text).phases[3].set[0].second;
  EXPECT_EQ(change.read, (ReadAxis{Side::old_side, true}));
  EXPECT_EQ(change.write, (WriteAxis{Side::old_side, true, false}));
}

TEST(ReadPlan, LetsAnAxisOverrideTheStageName) {
  const std::string text =
      edited(testing::sound_plan(), "{\"read\": \"old+shadow_new\"}",
             "{\"stage\": \"rampdown\", \"write\": \"one_transaction\", \"apply\": \"upsert\"}");
  const StageChange change = good(text).phases[3].set[0].second;
  EXPECT_EQ(change.read, (ReadAxis{Side::new_side, false}));
  EXPECT_EQ(change.write, (WriteAxis{Side::old_side, true, true}));
  EXPECT_EQ(change.apply, Apply::upsert);
}

TEST(ReadPlan, MapsStageNamesOfAServiceOnItsRoute) {
  const std::string text = edited(testing::sound_plan(), "{\"route\": \"new\"}", "\"live\"");
  const StageChange change = good(text).phases[4].set[0].second;
  EXPECT_EQ(change.route, Side::new_side);
  EXPECT_EQ(change.shadow, true);
  EXPECT_FALSE(change.read);
}

TEST(ReadPlan, SaysWhereEachPartStands) {
  const auto file = read_plan_file(testing::sound_plan(), "p.json");
  EXPECT_EQ(file.value().sources.place_of("/name"), (Place{4, 3}));
  EXPECT_EQ(file.value().sources.place_of("/phases/1/name/nothing/here"), (Place{32, 6}));
}

TEST(LoadPlan, ExplainsADirectoryAndAMissingFile) {
  const std::string folder = std::string(REHEARSE_SOURCE_DIR) + "/tests/scenarios/data";
  EXPECT_THAT(to_string(load_plan(folder).errors().front()),
              ::testing::HasSubstr("this is a directory"));
  EXPECT_THAT(to_string(load_plan(folder + "/sond.plan.json").errors().front()),
              ::testing::HasSubstr("there is no such file; did you mean \"sound.plan.json\"?"));
}

}  // namespace
}  // namespace rehearse::scenarios
