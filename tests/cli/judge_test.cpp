/// `rehearse judge`: histories that were saved, judged without running anything.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/explore/rehearsal.hpp"
#include "harness/history/history_file.hpp"
#include "scenarios/read_plan.hpp"
#include "scenarios/read_scenario.hpp"
#include "tests/cli/run_program.hpp"

namespace rehearse::tests {
namespace {

using testing::HasSubstr;

/// Saves the history of run `index` of `plan` under the scenario "desk" to `file`.
void save_run(const std::string& plan_file, std::int64_t index, const std::string& file) {
  const auto plan = scenarios::load_plan(data(plan_file));
  const auto scenario = scenarios::load_scenario(data("desk.scenario.json"));
  ASSERT_TRUE(plan && scenario);
  const simulators::Blueprint blueprint(plan.value(), scenario.value());
  harness::Rehearsal rehearsal(blueprint);
  rehearsal.run(harness::run_spec(plan.value(), scenario.value(), 1, index));
  const auto stored = harness::name_history(plan.value(), rehearsal.history());
  ASSERT_TRUE(harness::save_history(stored, file));
}

Ran judge(const std::string& history, const std::string& plan) {
  return rehearse(
      {"judge", history, "--plan", data(plan), "--scenario", data("desk.scenario.json")});
}

TEST(Judge, SaysWhatHolds) {
  const TemporaryFolder folder;
  save_run("certified.plan.json", 0, folder.file("history.jsonl"));
  const Ran ran = judge(folder.file("history.jsonl"), "certified.plan.json");
  EXPECT_EQ(ran.code, 0) << ran.out << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("D1 no_lost_write          holds"));
  EXPECT_THAT(ran.out, HasSubstr("I1 shadow_isolation       not exercised"));
}

TEST(Judge, RejectsWhatTheProgramRejected) {
  const TemporaryFolder folder;
  int violated = 0;
  for (int index = 0; index < 40; ++index) {
    save_run("rejected.plan.json", index, folder.file("history.jsonl"));
    const Ran ran = judge(folder.file("history.jsonl"), "rejected.plan.json");
    if (ran.code != 1) continue;
    ++violated;
    EXPECT_THAT(ran.out, HasSubstr("violated"));
  }
  EXPECT_GT(violated, 0);
}

TEST(Judge, RefusesAHistoryOfAnotherPlan) {
  const TemporaryFolder folder;
  save_run("certified.plan.json", 0, folder.file("history.jsonl"));
  std::string text = read_whole(folder.file("history.jsonl"));
  const std::string name = "\"plan\":\"notes\"";
  ASSERT_NE(text.find(name), std::string::npos);
  write_whole(folder.file("other.jsonl"),
              text.replace(text.find(name), name.size(), "\"plan\":\"shop\""));
  const Ran ran = judge(folder.file("other.jsonl"), "certified.plan.json");
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("does not fit the plan: it is of the plan \"shop\""));
}

TEST(Judge, SaysThatAHistoryIsTruncated) {
  const TemporaryFolder folder;
  save_run("certified.plan.json", 0, folder.file("history.jsonl"));
  const std::string text = read_whole(folder.file("history.jsonl"));
  write_whole(folder.file("half.jsonl"), text.substr(0, text.size() / 2));
  EXPECT_EQ(judge(folder.file("half.jsonl"), "certified.plan.json").code, 2);
}

}  // namespace
}  // namespace rehearse::tests
