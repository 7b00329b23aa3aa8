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

void upgrade(HistoryBuilder& b) {
  const EventId up = b.add(EventKind::node_up, 0, 1);
  b.history.events[up].node = app_1;
}

TEST(Compatibility, IsNotExercisedByOneVersionAlone) {
  HistoryBuilder b;
  b.write(1, place, 17);
  EXPECT_FALSE(b.judge("X1").exercised);
}

TEST(Compatibility, TwoVersionsThatWorkHold) {
  HistoryBuilder b;
  upgrade(b);
  b.write(1, place, 17);
  const Verdict verdict = b.judge("X1");
  EXPECT_EQ(verdict.outcome, Outcome::holds);
  EXPECT_TRUE(verdict.exercised);
}

TEST(Compatibility, AnOldInstanceMissesItsTable) {
  HistoryBuilder b;
  b.in(contract);
  upgrade(b);
  const EventId invoke = b.invoke(1, place);
  const EventId failed = b.call_failed(FailureReason::no_such_table, orders, old_side, 1);
  const Verdict verdict = b.judge("X1");
  EXPECT_EQ(verdict.outcome, Outcome::violated);
  EXPECT_EQ(verdict.because,
            "In contract, app/2, which ran v1, could not use the old orders table at 0.003 s for "
            "place (operation 1) of client 3: the table is not there");
  EXPECT_THAT(verdict.witness, ElementsAre(invoke, failed));
  EXPECT_EQ(verdict.subject, "orders.old");
}

TEST(Compatibility, OtherFailuresAreNotItsConcern) {
  HistoryBuilder b;
  b.call_failed(FailureReason::timeout, orders, old_side, 1);
  b.call_failed(FailureReason::denied, orders, old_side, 1);
  EXPECT_EQ(b.judge("X1").outcome, Outcome::holds);
}

TEST(Compatibility, BackgroundWorkMayFailBeforeItSucceeds) {
  HistoryBuilder b;
  b.call_failed(FailureReason::no_such_table, orders, new_side, 0, simulators::flag_background);
  EXPECT_THAT(b.judge("X1").because, HasSubstr("for background work"));
  b.commit_write(simulators::initial_write(orders, 1), orders, 1, new_side, WriteSource::backfill);
  EXPECT_EQ(b.judge("X1").outcome, Outcome::holds);
}

TEST(Compatibility, ARecordReadWithOtherContent) {
  HistoryBuilder b;
  b.write(1, place, 17);
  b.read(2, 17, new_side, wrote(1), 3, simulators::flag_wrong_content);
  const Verdict verdict = b.judge("X1");
  EXPECT_EQ(verdict.outcome, Outcome::violated);
  EXPECT_THAT(verdict.because, HasSubstr("app/1, which ran v1, read order 17 in the new orders "
                                         "table at 0.006 s with content that is not what was "
                                         "written"));
}

TEST(Compatibility, AServiceMissesTheSideItNeeds) {
  HistoryBuilder b;
  b.invoke(1, checkout);
  b.call_failed(FailureReason::needs_missing, payments, old_side, 1);
  EXPECT_THAT(b.judge("X1").because, HasSubstr("a record side that it needs is missing"));
}

}  // namespace
}  // namespace rehearse::harness::testing
