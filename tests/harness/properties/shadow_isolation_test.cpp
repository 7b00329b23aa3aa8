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

using simulators::EffectKind;

scenarios::Stage shadowing() {
  scenarios::Stage stage;
  stage.service.shadow = true;
  return stage;
}

TEST(ShadowIsolation, IsNotExercisedWithoutShadow) {
  HistoryBuilder b;
  b.effect(1, 17, old_side, EffectKind::charge);
  EXPECT_FALSE(b.judge("I1").exercised);
}

TEST(ShadowIsolation, SuppressedShadowHolds) {
  HistoryBuilder b;
  b.publish(payments, shadowing());
  b.effect(1, 17, old_side, EffectKind::charge);
  const Verdict verdict = b.judge("I1");
  EXPECT_EQ(verdict.outcome, Outcome::holds);
  EXPECT_TRUE(verdict.exercised);
}

TEST(ShadowIsolation, AShadowCharge) {
  HistoryBuilder b;
  b.in(shadow);
  b.publish(payments, shadowing());
  const EventId invoke = b.invoke(1, checkout);
  const EventId effect =
      b.effect(1, 17, new_side, EffectKind::charge, 500, simulators::flag_shadow);
  const Verdict verdict = b.judge("I1");
  EXPECT_EQ(verdict.outcome, Outcome::violated);
  EXPECT_EQ(verdict.because,
            "In shadow, shadow traffic of checkout (operation 1) of client 3 made the new payments "
            "service charge 500 for order 17 at 0.005 s");
  EXPECT_THAT(verdict.witness, ElementsAre(invoke, effect));
  EXPECT_EQ(verdict.subject, "payments.new");
}

TEST(ShadowIsolation, AnAnswerFromMemoryIsNoEffect) {
  HistoryBuilder b;
  b.effect(1, 17, new_side, EffectKind::charge, 500,
           simulators::flag_shadow | simulators::flag_repeat);
  EXPECT_EQ(b.judge("I1").outcome, Outcome::holds);
}

}  // namespace
}  // namespace rehearse::harness::testing
