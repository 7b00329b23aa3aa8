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

TEST(OneAuthority, FreshReadsHold) {
  HistoryBuilder b;
  b.write(1, place, 17);
  b.read(2, 17, old_side, wrote(1), 4);
  const Verdict verdict = b.judge("C2");
  EXPECT_EQ(verdict.outcome, Outcome::holds);
  EXPECT_TRUE(verdict.exercised);
}

TEST(OneAuthority, IsNotExercisedWithoutReadsOrSwitches) {
  HistoryBuilder b;
  b.write(1, place, 17);
  EXPECT_FALSE(b.judge("C2").exercised);
}

TEST(OneAuthority, AStrangerReadsAnOldVersion) {
  HistoryBuilder b;
  b.in(cutover);
  b.write(1, place, 17);
  b.write(2, change, 17);
  const EventId seen = b.read(3, 17, new_side, wrote(1), 9);
  const Verdict verdict = b.judge("C2");
  EXPECT_EQ(verdict.outcome, Outcome::violated);
  EXPECT_EQ(
      verdict.because,
      "In cutover, look (operation 3) of client 9, begun at 0.009 s, read order 17 in the new "
      "orders table and saw what place (operation 1) had written, although change (operation "
      "2) of client 3 had written it and was confirmed at 0.008 s");
  EXPECT_THAT(verdict.witness, ElementsAre(2, 6, 7, seen - 1, seen));
  EXPECT_EQ(verdict.lost, "linearizability of the record");
}

TEST(OneAuthority, AConcurrentReadMaySeeEither) {
  HistoryBuilder b;
  b.write(1, place, 17);
  b.invoke(3, look, 9);
  b.write(2, change, 17);
  b.write(4, change, 17);
  b.observe(3, orders, 17, old_side, wrote(1));
  b.ok(3);
  EXPECT_EQ(b.judge("C2").outcome, Outcome::holds);
}

TEST(OneAuthority, AVanishedInitialRecordIsStale) {
  HistoryBuilder b;
  b.initial(orders, 17);
  b.read(1, 17, new_side, 0);
  EXPECT_THAT(b.judge("C2").because,
              HasSubstr("saw no record, although it had been there since before the run"));
}

TEST(OneAuthority, AReadBehindAnUnknownWriteHolds) {
  HistoryBuilder b;
  b.write(1, place, 17);
  b.write_begins(2, change, 17);
  b.finish(2, simulators::Outcome::info);
  b.read(3, 17, old_side, wrote(1), 4);
  EXPECT_EQ(b.judge("C2").outcome, Outcome::holds);
}

/// Order 17 is there; change (operation 2) is under way and has reached the old table.
void change_under_way(HistoryBuilder& b) {
  b.write(1, place, 17);
  b.write_begins(2, change, 17);
}

TEST(OneAuthority, WhatWasShownToAnybodyStays) {
  HistoryBuilder b;
  b.in(cutover);
  change_under_way(b);
  const EventId shown = b.read(3, 17, old_side, wrote(2), 4);
  b.read(4, 17, new_side, wrote(1), 5);
  b.ok(2);
  const Verdict verdict = b.judge("C2");
  EXPECT_EQ(verdict.because,
            "In cutover, look (operation 4) of client 5, begun at 0.011 s, read order 17 in the "
            "new orders table and saw what place (operation 1) had written, although look "
            "(operation 3) of client 4 had been shown what change (operation 2) had written and "
            "ended at 0.010 s");
  EXPECT_EQ(verdict.reason.then,
            "look (operation 4) shows of order 17 what change (operation 2) had written, or "
            "something later");
  EXPECT_EQ(verdict.lost, "linearizability of the record");
  EXPECT_THAT(verdict.witness, ::testing::Contains(shown));
}

TEST(OneAuthority, WhatWasShownStaysThoughItsWriterNeverLearnt) {
  HistoryBuilder b;
  change_under_way(b);
  b.finish(2, simulators::Outcome::info);
  b.final_record(orders, old_side, 17, wrote(2));
  b.read(3, 17, old_side, wrote(2), 4);
  EXPECT_EQ(b.judge("C2").outcome, Outcome::holds);
  EXPECT_TRUE(b.judge("C2").exercised);
  b.read(4, 17, old_side, wrote(2), 5);
  EXPECT_EQ(b.judge("C2").outcome, Outcome::holds);
  b.read(5, 17, new_side, wrote(1), 5);
  EXPECT_EQ(b.judge("C2").outcome, Outcome::violated);
}

TEST(OneAuthority, WhatIsShownToSomebodyWhoIsStillBusyBindsNobody) {
  HistoryBuilder b;
  change_under_way(b);
  b.invoke(3, look, 4);
  b.observe(3, orders, 17, old_side, wrote(2));
  b.read(4, 17, new_side, wrote(1), 5);
  b.ok(3);
  b.ok(2);
  EXPECT_EQ(b.judge("C2").outcome, Outcome::holds);
}

TEST(OneAuthority, WhatWasShownInAnOperationThatFailedBindsNobody) {
  HistoryBuilder b;
  change_under_way(b);
  b.invoke(3, look, 4);
  b.observe(3, orders, 17, old_side, wrote(2));
  b.finish(3, simulators::Outcome::fail, FailureReason::unavailable);
  b.read(4, 17, new_side, wrote(1), 5);
  b.ok(2);
  EXPECT_EQ(b.judge("C2").outcome, Outcome::holds);
}

