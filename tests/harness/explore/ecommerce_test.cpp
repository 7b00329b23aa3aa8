// The seed case, end to end: its plan is certified, and each single edit is rejected for its own
// reason.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include "harness/explore/explore.hpp"
#include "scenarios/read_plan.hpp"
#include "scenarios/read_scenario.hpp"

namespace rehearse::harness {
namespace {

const std::string folder = std::string(REHEARSE_SOURCE_DIR) + "/scenarios/ecommerce/";

scenarios::Plan plan_from(const std::string& path) {
  scenarios::Result<scenarios::Plan> plan = scenarios::load_plan(path);
  if (!plan) {
    ADD_FAILURE() << to_string(plan.errors().front());
    return {};
  }
  return std::move(plan).value();
}

scenarios::Scenario flash_sale() {
  scenarios::Result<scenarios::Scenario> scenario =
      scenarios::load_scenario(folder + "flash-sale.json");
  if (!scenario) {
    ADD_FAILURE() << to_string(scenario.errors().front());
    return {};
  }
  scenarios::Scenario made = std::move(scenario).value();
  made.store = "model";
  return made;
}

const PropertyResult& property(const Exploration& exploration, const std::string& id) {
  const auto& all = exploration.result.properties;
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const PropertyResult& p) { return p.id == id; });
  if (found == all.end()) throw std::logic_error("no property " + id);
  return *found;
}

Exploration explored(const scenarios::Plan& plan, std::int64_t runs, std::uint64_t seed = 1) {
  ExploreOptions options;
  options.runs = runs;
  options.seed = seed;
  return explore(plan, flash_sale(), options);
}

TEST(Ecommerce, IsCertified) {
  const scenarios::Plan plan = plan_from(folder + "plan.json");
  const Exploration exploration = explored(plan, 120);
  EXPECT_EQ(exploration.diverged, "");
  EXPECT_EQ(exploration.result.runs, 120);
  EXPECT_TRUE(exploration.saved.empty());
  for (const PropertyResult& p : exploration.result.properties) {
    EXPECT_EQ(p.violated, 0) << p.id << ": " << p.because;
    EXPECT_EQ(p.unknown, 0) << p.id << ": " << p.because;
  }
  ASSERT_EQ(exploration.result.phases.size(), plan.phases.size());
  for (const PhaseResult& phase : exploration.result.phases)
    EXPECT_GT(phase.entered, 0) << phase.name;
}

TEST(Ecommerce, ExercisesWhatItPromises) {
  const Exploration exploration = explored(plan_from(folder + "plan.json"), 120);
  for (const char* id :
       {"D1", "D2", "D3", "D5", "C1", "C2", "R1", "R2", "L1", "V1", "V2", "I1", "X1"})
    EXPECT_GT(property(exploration, id).exercised, 0) << id;
}

TEST(Ecommerce, TheSameSeedGivesTheSameHistories) {
  const scenarios::Plan plan = plan_from(folder + "plan.json");
  const Exploration first = explored(plan, 20, 5);
  const Exploration second = explored(plan, 20, 5);
  const Exploration other = explored(plan, 20, 6);
  EXPECT_EQ(first.result.histories_digest, second.result.histories_digest);
  EXPECT_TRUE(first.result == second.result);
  EXPECT_NE(first.result.histories_digest, other.result.histories_digest);
}

struct Broken {
  const char* name;
  std::vector<std::string> reasons;  ///< One of these properties must be violated.
};

void PrintTo(const Broken& broken, std::ostream* out) { *out << broken.name; }

class BrokenEcommerce : public ::testing::TestWithParam<Broken> {
 protected:
  std::string path() const { return folder + "broken/" + GetParam().name + ".json"; }
};

TEST_P(BrokenEcommerce, IsRejectedForItsReason) {
  const Exploration exploration = explored(plan_from(path()), 400);
  std::string violated;
  bool for_its_reason = false;
  for (const PropertyResult& p : exploration.result.properties) {
    if (p.violated == 0) continue;
    violated += p.id + " (" + std::to_string(p.violated) + "): " + p.because + "\n";
    for_its_reason |= std::count(GetParam().reasons.begin(), GetParam().reasons.end(), p.id) > 0;
  }
  EXPECT_TRUE(for_its_reason) << "violated are only:\n" << violated;
  EXPECT_EQ(exploration.diverged, "");
  RecordProperty("violated", violated);
  for (const SavedCounterexample& saved : exploration.saved) {
    const Replay again = replay(saved);
    EXPECT_TRUE(again.faithful) << saved.property;
    EXPECT_EQ(again.unknown_choices, 0U) << saved.property;
    EXPECT_TRUE(again.violated) << saved.property;
    EXPECT_LE(again.told.operations, 8) << saved.property;
    EXPECT_LE(again.told.faults, 2) << saved.property;
  }
}

std::vector<std::string> lines_of(const std::string& path) {
  std::ifstream stream(path);
  EXPECT_TRUE(stream) << path;
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) {
    const std::size_t first = line.find_first_not_of(' ');
    const bool comment = first != std::string::npos && line.compare(first, 2, "//") == 0;
    if (!comment && line.find("\"$schema\"") == std::string::npos) lines.push_back(line);
  }
  return lines;
}

TEST_P(BrokenEcommerce, DiffersInAtMostTwoLines) {
  std::vector<std::string> sound = lines_of(folder + "plan.json");
  std::vector<std::string> broken = lines_of(path());
  std::sort(sound.begin(), sound.end());
  std::sort(broken.begin(), broken.end());
  std::vector<std::string> removed, added;
  std::set_difference(sound.begin(), sound.end(), broken.begin(), broken.end(),
                      std::back_inserter(removed));
  std::set_difference(broken.begin(), broken.end(), sound.begin(), sound.end(),
                      std::back_inserter(added));
  EXPECT_LE(removed.size(), 2U);
  EXPECT_LE(added.size(), 2U);
  EXPECT_GE(removed.size() + added.size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(SingleEdits, BrokenEcommerce,
                         ::testing::Values(Broken{"backfill-overwrites", {"D3", "D5"}},
                                           Broken{"read-before-verified", {"C2"}},
                                           Broken{"idempotency-key-per-attempt", {"D2"}},
                                           Broken{"contract-while-v1-serves", {"X1"}},
                                           Broken{"gateway-rollback-after-contract", {"R1", "X1"}},
                                           Broken{"second-write-ignored", {"D3"}}),
                         [](const auto& tested) {
                           std::string name = tested.param.name;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace rehearse::harness
