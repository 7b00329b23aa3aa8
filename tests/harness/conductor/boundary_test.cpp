#include "harness/conductor/boundary.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/harness/explore/small_plan.hpp"

namespace rehearse::harness {
namespace {

using ::testing::ElementsAre;

TEST(Boundary, ActionsAreEntryGateSetStepsGateKeepInThisOrder) {
  scenarios::Plan plan = testing::small_plan();
  scenarios::Phase& dual = plan.phases[1];
  dual.entry = plan.phases[0].gate;
  dual.gate = plan.phases[0].gate;
  dual.keep = scenarios::Duration(1'000);
  EXPECT_THAT(actions_of(dual),
              ElementsAre(Action{ActionKind::entry_gate, 0}, Action{ActionKind::set, 0},
                          Action{ActionKind::step, 0}, Action{ActionKind::gate, 0},
                          Action{ActionKind::keep, 0}));
}

TEST(Boundary, EveryStepOfARampIsAPlaceToTurnBack) {
  scenarios::Plan plan = testing::small_plan();
  scenarios::Phase& dual = plan.phases[1];
  dual.steps.clear();
  dual.segment = scenarios::Segment{};
  dual.segment->percent = {10, 50, 100};
  EXPECT_THAT(actions_of(dual), ElementsAre(Action{ActionKind::set, 0}, Action{ActionKind::set, 1},
                                            Action{ActionKind::set, 2}));
  EXPECT_EQ(to_string(Boundary{1, 0}, plan), "at 10 % of phase " + dual.name);
  EXPECT_EQ(to_string(Boundary{1, 1}, plan), "at 50 % of phase " + dual.name);
  EXPECT_EQ(to_string(Boundary{1, 2}, plan), "at the end of phase " + dual.name);
}

TEST(Boundary, APhaseAlwaysHasAnAction) { EXPECT_FALSE(actions_of({}).empty()); }

TEST(Boundary, NoRollbackStartsAtThePointOfNoReturn) {
  const scenarios::Plan plan = testing::small_plan();
  const std::size_t last = point_of_no_return(plan);
  EXPECT_EQ(plan.phases.at(last).name, "contract");
  for (std::size_t phase = 0; phase < plan.phases.size(); ++phase)
    EXPECT_EQ(may_roll_back(plan, phase), phase < last) << plan.phases[phase].name;
  for (const Boundary& place : rollback_boundaries(plan, true)) EXPECT_LT(place.phase, last);
}

TEST(Boundary, APhaseMayForbidItsRollback) {
  scenarios::Plan plan = testing::small_plan();
  plan.phases[2].rollback = scenarios::RollbackTarget{};
  plan.phases[2].rollback->allowed = false;
  EXPECT_FALSE(may_roll_back(plan, 2));
  for (const Boundary& place : rollback_boundaries(plan, true)) EXPECT_NE(place.phase, 2);
}

TEST(Boundary, EveryStepHasMorePlacesThanEveryPhase) {
  const scenarios::Plan plan = testing::small_plan();
  EXPECT_GT(rollback_boundaries(plan, true).size(), rollback_boundaries(plan, false).size());
  EXPECT_EQ(rollback_boundaries(plan, false).size(), point_of_no_return(plan));
}

TEST(Boundary, RollbackGoesWhereThePlanSays) {
  scenarios::Plan plan = testing::small_plan();
  EXPECT_EQ(rollback_target(plan, 0), -1);
  EXPECT_EQ(rollback_target(plan, 3), 2);
  plan.rollback.to = "start";
  EXPECT_EQ(rollback_target(plan, 3), -1);
  plan.phases[3].rollback = scenarios::RollbackTarget{};
  plan.phases[3].rollback->to = "dual";
  EXPECT_EQ(rollback_target(plan, 3), 1);
}

}  // namespace
}  // namespace rehearse::harness
