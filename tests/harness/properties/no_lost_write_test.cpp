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

const scenarios::Stage on_new = stage_of(new_side, new_side, true);

TEST(NoLostWrite, HoldsWhenTheLastWriteIsThere) {
  HistoryBuilder b;
  b.write(1, place, 17);
  b.write(2, change, 17);
  b.final_record(orders, old_side, 17, wrote(2));
  const Verdict verdict = b.judge("D1");
  EXPECT_EQ(verdict.outcome, Outcome::holds) << verdict.because;
  EXPECT_TRUE(verdict.exercised);
}

TEST(NoLostWrite, IsNotExercisedWithoutAcknowledgedWrites) {
  HistoryBuilder b;
  b.initial(orders, 17);
  b.final_record(orders, old_side, 17, simulators::initial_write(orders, 17));
  const Verdict verdict = b.judge("D1");
  EXPECT_EQ(verdict.outcome, Outcome::holds);
  EXPECT_FALSE(verdict.exercised);
}

TEST(NoLostWrite, MissingAtTheNewAuthority) {
  HistoryBuilder b;
  b.in(cutover);
  b.step_begin(1);
  b.write(1, place, 17);
  b.final_record(orders, old_side, 17, wrote(1));
  b.final_stage(orders, on_new);
  const Verdict verdict = b.judge("D1");
  EXPECT_EQ(verdict.outcome, Outcome::violated);
  EXPECT_EQ(verdict.because,
            "In cutover, during step 2 (orders.drain), order 17 was confirmed to client 3 at 0.005 "
            "s; at the end the new orders table does not have it");
  EXPECT_THAT(verdict.witness, ElementsAre(1, 3, 4));
  EXPECT_EQ(verdict.phase, cutover);
  EXPECT_EQ(verdict.subject, "orders.new");
  EXPECT_EQ(verdict.lost, "durability of acknowledged writes");
}

TEST(NoLostWrite, OverwrittenByTheBackfill) {
  HistoryBuilder b;
  b.in(backfill);
  b.write(1, place, 17);
  b.write(2, change, 17, old_side, true);
  const EventId overwrite = b.commit(1, 0, orders, 17, new_side, WriteSource::backfill);
  b.final_record(orders, new_side, 17, wrote(1));
  b.final_stage(orders, on_new);
  const Verdict verdict = b.judge("D1");
  EXPECT_EQ(verdict.outcome, Outcome::violated);
  EXPECT_THAT(verdict.because,
              HasSubstr("has an older version of it, put there by the backfill at 0.010 s"));
  EXPECT_THAT(verdict.witness, ::testing::Contains(overwrite));
}

TEST(NoLostWrite, ALaterWriteOfUnknownOutcomeMayReplaceIt) {
  HistoryBuilder b;
  b.write(1, place, 17);
  b.write_begins(2, change, 17);
  b.finish(2, simulators::Outcome::info);
  b.final_record(orders, old_side, 17, wrote(2));
  EXPECT_EQ(b.judge("D1").outcome, Outcome::holds);
}

TEST(NoLostWrite, AWriteOfUnknownOutcomeMayBeLost) {
  HistoryBuilder b;
  b.write_begins(1, place, 17);
  b.finish(1, simulators::Outcome::info);
  EXPECT_EQ(b.judge("D1").outcome, Outcome::holds);
}

TEST(NoLostWrite, AnAbsentRecordNeedsALaterDelete) {
  HistoryBuilder b;
  b.write(1, place, 17);
  b.write(2, cancel, 17);
  EXPECT_EQ(b.judge("D1").outcome, Outcome::holds);
  b.write(3, place, 17);
  EXPECT_EQ(b.judge("D1").outcome, Outcome::violated);
}

TEST(NoLostWrite, ADeleteThatWasReportedAsFailedExcusesNothing) {
  HistoryBuilder b;
  b.write(1, place, 17);
  b.invoke(2, cancel);
  b.intend(2, 0, orders, 17, OperationStepKind::erase);
  b.commit(2, 0, orders, 17, old_side, WriteSource::application, simulators::flag_erased);
  b.finish(2, simulators::Outcome::fail);
  EXPECT_EQ(b.judge("D1").outcome, Outcome::violated);
}

TEST(NoLostWrite, InitialRecordsCount) {
  HistoryBuilder b;
  b.initial(catalog, 3);
  b.publish(catalog, on_new);
  b.final_stage(catalog, on_new);
  const Verdict verdict = b.judge("D1");
  EXPECT_EQ(verdict.outcome, Outcome::violated);
  EXPECT_EQ(verdict.because,
            "product 3 in catalog was there before the run; at the end the new catalog does not "
            "have it");
}

