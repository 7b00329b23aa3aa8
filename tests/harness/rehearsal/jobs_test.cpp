// Operations that groups start by themselves: who runs them, when, and what a counterexample keeps.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "harness/explore/explore.hpp"
#include "harness/explore/rehearsal.hpp"
#include "tests/harness/explore/small_plan.hpp"

namespace rehearse::harness {
namespace {

using simulators::EventKind;
using ::testing::Each;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr scenarios::Duration ms(std::int64_t number) {
  return scenarios::Duration(number * 1'000);
}

/// A second group, "night", runs v1 throughout; the job puts the order whose key is the period.
scenarios::Plan plan_with_a_job(std::vector<std::string> run_by) {
  scenarios::Plan plan = testing::small_plan();
  scenarios::InstanceGroup night;
  night.name = "night";
  plan.application.groups.push_back(night);
  scenarios::Variable day;
  day.name = "day";
  day.source = scenarios::VariableSource::run;
  day.period = ms(20);
  plan.application.variables.push_back(day);
  scenarios::OperationStep put;
  put.kind = scenarios::OperationStepKind::put;
  put.target = "orders";
  put.variable = "day";
  plan.application.operations.push_back({"bill", {put}});
  plan.application.jobs.push_back({"billing", "bill", ms(20), std::move(run_by)});
  return plan;
}

struct JobRun {
  int group = 0;
  std::int64_t key = 0;
  simulators::Time at = 0;
};

std::vector<JobRun> job_runs(const scenarios::Plan& plan) {
  const scenarios::Scenario scenario = testing::small_scenario(plan, 60);
  const simulators::Blueprint blueprint(plan, scenario);
  Rehearsal rehearsal(blueprint);
  rehearsal.run(RunSpec{});
  std::vector<JobRun> runs;
  const auto& events = rehearsal.history().events;
  for (std::size_t i = 0; i + 1 < events.size(); ++i)
    if (events[i].kind == EventKind::invoke && events[i].detail > 0)
      runs.push_back({events[i].detail, events[i + 1].key, events[i].extra});
  return runs;
}

std::vector<int> groups_of(const std::vector<JobRun>& runs) {
  std::vector<int> groups;
  for (const JobRun& run : runs) groups.push_back(run.group);
  return groups;
}

TEST(Jobs, AreRunOnceInEachPeriodByEachGroupThatHasTheVersion) {
  const std::vector<JobRun> runs = job_runs(plan_with_a_job({"v1"}));
  ASSERT_GT(runs.size(), 4U);
  // "app" leaves v1 before the first period is over; "night" stays.
  EXPECT_THAT(groups_of(runs), Each(2));
  for (std::size_t i = 0; i < runs.size(); ++i) {
    EXPECT_EQ(runs[i].at, static_cast<simulators::Time>(i + 1) * 20'000);
    EXPECT_EQ(runs[i].key, static_cast<std::int64_t>(i) + 2) << "the period that begins then";
  }
}

TEST(Jobs, AreTheSameForAllGroups) {
  const std::vector<JobRun> runs = job_runs(plan_with_a_job({"v1", "v2"}));
  ASSERT_GT(runs.size(), 4U);
  EXPECT_EQ(runs[0].group + runs[1].group, 3);
  EXPECT_EQ(runs[0].key, runs[1].key);
  EXPECT_EQ(runs[0].at, runs[1].at);
}

TEST(Jobs, AreRunByNobodyWithoutTheVersion) {
  scenarios::Plan plan = plan_with_a_job({"v3"});
  plan.application.versions.push_back({"v3", {}, scenarios::TrackSupport::flags, {}, {}});
  EXPECT_THAT(job_runs(plan), IsEmpty());
}

TEST(Jobs, ArePartOfTheSmallestCounterexample) {
  // The new table is never made, and only the job writes.
  scenarios::Plan plan = plan_with_a_job({"v2"});
  plan.phases[1].set[0].second.second_write_failure = scenarios::SecondWriteFailure::ignore;
  plan.phases[3].steps.clear();
  plan.phases[3].gate.reset();
  scenarios::Scenario scenario = testing::small_scenario(plan, 60);
  scenario.traffic.mix = {{"look", 1}};
  ExploreOptions options;
  options.runs = 60;
  Exploration found = explore(plan, scenario, options);
  const PropertyResult* lost = find_property(found.result, "D1");
  ASSERT_NE(lost, nullptr);
  ASSERT_EQ(lost->verdict, "violated");
  ASSERT_FALSE(found.saved.empty());
  for (const SavedCounterexample& saved : found.saved) {
    if (saved.property != "D1") continue;
    ASSERT_TRUE(saved.operations.has_value());
    ASSERT_THAT(*saved.operations, SizeIs(1));
    EXPECT_EQ(saved.operations->front().job_of, 1);
    const Replay again = replay(saved);
    EXPECT_EQ(again.verdict.because, lost->because);
  }
}

}  // namespace
}  // namespace rehearse::harness
