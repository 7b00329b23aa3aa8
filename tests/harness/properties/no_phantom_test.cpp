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

TEST(NoPhantom, ReadsOfWhatWasWrittenHold) {
  HistoryBuilder b;
  b.initial(orders, 16);
  b.write(1, place, 17);
  b.read(2, 17, old_side, wrote(1));
  b.read(3, 16, old_side, simulators::initial_write(orders, 16));
  b.final_record(orders, old_side, 17, wrote(1));
  const Verdict verdict = b.judge("D4");
  EXPECT_EQ(verdict.outcome, Outcome::holds) << verdict.because;
  EXPECT_TRUE(verdict.exercised);
}

TEST(NoPhantom, IsNotExercisedWhenNothingIsReadOrLeft) {
  EXPECT_FALSE(HistoryBuilder{}.judge("D4").exercised);
}

TEST(NoPhantom, AReadOfNobodysWrite) {
  HistoryBuilder b;
  b.in(shadow);
  const EventId seen = b.read(2, 17, new_side, wrote(99), 5);
  const Verdict verdict = b.judge("D4");
  EXPECT_EQ(verdict.outcome, Outcome::violated);
  EXPECT_EQ(verdict.because,
            "In shadow, look (operation 2) of client 5 saw order 17 at 0.002 s in the new orders "
            "table: nobody wrote that");
  EXPECT_THAT(verdict.witness, ElementsAre(seen - 1, seen));
}

TEST(NoPhantom, AnInitialRecordThatWasNotThere) {
  HistoryBuilder b;
  b.read(2, 17, old_side, simulators::initial_write(orders, 17));
  EXPECT_EQ(b.judge("D4").outcome, Outcome::violated);
}

TEST(NoPhantom, AFinalRecordThatNobodyWrote) {
  HistoryBuilder b;
  b.final_record(orders, old_side, 17, wrote(99));
  EXPECT_THAT(b.judge("D4").because, HasSubstr("order 17 with content that nobody wrote"));
}

void failed_place(HistoryBuilder& b, simulators::Outcome outcome) {
  b.invoke(1, place);
  b.intend(1, 0, orders, 17, OperationStepKind::insert);
  b.commit(1, 0, orders, 17, old_side);
  b.finish(1, outcome);
}

TEST(NoPhantom, AFailedOperationLeavesNothing) {
  HistoryBuilder b;
  b.in(dual);
  failed_place(b, simulators::Outcome::fail);
  b.final_record(orders, old_side, 17, wrote(1));
  const Verdict verdict = b.judge("D4");
  EXPECT_EQ(verdict.outcome, Outcome::violated);
  EXPECT_EQ(verdict.because,
            "In dual, client 3 was told at 0.004 s that place (operation 1) had failed; at the end "
            "the old orders table still has order 17 from it");
  b.plan.application.on_step_failure = scenarios::OnStepFailure::stop;
  EXPECT_EQ(b.judge("D4").outcome, Outcome::holds);
}

TEST(NoPhantom, AnUnknownOutcomeMayLeaveARecord) {
  HistoryBuilder b;
  failed_place(b, simulators::Outcome::info);
  b.final_record(orders, old_side, 17, wrote(1));
  EXPECT_EQ(b.judge("D4").outcome, Outcome::holds);
}

TEST(NoPhantom, ADeletedRecordComesBack) {
  HistoryBuilder b;
  b.in(backfill);
  b.write(1, place, 17);
  b.write(2, cancel, 17);
  const EventId back = b.commit(1, 0, orders, 17, new_side, WriteSource::backfill);
  b.final_record(orders, new_side, 17, wrote(1));
  b.final_stage(orders, stage_of(new_side, new_side, true));
  const Verdict verdict = b.judge("D4");
  EXPECT_EQ(verdict.outcome, Outcome::violated);
  EXPECT_EQ(verdict.because,
            "In backfill, order 17 was deleted at 0.007 s; at the end the new orders table has it "
            "again");
  EXPECT_THAT(verdict.witness, ::testing::Contains(back));
  EXPECT_EQ(verdict.lost, "durability of acknowledged deletes");
}

TEST(NoPhantom, ADeletedKeyMayBeUsedAgain) {
  HistoryBuilder b;
  b.write(1, place, 17);
  b.write(2, cancel, 17);
  b.write(3, place, 17);
  b.final_record(orders, old_side, 17, wrote(3));
  EXPECT_EQ(b.judge("D4").outcome, Outcome::holds);
}

void undone_place(HistoryBuilder& b) {
  b.invoke(1, place);
  b.intend(1, 0, orders, 17, OperationStepKind::insert);
  b.commit(1, 0, orders, 17, old_side);
  b.commit_write(undid(1), orders, 17, old_side, WriteSource::application, simulators::flag_erased);
  b.finish(1, simulators::Outcome::refused);
}

TEST(NoPhantom, ACompensatedInsertIsGone) {
  HistoryBuilder b;
  undone_place(b);
  EXPECT_EQ(b.judge("D4").outcome, Outcome::holds);
  b.read(2, 17, old_side, wrote(1));
  const Verdict verdict = b.judge("D4");
  EXPECT_EQ(verdict.outcome, Outcome::violated);
  EXPECT_EQ(verdict.lost, "no dirty reads");
}

TEST(NoPhantom, ReadingBeforeTheUndoIsNotJudged) {
  HistoryBuilder b;
  b.invoke(2, look, 5);
  undone_place(b);
  b.observe(2, orders, 17, old_side, wrote(1));
  b.ok(2);
  EXPECT_EQ(b.judge("D4").outcome, Outcome::holds);
}

TEST(NoPhantom, UnknownWhileNotQuiet) {
  HistoryBuilder b;
  failed_place(b, simulators::Outcome::fail);
  b.final_record(orders, old_side, 17, wrote(1));
  b.history.final.quiet = false;
  EXPECT_EQ(b.judge("D4").outcome, Outcome::unknown);
}

}  // namespace
}  // namespace rehearse::harness::testing
