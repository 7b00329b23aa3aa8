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

TEST(Session, ReadingWhatOneWroteHolds) {
  HistoryBuilder b;
  b.write(1, place, 17);
  b.read(2, 17, old_side, wrote(1));
  const Verdict verdict = b.judge("C1");
  EXPECT_EQ(verdict.outcome, Outcome::holds);
  EXPECT_TRUE(verdict.exercised);
}

TEST(Session, IsNotExercisedByStrangers) {
  HistoryBuilder b;
  b.write(1, place, 17, old_side, false, 3);
  b.read(2, 17, old_side, wrote(1), 4);
  EXPECT_FALSE(b.judge("C1").exercised);
}

TEST(Session, OwnWriteNotRead) {
  HistoryBuilder b;
  b.in(canary);
  b.write(1, place, 17);
  const EventId seen = b.read(2, 17, new_side, 0);
  const Verdict verdict = b.judge("C1");
  EXPECT_EQ(verdict.outcome, Outcome::violated);
  EXPECT_EQ(verdict.because,
            "In canary, client 3 wrote order 17 and was told so at 0.004 s; look (operation 2), "
            "begun at 0.005 s, read it in the new orders table and did not find it");
  EXPECT_THAT(verdict.witness, ElementsAre(2, 3, seen - 1, seen));
  EXPECT_EQ(verdict.lost, "read your writes");
  EXPECT_EQ(verdict.subject, "orders.new");
}

TEST(Session, GoingBackInTime) {
  HistoryBuilder b;
  b.initial(orders, 17);
  b.write(1, change, 17, old_side, false, 4);
  b.read(2, 17, old_side, wrote(1));
  b.read(3, 17, new_side, simulators::initial_write(orders, 17));
  const Verdict verdict = b.judge("C1");
  EXPECT_EQ(verdict.outcome, Outcome::violated);
  EXPECT_EQ(verdict.lost, "monotonic reads");
  EXPECT_THAT(verdict.because, HasSubstr("saw the record from before the run"));
}

TEST(Session, OnlyEarlierOperationsBind) {
  HistoryBuilder b;
  b.invoke(2, look);
  b.write(1, place, 17);
  b.observe(2, orders, 17, old_side, 0);
  b.ok(2);
  EXPECT_EQ(b.judge("C1").outcome, Outcome::holds);
}

TEST(Session, ADeleteByAnotherExplainsAbsence) {
  HistoryBuilder b;
  b.write(1, place, 17);
  b.write(2, cancel, 17, old_side, false, 4);
  b.read(3, 17, old_side, 0);
  EXPECT_EQ(b.judge("C1").outcome, Outcome::holds);
}

TEST(Session, AnOwnDeleteMustStay) {
  HistoryBuilder b;
  b.write(1, place, 17);
  b.write(2, cancel, 17);
  b.read(3, 17, new_side, wrote(1));
  EXPECT_EQ(b.judge("C1").lost, "read your writes");
}

