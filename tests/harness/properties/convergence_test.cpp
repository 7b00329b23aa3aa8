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
using ::testing::IsEmpty;

const scenarios::Stage both = stage_of(old_side, old_side, true);

scenarios::Stage backfilled() {
  scenarios::Stage stage = both;
  stage.backfill.state = scenarios::BackfillState::verified;
  return stage;
}

scenarios::Stage copying() {
  scenarios::Stage stage = both;
  stage.backfill.state = scenarios::BackfillState::running;
  return stage;
}

TEST(Convergence, IsNotExercisedWhileOneSideIsWritten) {
  HistoryBuilder b;
  b.write(1, place, 17);
  b.final_record(orders, old_side, 17, wrote(1));
  EXPECT_FALSE(b.judge("D3").exercised);
}

TEST(Convergence, EqualSidesHold) {
  HistoryBuilder b;
  b.final_stage(orders, backfilled());
  b.final_record(orders, old_side, 17, wrote(1));
  b.final_record(orders, new_side, 17, wrote(1));
  const Verdict verdict = b.judge("D3");
  EXPECT_EQ(verdict.outcome, Outcome::holds) << verdict.because;
  EXPECT_TRUE(verdict.exercised);
}

TEST(Convergence, TellsEveryClassWithASample) {
  HistoryBuilder b;
  b.final_stage(orders, backfilled());
  b.final_record(orders, old_side, 1, wrote(1));
  b.final_record(orders, new_side, 2, wrote(2));
  b.final_record(orders, old_side, 3, wrote(3));
  b.final_record(orders, new_side, 3, wrote(4));
  b.final_record(orders, old_side, 5, wrote(5));
  b.final_record(orders, new_side, 5, wrote(5)).representable = false;
  b.final_record(orders, old_side, 6, wrote(6));
  b.final_record(orders, new_side, 6, wrote(6)).digest = 1;
  const Verdict verdict = b.judge("D3");
  EXPECT_EQ(verdict.outcome, Outcome::violated);
  EXPECT_EQ(verdict.because,
            "At the end the new orders table does not agree with the old orders table: 1 record "
            "missing there (such as order 1), 1 record found only there (such as order 2), 2 "
            "records different (such as order 3), 1 record without an old shape (such as order 5)");
  EXPECT_EQ(verdict.measured, 5);
  EXPECT_EQ(verdict.subject, "orders");
}

TEST(Convergence, WhileTheBackfillRunsOnlyWhatWasWrittenSinceCounts) {
  HistoryBuilder b;
  b.in(dual);
  b.write(1, place, 17);
  b.publish(orders, both);
  b.final_stage(orders, copying());
  b.final_record(orders, old_side, 17, wrote(1));
  EXPECT_EQ(b.judge("D3").outcome, Outcome::holds);
  b.write(2, place, 18, old_side, true);
  b.final_record(orders, old_side, 18, wrote(2));
  const Verdict verdict = b.judge("D3");
  EXPECT_EQ(verdict.outcome, Outcome::violated);
  EXPECT_THAT(verdict.because, HasSubstr("1 record missing there (such as order 18)"));
  EXPECT_EQ(verdict.phase, dual);
}

TEST(Convergence, WhatIsNotThereIsStillToBeCopiedBeforeTheBackfillBegins) {
  HistoryBuilder b;
  b.in(dual);
  b.publish(orders, both);
  b.write(2, place, 18, old_side, true);
  b.final_stage(orders, both);
  b.final_record(orders, old_side, 18, wrote(2));
  EXPECT_EQ(b.judge("D3").outcome, Outcome::holds);
  // What is there is not.
  b.final_record(orders, new_side, 18, wrote(2)).digest = 1;
  EXPECT_THAT(b.judge("D3").because, HasSubstr("1 record different (such as order 18)"));
}

TEST(Convergence, WhatBeganBeforeTheLastInstanceSawTheFlagsDoesNotCount) {
  HistoryBuilder b;
  b.publish(orders, both, 100, false);
  b.write(1, place, 17);
  b.flags_seen();
  b.final_stage(orders, copying());
  b.final_record(orders, old_side, 17, wrote(1));
  EXPECT_EQ(b.judge("D3").outcome, Outcome::holds);
}

TEST(Convergence, WritingNewFirstMakesTheOldSideTheTarget) {
  HistoryBuilder b;
  b.write(1, place, 17, new_side);
  b.final_stage(orders, stage_of(new_side, new_side, true));
  b.final_record(orders, new_side, 17, wrote(1));
  EXPECT_THAT(b.judge("D3").because,
              HasSubstr("the old orders table does not agree with the new orders table"));
}

TEST(Convergence, AStreamClaimsToo) {
  HistoryBuilder b;
  scenarios::Stage stage;
  stage.sync.direction = scenarios::StreamDirection::old_to_new;
  stage.backfill.state = scenarios::BackfillState::done;
  b.final_stage(orders, stage);
  b.final_record(orders, old_side, 17, wrote(1));
  EXPECT_EQ(b.judge("D3").outcome, Outcome::violated);
}

TEST(Convergence, PendingRepairsAtQuietAreAReason) {
  HistoryBuilder b;
  b.final_stage(orders, backfilled());
  b.final_track(orders).repairs_pending = 2;
  EXPECT_EQ(b.judge("D3").because, "The run is quiet, yet orders still has 2 queued repairs");
  b.final_track(orders).stream_pending = 3;
  EXPECT_THAT(b.judge("D3").because, HasSubstr("2 queued repairs and 3 unread stream entries"));
}

TEST(Convergence, UnknownWhileNotQuiet) {
  HistoryBuilder b;
  b.final_stage(orders, backfilled());
  b.history.final.quiet = false;
  EXPECT_EQ(b.judge("D3").outcome, Outcome::unknown);
}

TEST(Convergence, AHeldTableIsNotCompared) {
  HistoryBuilder b;
  b.final_stage(orders, backfilled());
  b.final_record(orders, new_side, 17, wrote(1));
  b.final_track(orders).old_side.exists = false;
  EXPECT_FALSE(b.judge("D3").exercised);
}

TEST(Convergence, CountersCompareByContentWhenAddsCommute) {
  HistoryBuilder b;
  b.final_stage(catalog, backfilled());
  for (OperationId id : {1U, 2U}) {
    b.invoke(id, checkout);
    b.intend(id, 0, catalog, 3, OperationStepKind::add, -1);
  }
  b.final_record(catalog, old_side, 3, wrote(1), 8).digest = 9;
  FinalRecord& record = b.final_record(catalog, new_side, 3, wrote(2), 8);
  record.digest = 9;
  EXPECT_EQ(b.judge("D3").outcome, Outcome::holds);
  record.counter = 7;
  EXPECT_EQ(b.judge("D3").outcome, Outcome::violated);
}

}  // namespace
}  // namespace rehearse::harness::testing
