// What a table insists on, as it comes about in runs: required and unique fields, on each engine.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "harness/explore/rehearsal.hpp"
#include "harness/properties/property.hpp"
#include "tests/harness/explore/small_plan.hpp"

namespace rehearse::harness {
namespace {

using scenarios::Constraint;
using scenarios::ConstraintKind;
using scenarios::Side;
using scenarios::Step;
using scenarios::StepKind;
using simulators::EventKind;
using simulators::FailureReason;
using ::testing::Contains;
using ::testing::IsEmpty;

const Constraint customer_required{ConstraintKind::not_null, "customer", false};
const Constraint customer_unique{ConstraintKind::unique, "customer", true};

class Constraints : public ::testing::TestWithParam<const char*> {
 protected:
  Constraints() : plan_(testing::small_plan()) {}

  static Step constrain(const Constraint& constraint, scenarios::ExistingRows existing) {
    Step step;
    step.kind = StepKind::constrain;
    step.track = "orders";
    step.side = Side::old_side;
    step.constraint = constraint;
    step.existing = existing;
    return step;
  }

  /// v1 does not know customers, and serves for a while.
  void let_v1_leave_customers_out() {
    plan_.application.versions[0].unknown = {{"orders", "customer"}};
    Step wait;
    wait.kind = StepKind::wait;
    wait.duration = std::chrono::milliseconds(100);
    plan_.phases[0].steps.insert(plan_.phases[0].steps.begin(), wait);
  }
  /// Nobody looks whether the sides are equal.
  void do_not_verify() {
    plan_.phases[3].steps.clear();
    plan_.phases[3].gate.reset();
  }

  /// Runs the plan; fills what the questions below are about.
  void run(RunShape shape = {}) {
    scenarios::Scenario scenario = testing::small_scenario(plan_, 150);
    scenario.store = GetParam();
    scenario.faults.clear();
    const simulators::Blueprint blueprint(plan_, scenario);
    Rehearsal rehearsal(blueprint);
    RunSpec spec;
    spec.shape = shape;
    rehearsal.run(spec);
    violated_.clear();
    const auto& verdicts = rehearsal.judge();
    for (std::size_t i = 0; i < verdicts.size(); ++i)
      if (verdicts[i].outcome == Outcome::violated) violated_.emplace_back(all_properties()[i].id);
    events_ = rehearsal.history().events;
  }
  std::int64_t failures(FailureReason reason) const {
    return std::count_if(events_.begin(), events_.end(), [&](const simulators::Event& event) {
      return event.kind == EventKind::call_failed &&
             event.detail == static_cast<std::uint8_t>(reason);
    });
  }
  std::int64_t begun(std::uint16_t phase) const {
    return std::count_if(events_.begin(), events_.end(), [&](const simulators::Event& event) {
      return event.kind == EventKind::phase_begin && event.phase == phase;
    });
  }
  std::int64_t count(EventKind kind) const {
    return std::count_if(events_.begin(), events_.end(),
                         [&](const simulators::Event& event) { return event.kind == kind; });
  }

  scenarios::Plan plan_;
  std::vector<std::string> violated_;
  std::vector<simulators::Event> events_;
};

INSTANTIATE_TEST_SUITE_P(Engines, Constraints, ::testing::Values("model", "sqlite"),
                         [](const auto& engine) { return std::string(engine.param); });

TEST_P(Constraints, ARequiredFieldThatSomeVersionDoesNotKnowFailsItsWrites) {
  let_v1_leave_customers_out();
  auto& steps = plan_.phases[0].steps;
  steps.insert(steps.begin(), constrain(customer_required, scenarios::ExistingRows::unchecked));
  run();
  EXPECT_GT(failures(FailureReason::field_missing), 0);
  EXPECT_THAT(violated_, Contains("X1"));
  EXPECT_THAT(violated_, Contains("A1"));
}

TEST_P(Constraints, ARequiredFieldIsNoTroubleOnceAllKnowIt) {
  let_v1_leave_customers_out();
  plan_.phases[1].steps.push_back(constrain(customer_required, scenarios::ExistingRows::unchecked));
  run();
  EXPECT_EQ(failures(FailureReason::field_missing), 0);
  EXPECT_EQ(begun(2), 1);
  EXPECT_THAT(violated_, IsEmpty());
}

TEST_P(Constraints, RowsThatAreThereAreCheckedUnlessThePlanSaysOtherwise) {
  let_v1_leave_customers_out();
  plan_.phases[1].steps.push_back(constrain(customer_required, scenarios::ExistingRows::checked));
  run();
  // v1 left nulls: the step fails, and the plan goes back.
  EXPECT_EQ(begun(2), 0);
  EXPECT_THAT(violated_, IsEmpty());
}

TEST_P(Constraints, AUniqueFieldOfTheNewTableLosesRowsToABackfillThatReplaces) {
  plan_.tracks[0].new_location.constraints = {customer_unique};
  plan_.phases[2].set[0].second.backfill->write = scenarios::Apply::overwrite;
  do_not_verify();
  run();
  EXPECT_GT(count(EventKind::displaced), 0);
  EXPECT_THAT(violated_, Contains("D1"));
}

TEST_P(Constraints, AUniqueFieldOfTheNewTableIsPassedOverByABackfillThatIgnores) {
  plan_.tracks[0].new_location.constraints = {customer_unique};
  do_not_verify();
  run();
  EXPECT_EQ(count(EventKind::displaced), 0);
  EXPECT_GT(count(EventKind::skip), 0);
  EXPECT_THAT(violated_, Contains("D1"));
}

TEST_P(Constraints, AFieldThatWasUniqueBeforeStaysSo) {
  plan_.tracks[0].old_location.constraints = {customer_unique};
  plan_.tracks[0].new_location.constraints = {customer_unique};
  run();
  EXPECT_EQ(count(EventKind::displaced), 0);
  EXPECT_EQ(failures(FailureReason::newly_unique), 0);
  EXPECT_THAT(violated_, IsEmpty());
}

TEST_P(Constraints, AUniqueFieldThatNothingMindedBeforeFailsWrites) {
  plan_.tracks[0].new_location.constraints = {customer_unique};
  plan_.phases[2].set[0].second.backfill->write = scenarios::Apply::overwrite;
  do_not_verify();
  run();
  EXPECT_GT(failures(FailureReason::newly_unique), 0);
  EXPECT_THAT(violated_, Contains("A1"));
}

TEST_P(Constraints, TheWayBackTakesThemAway) {
  let_v1_leave_customers_out();
  plan_.phases[0].steps.push_back(constrain(customer_required, scenarios::ExistingRows::unchecked));
  RunShape back;
  back.course = Course::rollback;
  back.at.phase = 0;
  back.at.action = static_cast<std::uint16_t>(actions_of(plan_.phases[0]).size() - 1);
  run(back);
  EXPECT_EQ(failures(FailureReason::field_missing), 0);
  EXPECT_THAT(violated_, IsEmpty());
}

}  // namespace
}  // namespace rehearse::harness