TEST(Session, CachesMayBeAsOldAsTheyAreAllowedToBe) {
  HistoryBuilder b;
  b.plan.application.cache.ttl = std::chrono::milliseconds(10);
  b.initial(orders, 17);
  b.write(1, change, 17);
  b.read(2, 17, old_side, simulators::initial_write(orders, 17), 3, simulators::flag_cached);
  EXPECT_EQ(b.judge("C1").outcome, Outcome::holds);
  b.wait(20'000);
  b.read(3, 17, old_side, simulators::initial_write(orders, 17), 3, simulators::flag_cached);
  EXPECT_EQ(b.judge("C1").outcome, Outcome::violated);
}

TEST(Session, WritesThatWereTakenBackDoNotBind) {
  HistoryBuilder b;
  b.initial(orders, 17);
  b.invoke(1, change, 4);
  b.intend(1, 0, orders, 17, OperationStepKind::update);
  b.commit(1, 0, orders, 17, old_side);
  b.read(2, 17, old_side, wrote(1));
  b.commit_write(undid(1), orders, 17, old_side, WriteSource::application);
  b.finish(1, simulators::Outcome::refused);
  b.read(3, 17, old_side, simulators::initial_write(orders, 17));
  EXPECT_EQ(b.judge("C1").outcome, Outcome::holds);
}

scenarios::Stage only_new() { return stage_of(new_side, new_side, false); }

TEST(Session, AUserIsServedByOneSide) {
  HistoryBuilder b;
  b.initial(orders, 17);
  const WriteId there = simulators::initial_write(orders, 17);
  b.in(canary);
  b.publish(orders, only_new(), 10);
  const EventId first = b.read(1, 17, new_side, there);
  b.read(2, 17, old_side, there, 4);  // another user may be outside the segment
  EXPECT_EQ(b.judge("C1").outcome, Outcome::holds);
  const EventId second = b.read(3, 17, old_side, there);
  const Verdict verdict = b.judge("C1");
  EXPECT_EQ(verdict.outcome, Outcome::violated);
  EXPECT_EQ(verdict.because,
            "In canary, client 3 was served by the new orders table at 0.005 s and by the old "
            "orders table at 0.011 s, although nothing was published in between and every instance "
            "had seen the flags");
  EXPECT_THAT(verdict.witness, ElementsAre(first, second));
  EXPECT_EQ(verdict.lost, "a user stays on one side");
}

TEST(Session, SidesMayDifferWhileFlagsTravel) {
  HistoryBuilder b;
  b.initial(orders, 17);
  const WriteId there = simulators::initial_write(orders, 17);
  b.publish(orders, only_new(), 100, false);
  b.read(1, 17, new_side, there);
  b.read(2, 17, old_side, there);
  b.flags_seen();
  b.read(3, 17, new_side, there);
  EXPECT_EQ(b.judge("C1").outcome, Outcome::holds);
}

TEST(Session, SidesMayDifferAcrossAStepOfTheRamp) {
  HistoryBuilder b;
  b.initial(orders, 17);
  const WriteId there = simulators::initial_write(orders, 17);
  b.in(canary);
  b.publish(orders, only_new(), 10);
  b.read(1, 17, old_side, there);
  b.publish(orders, only_new(), 50);
  b.read(2, 17, new_side, there);
  EXPECT_EQ(b.judge("C1").outcome, Outcome::holds);
}

TEST(Session, AStepToldRightAfterItsPublicationEndsNothing) {
  HistoryBuilder b;
  b.initial(orders, 17);
  const WriteId there = simulators::initial_write(orders, 17);
  b.in(canary);
  b.publish(orders, only_new(), 10);
  b.add(EventKind::segment, 0, 10);
  b.read(1, 17, new_side, there);
  b.read(2, 17, old_side, there);
  EXPECT_EQ(b.judge("C1").outcome, Outcome::violated);
}

TEST(Session, SplitByKeyBindsTheKey) {
  HistoryBuilder b;
  b.plan.phases[canary].segment->by = scenarios::SegmentBy::key;
  b.initial(orders, 17);
  b.initial(orders, 18);
  b.in(canary);
  b.publish(orders, only_new(), 10);
  b.read(1, 17, new_side, simulators::initial_write(orders, 17));
  b.read(2, 18, old_side, simulators::initial_write(orders, 18));
  EXPECT_EQ(b.judge("C1").outcome, Outcome::holds);
  b.read(3, 17, old_side, simulators::initial_write(orders, 17), 4);
  EXPECT_THAT(b.judge("C1").because, HasSubstr("order 17 was served by"));
}

TEST(Session, ChargesStayOnOneSideAndRefundsFollowThem) {
  HistoryBuilder b;
  scenarios::Stage stage;
  stage.service.route = new_side;
  b.publish(payments, stage, 10);
  b.invoke(1, checkout);
  b.effect(1, 17, old_side, simulators::EffectKind::charge);
  b.ok(1);
  b.invoke(2, checkout);
  b.effect(2, 16, new_side, simulators::EffectKind::refund);
  EXPECT_EQ(b.judge("C1").outcome, Outcome::holds);
  b.effect(2, 18, new_side, simulators::EffectKind::charge);
  EXPECT_THAT(b.judge("C1").because, HasSubstr("the new payments service"));
}

}  // namespace
}  // namespace rehearse::harness::testing
