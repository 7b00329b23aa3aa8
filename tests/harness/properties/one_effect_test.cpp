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

using simulators::EffectKind;

TEST(OneEffect, OneChargePerOrderHolds) {
  HistoryBuilder b;
  b.effect(1, 17, old_side, EffectKind::charge);
  b.effect(2, 18, new_side, EffectKind::charge);
  const Verdict verdict = b.judge("D2");
  EXPECT_EQ(verdict.outcome, Outcome::holds);
  EXPECT_TRUE(verdict.exercised);
}

TEST(OneEffect, IsNotExercisedWithoutEffects) {
  EXPECT_FALSE(HistoryBuilder{}.judge("D2").exercised);
}

TEST(OneEffect, OnceOnEachSideIsTwice) {
  HistoryBuilder b;
  b.in(canary);
  const EventId invoke = b.invoke(41, checkout);
  const EventId first = b.effect(41, 17, old_side, EffectKind::charge);
  b.fault_begin(1, pay_old);
  const EventId second = b.effect(41, 17, new_side, EffectKind::charge);
  const Verdict verdict = b.judge("D2");
  EXPECT_EQ(verdict.outcome, Outcome::violated);
  EXPECT_EQ(verdict.because,
            "In canary, while reply_lost struck payments.old, order 17 got a second charge by the "
            "new payments service at 0.004 s, for checkout (operation 41); the old payments "
            "service had made one at 0.002 s that was not undone");
  EXPECT_THAT(verdict.witness, ElementsAre(invoke, first, second));
  EXPECT_EQ(verdict.lost, "exactly-once effect");
  EXPECT_EQ(verdict.subject, "payments");
}

TEST(OneEffect, ARefundMakesRoomForAnother) {
  HistoryBuilder b;
  b.effect(1, 17, old_side, EffectKind::charge);
  b.effect(1, 17, old_side, EffectKind::refund);
  b.effect(1, 17, new_side, EffectKind::charge);
  EXPECT_EQ(b.judge("D2").outcome, Outcome::holds);
  b.effect(1, 17, new_side, EffectKind::charge);
  EXPECT_EQ(b.judge("D2").outcome, Outcome::violated);
}

TEST(OneEffect, AVoidMakesRoomToo) {
  HistoryBuilder b;
  b.effect(1, 17, old_side, EffectKind::charge);
  b.effect(1, 17, old_side, EffectKind::void_charge);
  b.effect(1, 17, old_side, EffectKind::charge);
  EXPECT_EQ(b.judge("D2").outcome, Outcome::holds);
}

TEST(OneEffect, RepeatsAndShadowsDoNotCount) {
  HistoryBuilder b;
  b.effect(1, 17, old_side, EffectKind::charge);
  b.effect(1, 17, old_side, EffectKind::charge, 500, simulators::flag_repeat);
  b.effect(1, 17, new_side, EffectKind::charge, 500, simulators::flag_shadow);
  EXPECT_EQ(b.judge("D2").outcome, Outcome::holds);
}

TEST(OneEffect, AuthoriseAndCaptureOnce) {
  HistoryBuilder b;
  b.effect(1, 17, old_side, EffectKind::authorise);
  b.effect(1, 17, old_side, EffectKind::capture);
  EXPECT_EQ(b.judge("D2").outcome, Outcome::holds);
  b.effect(1, 17, new_side, EffectKind::capture);
  EXPECT_THAT(b.judge("D2").because, HasSubstr("got a second capture"));
}

TEST(OneEffect, TwoFulfilmentsOfOneCharge) {
  HistoryBuilder b;
  b.effect(1, 17, new_side, EffectKind::charge);
  const EventId first = b.webhook(1, 17, new_side);
  b.webhook(1, 17, new_side, simulators::flag_repeat);
  EXPECT_EQ(b.judge("D2").outcome, Outcome::holds);
  const EventId second = b.webhook(1, 17, old_side);
  const Verdict verdict = b.judge("D2");
  EXPECT_EQ(verdict.outcome, Outcome::violated);
  EXPECT_THAT(verdict.witness, ElementsAre(first, second));
  EXPECT_THAT(verdict.because, HasSubstr("order 17 was fulfilled a second time"));
}

}  // namespace
}  // namespace rehearse::harness::testing
