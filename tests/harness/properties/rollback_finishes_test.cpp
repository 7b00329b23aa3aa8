#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/harness/history_builder.hpp"

namespace rehearse::harness::testing {
namespace {

using scenarios::OperationStepKind;
using simulators::FailureReason;
using simulators::WriteSource;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(RollbackFinishes, IsNotExercisedWithoutRollback) {
  EXPECT_FALSE(HistoryBuilder{}.judge("R2").exercised);
}

TEST(RollbackFinishes, InTimeHolds) {
  HistoryBuilder b;
  b.in(cutover);
  b.rollback_begin();
  b.rollback_end();
  const Verdict verdict = b.judge("R2");
  EXPECT_EQ(verdict.outcome, Outcome::holds);
  EXPECT_TRUE(verdict.exercised);
}

TEST(RollbackFinishes, TooLate) {
  HistoryBuilder b;
  b.in(cutover);
  const EventId begin = b.rollback_begin();
  b.wait(1'500'000);
  const EventId end = b.rollback_end();
  const Verdict verdict = b.judge("R2");
  EXPECT_EQ(verdict.outcome, Outcome::violated);
  EXPECT_EQ(verdict.because,
            "The rollback from cutover, begun at 0.001 s, took 1.500 s; its deadline is 1.000 s");
  EXPECT_THAT(verdict.witness, ElementsAre(begin, end));
  EXPECT_EQ(verdict.phase, cutover);
  b.plan.phases[cutover].rollback.emplace().deadline = std::chrono::seconds(2);
  EXPECT_EQ(b.judge("R2").outcome, Outcome::holds);
}

TEST(RollbackFinishes, NeverAndNotDone) {
  HistoryBuilder b;
  b.in(cutover);
  b.rollback_begin();
  EXPECT_THAT(b.judge("R2").because, HasSubstr("never ended"));
  b.rollback_end(false);
  EXPECT_THAT(b.judge("R2").because, HasSubstr("was given up at 0.002 s"));
}

TEST(RollbackFinishes, AResumedRollbackCountsFromItsBegin) {
  HistoryBuilder b;
  b.rollback_begin();
  b.wait(900'000).add(EventKind::conductor_resumed);
  b.rollback_begin();
  b.wait(300'000).rollback_end();
  EXPECT_EQ(b.judge("R2").outcome, Outcome::violated);
}

HistoryBuilder rolled_back(bool seen = true) {
  HistoryBuilder b;
  b.in(cutover);
  b.publish(orders, stage_of(new_side, new_side, true));
  b.rollback_begin();
  b.publish(orders, stage_of(old_side, old_side, true), 100, seen);
  b.rollback_end();
  return b;
}

TEST(RollbackFinishes, AWriteToNewAfterwards) {
  HistoryBuilder b = rolled_back();
  b.write(7, place, 17, new_side);
  const Verdict verdict = b.judge("R2");
  EXPECT_EQ(verdict.outcome, Outcome::violated);
  EXPECT_EQ(verdict.because,
            "In cutover, place (operation 7) of client 3 wrote first to the new orders table at "
            "0.011 s, although the rollback had ended at 0.008 s and every instance had seen the "
            "flags");
  EXPECT_EQ(verdict.lost, "no traffic on new after rollback");
}

TEST(RollbackFinishes, SecondWritesToNewAreNotFirst) {
  HistoryBuilder b = rolled_back();
  b.write(7, place, 17, old_side, true);
  b.read(8, 17, old_side, wrote(7));
  EXPECT_EQ(b.judge("R2").outcome, Outcome::holds);
  b.read(9, 17, new_side, wrote(7));
  EXPECT_THAT(b.judge("R2").because, HasSubstr("was answered by the new orders table"));
}

TEST(RollbackFinishes, WhatBeganBeforeTheFlagsWereSeenIsNotJudged) {
  HistoryBuilder b = rolled_back(false);
  b.invoke(7, place);
  b.flags_seen();
  b.intend(7, 0, orders, 17, OperationStepKind::insert);
  b.commit(7, 0, orders, 17, new_side);
  b.ok(7);
  EXPECT_EQ(b.judge("R2").outcome, Outcome::holds);
}

TEST(RollbackFinishes, AnInstanceThatNeverSeesTheFlagsIsNoExcuse) {
  HistoryBuilder b = rolled_back(false);
  b.wait(500'000).write(7, place, 17, new_side);
  EXPECT_EQ(b.judge("R2").outcome, Outcome::violated);
}

TEST(RollbackFinishes, ATargetOnNewAllowsIt) {
  HistoryBuilder b;
  b.publish(orders, stage_of(new_side, new_side, true));
  b.rollback_begin();
  b.rollback_end();
  b.write(7, place, 17, new_side);
  EXPECT_EQ(b.judge("R2").outcome, Outcome::holds);
}

}  // namespace
}  // namespace rehearse::harness::testing
