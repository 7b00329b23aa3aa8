// A counterexample and a plan that was edited since: what has nothing to do with the failure does
// not matter, and what is gone is named.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/explore/counterexample_file.hpp"
#include "harness/explore/explore.hpp"
#include "harness/explore/shrink.hpp"
#include "tests/harness/explore/failing_runs.hpp"

namespace rehearse::harness {
namespace {

using scenarios::Plan;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// One lost message, and a write that is lost for it; written once for all tests.
class EditedPlan : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    testing::Stage stage("broken/second-write-ignored.json");
    const testing::FailingRun run = testing::first_failure(stage, "D1");
    const SavedCounterexample saved =
        shrink(stage.rehearsal, run.spec, 0, testing::property_of("D1"), run.subject);
    ASSERT_EQ(saved.strikes.size(), 1U);
    text_ = write_counterexample(saved);
  }

  static SavedCounterexample read_for(const Plan& plan) {
    auto read = read_counterexample(text_, "x.json", &plan);
    if (!read) {
      ADD_FAILURE() << to_string(read.errors().front());
      return {};
    }
    return std::move(read).value();
  }

  static Plan plan() { return testing::ecommerce_plan("broken/second-write-ignored.json"); }

  /// It still fails alike, for this plan.
  static void expect_still_fails(const Plan& edited) {
    const SavedCounterexample saved = read_for(edited);
    EXPECT_TRUE(saved.edited());
    ASSERT_THAT(saved.gone, ElementsAre());
    ASSERT_TRUE(mismatches(saved.plan, saved.scenario).empty());
    const Replay again = replay(saved);
    EXPECT_TRUE(again.violated) << again.verdict.because;
    EXPECT_TRUE(again.faults_missing.empty());
    EXPECT_EQ(again.operations_missing, 0);
  }

  static std::string text_;
};

std::string EditedPlan::text_;

TEST_F(EditedPlan, IsTheSameBitForBitWhenNothingWasEdited) {
  const SavedCounterexample saved = read_for(plan());
  EXPECT_FALSE(saved.edited());
  EXPECT_TRUE(replay(saved).faithful);
}

TEST_F(EditedPlan, MayHaveAnotherName) {
  Plan edited = plan();
  edited.name = "storefront-2027";
  expect_still_fails(edited);
}

TEST_F(EditedPlan, MayHaveOneMoreOperationBeforeTheOthers) {
  Plan edited = plan();
  auto& operations = edited.application.operations;
  scenarios::Operation more = operations.front();
  more.name = "peek";
  operations.insert(operations.begin(), more);
  expect_still_fails(edited);
}

TEST_F(EditedPlan, MayHaveOneMorePhaseBeforeTheOthers) {
  Plan edited = plan();
  scenarios::Phase pause;
  pause.name = "think";
  pause.keep = scenarios::Duration(20'000);
  edited.phases.insert(edited.phases.begin(), pause);
  expect_still_fails(edited);
}

TEST_F(EditedPlan, MayHaveOneMoreGate) {
  Plan edited = plan();
  scenarios::Phase& dual = edited.phases[1];
  ASSERT_FALSE(dual.gate);
  dual.gate = edited.phases.front().gate;
  expect_still_fails(edited);
}

TEST_F(EditedPlan, MayHaveOtherDeadlinesAndOneMoreCondition) {
  Plan edited = plan();
  for (scenarios::Phase& phase : edited.phases) {
    if (!phase.gate) continue;
    phase.gate->deadline = scenarios::Duration(45'000'000);
    if (phase.name == "verify") phase.gate->when.push_back(phase.gate->when.front());
  }
  expect_still_fails(edited);
}

TEST_F(EditedPlan, NamesThePhaseThatIsGone) {
  Plan edited = plan();
  const SavedCounterexample saved = read_for(edited);
  const std::uint16_t used = saved.operations->front().phase;
  ASSERT_LT(used, edited.phases.size());
  const std::string gone = edited.phases[used].name;
  edited.phases[used].name = "renamed";
  EXPECT_THAT(read_for(edited).gone, Contains("the plan has no phase \"" + gone + "\""));
}

TEST_F(EditedPlan, NamesTheOperationThatIsGone) {
  Plan edited = plan();
  const SavedCounterexample saved = read_for(edited);
  const std::size_t used = saved.operations->front().operation;
  const std::string gone = edited.application.operations[used].name;
  edited.application.operations[used].name = "renamed";
  EXPECT_THAT(read_for(edited).gone, Contains("the plan has no operation \"" + gone + "\""));
}

TEST_F(EditedPlan, ThatIsMendedDoesNotFail) {
  const SavedCounterexample saved = read_for(testing::ecommerce_plan("plan.json"));
  ASSERT_THAT(saved.gone, ElementsAre());
  const Replay again = replay(saved);
  EXPECT_FALSE(again.violated);
  EXPECT_NE(again.verdict.outcome, Outcome::violated);
  EXPECT_THAT(again.ended, HasSubstr("the plan"));
}

TEST_F(EditedPlan, ToldFaultsThatCannotStrikeAreNotTried) {
  SavedCounterexample saved = read_for(plan());
  fault_injection::Strike& strike = saved.strikes.front();
  strike.message = {};
  strike.node = 65'000;  // and a fault of a message, by time
  const Replay again = replay(saved);
  EXPECT_FALSE(again.faithful);
  EXPECT_EQ(again.faults_missing.size(), 1U);
}

}  // namespace
}  // namespace rehearse::harness
