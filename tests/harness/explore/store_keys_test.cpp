// Keys that a store makes, in whole rehearsals: a sequence that was advanced, one that was not, and
// two at a time.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "harness/explore/explore.hpp"
#include "scenarios/read_plan.hpp"
#include "scenarios/read_scenario.hpp"

namespace rehearse::harness {
namespace {

const std::string source_folder = std::string(REHEARSE_SOURCE_DIR) + "/scenarios/source/";

ScenarioResult rehearsed(const std::string& plan_file, const std::string& store) {
  const auto plan = scenarios::load_plan(source_folder + plan_file);
  auto scenario = scenarios::load_scenario(source_folder + "desk.json");
  if (!plan || !scenario) throw std::runtime_error("cannot read " + plan_file);
  scenario.value().store = store;
  ExploreOptions options;
  options.runs = 120;
  return explore(plan.value(), scenario.value(), options).result;
}

std::string verdict(const ScenarioResult& result, const std::string& id) {
  for (const PropertyResult& property : result.properties)
    if (property.id == id) return property.verdict;
  return "no such property";
}

TEST(StoreKeys, HoldWhenTheSequenceIsAdvancedBeforeTheSwitchAndOnTheWayBack) {
  const ScenarioResult result = rehearsed("tickets.json", "model");
  for (const PropertyResult& property : result.properties)
    EXPECT_NE(property.verdict, "violated") << property.id << ": " << property.because;
  EXPECT_EQ(verdict(result, "D6"), "holds");
  EXPECT_EQ(verdict(result, "D2"), "holds");
  EXPECT_EQ(verdict(result, "R1"), "holds");
}

TEST(StoreKeys, AreTheSameOnBothEngines) {
  EXPECT_EQ(rehearsed("tickets.json", "model").histories_digest,
            rehearsed("tickets.json", "sqlite").histories_digest);
}

TEST(StoreKeys, AreTakenWhenTheSequenceIsNotAdvanced) {
  const ScenarioResult result = rehearsed("broken/sequence-not-advanced.json", "model");
  EXPECT_EQ(verdict(result, "A1"), "violated");
  EXPECT_EQ(verdict(result, "D6"), "holds");  // the store refuses, nobody is confirmed
}

TEST(StoreKeys, AreGivenTwiceByTwoSequences) {
  const ScenarioResult result = rehearsed("broken/two-sequences.json", "model");
  EXPECT_EQ(verdict(result, "D6"), "violated");
}

}  // namespace
}  // namespace rehearse::harness
