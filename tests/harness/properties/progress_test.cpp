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

using simulators::PlanEnd;

TEST(Progress, ACompletedPlanHolds) {
  HistoryBuilder b;
  b.write(1, place, 17);
  b.plan_end();
  const Verdict verdict = b.judge("L1");
  EXPECT_EQ(verdict.outcome, Outcome::holds);
  EXPECT_TRUE(verdict.exercised);
}

TEST(Progress, AControlRunNeedsNoPlan) {
  HistoryBuilder b;
  b.history.migrated = false;
  EXPECT_EQ(b.judge("L1").outcome, Outcome::holds);
  EXPECT_FALSE(b.judge("L1").exercised);
}

TEST(Progress, APlanThatNeverEnds) {
  HistoryBuilder b;
  b.in(cutover);
  const EventId step = b.step_begin(1);
  const Verdict verdict = b.judge("L1");
  EXPECT_EQ(verdict.outcome, Outcome::violated);
  EXPECT_EQ(verdict.because, "The plan never ended, in step 2 (orders.drain) of cutover");
  EXPECT_THAT(verdict.witness, ElementsAre(step));
  EXPECT_EQ(verdict.phase, cutover);
}

TEST(Progress, AStuckPlanNamesItsGate) {
  HistoryBuilder b;
  b.in(shadow);
  b.gate(EventKind::gate_wait, 0);
  b.plan_end(PlanEnd::stuck);
  EXPECT_EQ(b.judge("L1").because,
            "The plan got stuck: the gate of shadow (orders.shadow_mismatch) is still waiting");
}

TEST(Progress, AFailedRollback) {
  HistoryBuilder b;
  b.rollback_begin();
  b.plan_end(PlanEnd::rollback_failed);
  EXPECT_EQ(b.judge("L1").outcome, Outcome::violated);
}

TEST(Progress, AnUnansweredOperation) {
  HistoryBuilder b;
  b.in(dual);
  const EventId invoke = b.invoke(4, checkout);
  b.plan_end();
  const Verdict verdict = b.judge("L1");
  EXPECT_EQ(verdict.because,
            "In dual, checkout (operation 4) of client 3, begun at 0.001 s, was never answered");
  EXPECT_THAT(verdict.witness, ElementsAre(invoke));
}

TEST(Progress, ARunThatDoesNotSettle) {
  HistoryBuilder b;
  b.plan_end();
  b.history.final.quiet = false;
  b.history.final.pending = "3 repairs of orders are queued";
  EXPECT_EQ(b.judge("L1").because, "The run did not settle: 3 repairs of orders are queued");
  EXPECT_EQ(b.judge("L1").outcome, Outcome::violated);
}

TEST(Progress, APausedGateIsUnknown) {
  HistoryBuilder b;
  b.in(shadow);
  b.gate(EventKind::gate_wait, 0);
  b.gate(EventKind::gate_inconclusive, 3);
  b.plan_end(PlanEnd::paused);
  const Verdict verdict = b.judge("L1");
  EXPECT_EQ(verdict.outcome, Outcome::unknown);
  EXPECT_EQ(verdict.because,
            "The plan is paused: the gate of shadow (orders.shadow_mismatch) had too little data "
            "to decide");
}

TEST(Progress, GoingBackWithoutAnyFaultIsNoSuccess) {
  HistoryBuilder b;
  b.in(backfill);
  b.gate(EventKind::gate_failed, -1);
  b.rollback_begin(simulators::RollbackCause::gate);
  b.rollback_end();
  b.plan_end(PlanEnd::rolled_back);
  EXPECT_EQ(b.judge("L1").because,
            "The plan went back from backfill by itself although no fault had struck: the gate of "
            "backfill (orders.backfill_remaining) was not met");
  EXPECT_EQ(b.judge("L1").outcome, Outcome::unknown);
}

TEST(Progress, ARehearsedRollbackHolds) {
  HistoryBuilder b;
  b.rollback_begin();
  b.rollback_end();
  b.plan_end(PlanEnd::rolled_back);
  EXPECT_EQ(b.judge("L1").outcome, Outcome::holds);
}

}  // namespace
}  // namespace rehearse::harness::testing
