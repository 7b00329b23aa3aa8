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

TEST(UniqueIdentifiers, DifferentKeysHold) {
  HistoryBuilder b;
  b.write(1, place, 17);
  b.write(2, place, 18);
  const Verdict verdict = b.judge("D6");
  EXPECT_EQ(verdict.outcome, Outcome::holds);
  EXPECT_TRUE(verdict.exercised);
}

TEST(UniqueIdentifiers, AreNotExercisedWithoutInserts) {
  HistoryBuilder b;
  b.write(1, change, 17);
  EXPECT_FALSE(b.judge("D6").exercised);
}

TEST(UniqueIdentifiers, OneKeyFromTwoSequences) {
  HistoryBuilder b;
  b.plan.tracks[orders].record.key_source = scenarios::KeySource::store;
  const auto insert = [&](OperationId id, Side side, std::uint16_t client) {
    b.invoke(id, place, client);
    b.intend(id, 0, orders, 0, OperationStepKind::insert);
    b.commit(id, 0, orders, 901, side);
    return b.ok(id);
  };
  const EventId first = insert(1, old_side, 3);
  b.in(cutover);
  const EventId second = insert(2, new_side, 4);
  const Verdict verdict = b.judge("D6");
  EXPECT_EQ(verdict.outcome, Outcome::violated);
  EXPECT_EQ(verdict.because,
            "In cutover, order 901 was given to place (operation 1) of client 3 at 0.004 s and "
            "again to place (operation 2) of client 4 at 0.008 s");
  EXPECT_THAT(verdict.witness, ElementsAre(first - 1, first, second - 1, second));
  EXPECT_EQ(verdict.subject, "orders");
}

TEST(UniqueIdentifiers, AnInsertThatWasMadeAgainUnderAnotherKeyCountsThere) {
  HistoryBuilder b;
  b.plan.tracks[orders].record.key_source = scenarios::KeySource::store;
  b.invoke(1, place);
  b.intend(1, 0, orders, 0, OperationStepKind::insert);
  b.commit(1, 0, orders, 901, old_side);
  b.commit(1, 0, orders, 7, new_side);
  b.ok(1);
  EXPECT_EQ(b.judge("D6").outcome, Outcome::holds);
  EXPECT_TRUE(b.judge("D6").exercised);
}

TEST(UniqueIdentifiers, AFailedInsertHoldsNoKey) {
  HistoryBuilder b;
  b.invoke(1, place);
  b.intend(1, 0, orders, 17, OperationStepKind::insert);
  b.finish(1, simulators::Outcome::fail);
  b.write(2, place, 17);
  EXPECT_EQ(b.judge("D6").outcome, Outcome::holds);
}

TEST(UniqueIdentifiers, ADeletedKeyMayBeUsedAgain) {
  HistoryBuilder b;
  b.write(1, place, 17);
  b.write(2, cancel, 17);
  b.write(3, place, 17);
  EXPECT_EQ(b.judge("D6").outcome, Outcome::holds);
}

TEST(UniqueIdentifiers, OneSerialForTwoEffects) {
  HistoryBuilder b;
  const EventId first = b.effect(1, 17, old_side, simulators::EffectKind::charge);
  b.effect(2, 18, old_side, simulators::EffectKind::charge);
  const EventId third = b.effect(3, 19, old_side, simulators::EffectKind::charge);
  EXPECT_EQ(b.judge("D6").outcome, Outcome::holds);
  b.history.events[third].extra = b.history.events[first].extra;
  const Verdict verdict = b.judge("D6");
  EXPECT_EQ(verdict.outcome, Outcome::violated);
  EXPECT_THAT(verdict.witness, ElementsAre(first, third));
  EXPECT_THAT(verdict.because, HasSubstr("the old payments service gave the number 1"));
  b.history.events[third].side = new_side;  // numbers are the service's own
  EXPECT_EQ(b.judge("D6").outcome, Outcome::holds);
  b.history.events[third].side = old_side;
  b.history.events[third].flags = simulators::flag_repeat;
  EXPECT_EQ(b.judge("D6").outcome, Outcome::holds);
}

}  // namespace
}  // namespace rehearse::harness::testing