TEST(NoLostWrite, ADroppedTableLosesEverything) {
  HistoryBuilder b;
  b.write(1, place, 17);
  b.write(2, place, 18);
  b.final_track(orders).old_side = {};
  const Verdict verdict = b.judge("D1");
  EXPECT_EQ(verdict.outcome, Outcome::violated);
  EXPECT_THAT(verdict.because, HasSubstr("the old orders table is not there (2 records lost"));
}

TEST(NoLostWrite, TheRightWriteWithOtherContentIsLost) {
  HistoryBuilder b;
  b.write(1, place, 17);
  b.final_record(orders, old_side, 17, wrote(1)).digest = 5;
  const Verdict verdict = b.judge("D1");
  EXPECT_EQ(verdict.outcome, Outcome::violated);
  EXPECT_THAT(verdict.because, HasSubstr("has it with other content"));
  b.plan.tracks[orders].transform.emplace_back().lossy = true;  // declared
  EXPECT_EQ(b.judge("D1").outcome, Outcome::holds);
}

TEST(NoLostWrite, AnAcknowledgedWriteThatNoStoreCommittedIsLost) {
  HistoryBuilder b;
  b.invoke(1, place);
  b.intend(1, 0, orders, 17, OperationStepKind::insert);
  b.ok(1);
  EXPECT_EQ(b.judge("D1").outcome, Outcome::violated);
}

TEST(NoLostWrite, DeletingWhatIsNotThereLosesNothing) {
  HistoryBuilder b;
  b.invoke(1, cancel);
  b.intend(1, 0, orders, 17, OperationStepKind::erase);
  b.ok(1);
  EXPECT_EQ(b.judge("D1").outcome, Outcome::holds);
}

TEST(NoLostWrite, TombstonesAreNoRecords) {
  HistoryBuilder b;
  b.write(1, place, 17);
  b.final_record(orders, old_side, 17, wrote(1)).deleted = true;
  EXPECT_EQ(b.judge("D1").outcome, Outcome::violated);
}

TEST(NoLostWrite, CollectionsAreJudgedOnTheirOnlySide) {
  HistoryBuilder b;
  b.invoke(1, fill_cart);
  b.intend(1, 0, carts, 3, OperationStepKind::put);
  b.commit(1, 0, carts, 3, old_side);
  b.ok(1);
  EXPECT_THAT(b.judge("D1").because, HasSubstr("the carts table does not have it"));
}

TEST(NoLostWrite, UnknownWhileSomethingIsUnderWay) {
  HistoryBuilder b;
  b.write(1, place, 17);
  b.history.final.quiet = false;
  b.history.final.pending = "the relay has 1 entry to apply";
  b.final_track(orders).stream_pending = 1;
  const Verdict verdict = b.judge("D1");
  EXPECT_EQ(verdict.outcome, Outcome::unknown);
  EXPECT_THAT(verdict.because, HasSubstr("the relay has 1 entry to apply"));
  b.final_track(orders).stream_pending = 0;  // then nothing can bring it any more
  EXPECT_EQ(b.judge("D1").outcome, Outcome::violated);
}

TEST(NoLostWrite, ASegmentLooksAtTheSidesThatAreKept) {
  HistoryBuilder b;
  b.write(1, place, 17, old_side, false);
  b.final_record(orders, old_side, 17, wrote(1));
  simulators::FinalTrack& final = b.final_track(orders);
  final.segment_percent = 10;
  final.stage = stage_of(old_side, old_side, false);
  final.segment_stage = stage_of(new_side, old_side, false);
  EXPECT_EQ(b.judge("D1").outcome, Outcome::holds);  // nothing ever writes new
  final.stage.write.both = true;
  final.segment_stage.write.both = true;
  EXPECT_EQ(b.judge("D1").outcome, Outcome::violated);
}

TEST(NoLostWrite, StoreMadeKeysAreKnownFromTheCommit) {
  HistoryBuilder b;
  b.plan.tracks[orders].record.key_source = scenarios::KeySource::store;
  b.invoke(1, place);
  b.intend(1, 0, orders, 0, OperationStepKind::insert);
  b.commit(1, 0, orders, 901, old_side);
  b.ok(1);
  EXPECT_THAT(b.judge("D1").because, HasSubstr("order 901 was confirmed"));
  b.final_record(orders, old_side, 901, wrote(1));
  EXPECT_EQ(b.judge("D1").outcome, Outcome::holds);
}

TEST(NoLostWrite, WritersBesideTheApplicationCount) {
  HistoryBuilder b;
  b.commit_write(WriteId{1} << 40U, orders, 17, old_side, WriteSource::bypass);
  b.final_stage(orders, on_new);
  const Verdict verdict = b.judge("D1");
  EXPECT_EQ(verdict.outcome, Outcome::violated);
  EXPECT_THAT(verdict.because, HasSubstr("written beside the application"));
}

}  // namespace
}  // namespace rehearse::harness::testing
