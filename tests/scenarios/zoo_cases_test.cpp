/// The cases of scenarios/zoo as files: what each must keep to, so that what `rehearse zoo` finds
/// is worth something. What it finds is tested by `ctest -L zoo`.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "scenarios/check_plan.hpp"
#include "scenarios/read_plan.hpp"
#include "scenarios/read_scenario.hpp"
#include "scenarios/zoo_expectation.hpp"

namespace rehearse::scenarios {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// The mechanisms that a zoo has to have, and the properties that each of them violates.
const std::map<std::string, std::string> mechanisms{
    {"SC-01", "X1 A1"}, {"SC-07", "X1 A1"}, {"SC-11", "D3 R1"}, {"SC-16", "D1 D3"},
    {"SV-01", "D2 D5"}, {"SV-02", "D2"},    {"SV-03", "I1 D2"}, {"SV-04", "A1 D5"},
    {"SV-09", "D2 D5"}, {"SV-10", "D5 D3"}, {"DS-01", "D5"},    {"DS-02", "D6 A1"},
    {"DS-07", "D3 D1"}, {"CO-01", "D1"},    {"CO-03", "D1 C2"}, {"CO-04", "C1"},
    {"CO-06", "X1 D5"}, {"CO-07", "A1"},    {"BF-01", "D1 D3"}, {"BF-02", "D4"},
    {"BF-03", "D1"},    {"BF-06", "D1"},    {"DW-01", "D3"},    {"DW-02", "D3"},
    {"DW-06", "D3 V1"}, {"DW-07", "A1 A2"}, {"RB-01", "R1 D1"}, {"RB-07", "X1 A1"},
    {"VF-02", "V1"},    {"VF-04", "V2"},    {"TO-03", "A2"},    {"TO-09", "R1 X1"}};

std::vector<std::string> case_folders() {
  std::vector<std::string> folders;
  for (const auto& entry :
       std::filesystem::directory_iterator(REHEARSE_SOURCE_DIR "/scenarios/zoo"))
    if (entry.is_directory()) folders.push_back(entry.path().filename().string());
  std::sort(folders.begin(), folders.end());
  return folders;
}

std::string id_of(const std::string& folder) { return folder.substr(0, 5); }

class ZooCaseFiles : public ::testing::TestWithParam<std::string> {
 protected:
  static std::string file(const std::string& name) {
    return std::string(REHEARSE_SOURCE_DIR "/scenarios/zoo/") + GetParam() + "/" + name;
  }
  void SetUp() override {
    auto bad = load_plan(file("bad.json"));
    auto good = load_plan(file("good.json"));
    auto scenario = load_scenario(file("scenario.json"));
    auto expectation = load_zoo_expectation(file("expect.json"));
    ASSERT_TRUE(bad) << to_string(bad.errors().front());
    ASSERT_TRUE(good) << to_string(good.errors().front());
    ASSERT_TRUE(scenario) << to_string(scenario.errors().front());
    ASSERT_TRUE(expectation) << to_string(expectation.errors().front());
    bad_ = std::move(bad).value();
    good_ = std::move(good).value();
    scenario_ = std::move(scenario).value();
    expectation_ = std::move(expectation).value();
  }

  Plan bad_, good_;
  Scenario scenario_;
  ZooExpectation expectation_;
};

TEST_P(ZooCaseFiles, AreOfAKnownMechanismAndItsProperty) {
  const auto mechanism = mechanisms.find(id_of(GetParam()));
  ASSERT_NE(mechanism, mechanisms.end());
  EXPECT_THAT(mechanism->second, HasSubstr(expectation_.property));
  EXPECT_EQ(GetParam().substr(6), bad_.name);
}

TEST_P(ZooCaseFiles, LeaveTheFaultToTheSearch) {
  const Scenario usual;
  EXPECT_EQ(scenario_.explore, usual.explore);
  for (const FaultSpec& spec : scenario_.faults) {
    FaultSpec anywhere;
    anywhere.kinds = spec.kinds;
    anywhere.drawn = true;
    anywhere.rate_per_million = spec.rate_per_million;
    EXPECT_EQ(spec, anywhere) << "a fault with a place, a node or a time";
    EXPECT_LE(spec.rate_per_million, 20'000);
  }
}

TEST_P(ZooCaseFiles, DifferByTheLessonOnly) {
  EXPECT_NE(bad_, good_);
  EXPECT_EQ(bad_.name, good_.name);
  EXPECT_EQ(bad_.tolerates, good_.tolerates);
  EXPECT_EQ(bad_.application, good_.application);
}

TEST_P(ZooCaseFiles, HaveACorrectionWithoutErrors) {
  for (const Finding& finding : check_plan(good_))
    EXPECT_NE(finding.severity, Severity::error) << finding.message;
}

INSTANTIATE_TEST_SUITE_P(All, ZooCaseFiles, ::testing::ValuesIn(case_folders()),
                         [](const auto& folder) {
                           std::string name = folder.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

TEST(Zoo, HasACaseForEveryMechanism) {
  std::vector<std::string> missing;
  const std::vector<std::string> folders = case_folders();
  for (const auto& [id, properties] : mechanisms)
    if (std::none_of(folders.begin(), folders.end(),
                     [&id = id](const std::string& one) { return id_of(one) == id; }))
      missing.push_back(id);
  EXPECT_THAT(missing, IsEmpty());
}

}  // namespace
}  // namespace rehearse::scenarios
