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

TEST(GateSoundness, IsNotExercisedWithoutGates) {
  HistoryBuilder b;
  b.truth(orders, 1, 4);
  EXPECT_FALSE(b.judge("V1").exercised);
}

TEST(GateSoundness, ATrueGateHolds) {
  HistoryBuilder b;
  b.in(shadow);
  b.gate(EventKind::gate_met, 50);
  b.truth(orders, 0, 0);
  b.in(cutover);
  b.truth(orders, 1, 0);
  const Verdict verdict = b.judge("V1");
  EXPECT_EQ(verdict.outcome, Outcome::holds);
  EXPECT_TRUE(verdict.exercised);
}

TEST(GateSoundness, PassedAlthoughNotTrue) {
  HistoryBuilder b;
  b.in(shadow);
  const EventId gate = b.gate(EventKind::gate_met, 50);
  const EventId truth = b.truth(orders, 0, 2, 17);
  const Verdict verdict = b.judge("V1");
  EXPECT_EQ(verdict.outcome, Outcome::violated);
  EXPECT_EQ(verdict.because,
            "In shadow, the gate of shadow on orders.shadow_mismatch was met at 0.001 s, but at "
            "that moment 2 records differed between the two sides with nothing under way to mend "
            "it, such as order 17");
  EXPECT_THAT(verdict.witness, ElementsAre(gate, truth));
  EXPECT_EQ(verdict.subject, "orders.shadow_mismatch");
  EXPECT_EQ(verdict.phase, shadow);
}

TEST(GateSoundness, ACountOfTheBackfillClaimsNothingWhileItPasses) {
  HistoryBuilder b;
  b.in(backfill);
  b.gate(EventKind::gate_met, -1);
  b.truth(orders, 0, 2, 17);
  EXPECT_EQ(b.judge("V1").outcome, Outcome::holds);
}

TEST(GateSoundness, NoLongerTrueWhenUsed) {
  HistoryBuilder b;
  b.in(backfill);
  b.gate(EventKind::gate_met, -1);
  b.truth(orders, 0, 0);
  b.in(cutover);
  b.truth(orders, 1, 1, 17);
  const Verdict verdict = b.judge("V1");
  EXPECT_EQ(verdict.outcome, Outcome::violated);
  EXPECT_THAT(verdict.because, HasSubstr("when authority moved at 0.003 s 1 record differed"));
  EXPECT_EQ(verdict.lost, "a gate still true when used");
}

TEST(GateSoundness, TheTruthMayBeRecordedJustBeforeTheGate) {
  HistoryBuilder b;
  b.in(shadow);
  b.truth(orders, 0, 2, 17);
  b.wait(0).gate(EventKind::gate_met, 50);
  EXPECT_EQ(b.judge("V1").outcome, Outcome::violated);
}

TEST(GateSoundness, ATolerantGateIsContradictedByMore) {
  HistoryBuilder b;
  b.plan.phases[shadow].gate->when[0].value = 2;
  b.in(shadow);
  b.gate(EventKind::gate_met, 50);
  b.truth(orders, 0, 2, 17);
  EXPECT_EQ(b.judge("V1").outcome, Outcome::holds);
  b.plan.phases[shadow].gate->when[0].value = 1;
  EXPECT_EQ(b.judge("V1").outcome, Outcome::violated);
}

TEST(GateSoundness, OtherTracksAreNotItsConcern) {
  HistoryBuilder b;
  b.in(shadow);
  b.gate(EventKind::gate_met, 50);
  b.truth(catalog, 1, 9);
  EXPECT_EQ(b.judge("V1").outcome, Outcome::holds);
}

TEST(GateSoundness, AFailedConditionMustNotPass) {
  HistoryBuilder b;
  b.in(shadow);
  b.gate(EventKind::gate_wait, 0);
  b.gate_sample(0, 3, 50, simulators::flag_failed);
  b.gate(EventKind::gate_met, 50);
  EXPECT_EQ(b.judge("V1").because,
            "In shadow, the gate passed at 0.003 s although orders.shadow_mismatch had just been "
            "measured as 3 and had failed");
}

}  // namespace
}  // namespace rehearse::harness::testing