TEST(OneAuthority, ARecordThatSomebodySawGoneStaysGone) {
  HistoryBuilder b;
  b.initial(orders, 17);
  b.invoke(2, cancel);
  b.intend(2, 0, orders, 17, OperationStepKind::erase);
  b.commit(2, 0, orders, 17, old_side, WriteSource::application, simulators::flag_erased);
  b.read(3, 17, old_side, 0, 4);
  EXPECT_EQ(b.judge("C2").outcome, Outcome::holds);
  b.read(4, 17, new_side, simulators::initial_write(orders, 17), 5);
  EXPECT_THAT(b.judge("C2").because,
              HasSubstr("and saw the record from before the run, although look (operation 3) of "
                        "client 4 had been shown that cancel (operation 2) has deleted it"));
}

TEST(OneAuthority, WhatWasShownIsThereAtTheEnd) {
  for (const WriteId left : {wrote(2), wrote(1)}) {
    HistoryBuilder b;
    b.in(cutover);
    change_under_way(b);
    b.finish(2, simulators::Outcome::info);
    b.read(3, 17, old_side, wrote(2), 4);
    b.final_record(orders, old_side, 17, left);
    EXPECT_EQ(b.judge("D1").outcome, Outcome::holds);
    const Verdict verdict = b.judge("C2");
    if (left == wrote(2)) {
      EXPECT_EQ(verdict.outcome, Outcome::holds);
      continue;
    }
    EXPECT_EQ(verdict.because,
              "In cutover, look (operation 3) of client 4 had been shown of order 17 what change "
              "(operation 2) had written; at the end neither that nor anything later is there");
    EXPECT_EQ(verdict.lost, "durability of what was shown");
  }
}

TEST(OneAuthority, TheNewestThatWasShownCounts) {
  HistoryBuilder b;
  b.write(1, place, 17);
  for (const OperationId id : {2U, 3U}) {
    b.write_begins(id, change, 17, old_side, false, static_cast<std::uint16_t>(id));
    if (id != 2) continue;
    b.invoke(5, look, 4);
    b.observe(5, orders, 17, old_side, wrote(2));
  }
  b.read(4, 17, old_side, wrote(3), 6);
  b.ok(5);
  b.read(6, 17, new_side, wrote(2), 5);
  EXPECT_THAT(b.judge("C2").because, HasSubstr("look (operation 4) of client 6 had been shown"));
}

TEST(OneAuthority, AddsDoNotMakeReadsStale) {
  HistoryBuilder b;
  b.initial(catalog, 3, 5);
  b.invoke(1, checkout);
  b.intend(1, 0, catalog, 3, OperationStepKind::add, -1);
  b.commit(1, 0, catalog, 3, old_side, WriteSource::application, simulators::flag_add);
  b.ok(1);
  b.invoke(2, browse);
  b.observe(2, catalog, 3, old_side, simulators::initial_write(catalog, 3));
  b.ok(2);
  EXPECT_EQ(b.judge("C2").outcome, Outcome::holds);
}

TEST(OneAuthority, TwoWritersAtATime) {
  HistoryBuilder b;
  b.in(cutover);
  b.write(1, place, 17, old_side);
  b.write(2, change, 17, new_side);
  EXPECT_EQ(b.judge("C2").outcome, Outcome::holds);
  b.write(3, change, 17, old_side);
  const Verdict verdict = b.judge("C2");
  EXPECT_EQ(verdict.outcome, Outcome::violated);
  EXPECT_EQ(
      verdict.because,
      "In cutover, order 17 was written first in the old orders table at 0.003 s, in the new "
      "orders table at 0.007 s and again in the old orders table at 0.011 s, and no stage was "
      "published in between: it had two write authorities at a time");
  EXPECT_THAT(verdict.witness, ElementsAre(2, 6, 10));
  EXPECT_EQ(verdict.lost, "a single write authority");
}

TEST(OneAuthority, GoingBackByPublicationHolds) {
  HistoryBuilder b;
  b.write(1, place, 17, old_side);
  b.publish(orders, stage_of(new_side, new_side, false));
  b.write(2, change, 17, new_side);
  b.publish(orders, stage_of(old_side, old_side, false));
  b.write(3, change, 17, old_side);
  const Verdict verdict = b.judge("C2");
  EXPECT_EQ(verdict.outcome, Outcome::holds);
  EXPECT_TRUE(verdict.exercised);
}

TEST(OneAuthority, OneTransactionHasNoFirstSide) {
  HistoryBuilder b;
  Side side = old_side;
  for (OperationId id = 1; id <= 3; ++id, side = scenarios::other(side)) {
    b.invoke(id, change);
    b.intend(id, 0, orders, 17, OperationStepKind::update);
    b.commit(id, 0, orders, 17, side, WriteSource::application, simulators::flag_one_transaction);
    b.ok(id);
  }
  EXPECT_EQ(b.judge("C2").outcome, Outcome::holds);
}

}  // namespace
}  // namespace rehearse::harness::testing
