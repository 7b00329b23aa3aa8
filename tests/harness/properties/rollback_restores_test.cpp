#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scenarios/fault_kinds.hpp"
#include "tests/harness/history_builder.hpp"

namespace rehearse::harness::testing {
namespace {

using scenarios::OperationStepKind;
using simulators::FailureReason;
using simulators::WriteSource;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// Forward to new, back to old; `before` runs while new has authority.
template <typename Before>
HistoryBuilder rolled_back(Before before) {
  HistoryBuilder b;
  b.in(cutover);
  b.publish(orders, stage_of(new_side, new_side, true));
  before(b);
  b.rollback_begin();
  b.publish(orders, stage_of(old_side, old_side, false));
  b.rollback_end();
  b.final_stage(orders, stage_of(old_side, old_side, false));
  return b;
}

TEST(RollbackRestores, IsNotExercisedWithoutRollback) {
  EXPECT_FALSE(HistoryBuilder{}.judge("R1").exercised);
}

TEST(RollbackRestores, HoldsWhenOldHasEverything) {
  HistoryBuilder b = rolled_back([](HistoryBuilder& h) { h.write(1, place, 17, new_side, true); });
  b.final_record(orders, old_side, 17, wrote(1));
  b.read(2, 17, old_side, wrote(1));
  const Verdict verdict = b.judge("R1");
  EXPECT_EQ(verdict.outcome, Outcome::holds) << verdict.because;
  EXPECT_TRUE(verdict.exercised);
}

TEST(RollbackRestores, AWriteThatDidNotFlowBackIsLost) {
  HistoryBuilder b = rolled_back([](HistoryBuilder& h) { h.write(1, place, 17, new_side); });
  const Verdict verdict = b.judge("R1");
  EXPECT_EQ(verdict.outcome, Outcome::violated);
  EXPECT_EQ(verdict.because,
            "After the rollback: In cutover, order 17 was confirmed to client 3 at 0.007 s; at the "
            "end the old orders table does not have it");
  EXPECT_EQ(verdict.lost, "durability across a rollback");
  EXPECT_EQ(verdict.subject, "orders.old");
}

TEST(RollbackRestores, TheOldTableMustBeThere) {
  HistoryBuilder b = rolled_back([](HistoryBuilder&) {});
  b.final_track(orders).old_side = {};
  EXPECT_EQ(b.judge("R1").because,
            "In cutover, the rollback to the start was reported as done, but the old orders table "
            "is not there");
}

TEST(RollbackRestores, OperationsAfterwardsMustSucceed) {
  HistoryBuilder b = rolled_back([](HistoryBuilder&) {});
  b.invoke(5, checkout);
  b.finish(5, simulators::Outcome::fail, FailureReason::denied);
  const Verdict verdict = b.judge("R1");
  EXPECT_EQ(verdict.outcome, Outcome::violated);
  EXPECT_EQ(verdict.because,
            "In cutover, checkout (operation 5) of client 3, begun at 0.009 s after the rollback "
            "had ended at 0.008 s, failed: writes are denied");
}

TEST(RollbackRestores, HarmByAFaultIsNotTheRollbacks) {
  HistoryBuilder b = rolled_back([](HistoryBuilder&) {});
  b.invoke(5, checkout);
  b.fault_begin(0, app_1, 5);
  b.finish(5, simulators::Outcome::info, FailureReason::timeout);
  EXPECT_EQ(b.judge("R1").outcome, Outcome::holds);
}

TEST(RollbackRestores, AMessageFaultIsOverAtOnce) {
  HistoryBuilder b = rolled_back([](HistoryBuilder& h) { h.fault_begin(1, app_1, 2); });
  b.invoke(5, checkout);
  b.finish(5, simulators::Outcome::fail, FailureReason::denied);
  EXPECT_EQ(b.judge("R1").outcome, Outcome::violated);
}

TEST(RollbackRestores, ACrashLastsUntilTheNodeIsUp) {
  static const auto crash = static_cast<std::uint8_t>(*scenarios::fault_index("crash"));
  for (const bool up : {false, true}) {
    HistoryBuilder b = rolled_back([](HistoryBuilder& h) { h.fault_begin(crash, app_1); });
    b.scenario.faults.emplace_back();
    if (up) b.history.events[b.add(EventKind::node_up)].node = app_1;
    b.invoke(5, checkout);
    b.finish(5, simulators::Outcome::fail, FailureReason::denied);
    EXPECT_EQ(b.judge("R1").outcome, up ? Outcome::violated : Outcome::holds);
  }
}

TEST(RollbackRestores, OperationsBegunBeforeTheEndAreNotJudged) {
  HistoryBuilder b = rolled_back([](HistoryBuilder& h) { h.invoke(5, checkout); });
  b.finish(5, simulators::Outcome::fail, FailureReason::denied);
  EXPECT_EQ(b.judge("R1").outcome, Outcome::holds);
}

TEST(RollbackRestores, ARollbackToAStageOnNewIsD1s) {
  HistoryBuilder b;
  b.publish(orders, stage_of(new_side, new_side, true));
  b.rollback_begin();
  b.rollback_end();
  b.final_stage(orders, stage_of(new_side, new_side, true));
  b.write(1, place, 17, new_side);
  b.publish(payments, [] {
    scenarios::Stage s;
    s.service.route = new_side;
    return s;
  }());
  const Verdict verdict = b.judge("R1");
  EXPECT_NE(verdict.outcome, Outcome::violated);
}

}  // namespace
}  // namespace rehearse::harness::testing
