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

TEST(GateData, IsNotExercisedWithoutSampledGates) {
  HistoryBuilder b;
  b.in(backfill);
  b.gate(EventKind::gate_met, -1);
  const Verdict verdict = b.judge("V2");
  EXPECT_EQ(verdict.outcome, Outcome::holds);
  EXPECT_FALSE(verdict.exercised);
}

TEST(GateData, EnoughSamplesHold) {
  HistoryBuilder b;
  b.in(shadow);
  b.gate_sample(0, 0, 50);
  b.gate(EventKind::gate_met, 50);
  const Verdict verdict = b.judge("V2");
  EXPECT_EQ(verdict.outcome, Outcome::holds);
  EXPECT_TRUE(verdict.exercised);
}

TEST(GateData, NoSampleAtAll) {
  HistoryBuilder b;
  b.in(shadow);
  const EventId gate = b.gate(EventKind::gate_met, 0);
  const Verdict verdict = b.judge("V2");
  EXPECT_EQ(verdict.outcome, Outcome::violated);
  EXPECT_EQ(verdict.because,
            "In shadow, the gate on orders.shadow_mismatch was met without a single sample at "
            "0.001 s");
  EXPECT_THAT(verdict.witness, ElementsAre(gate));
  EXPECT_EQ(verdict.phase, shadow);
}

TEST(GateData, FewerSamplesThanDemanded) {
  HistoryBuilder b;
  b.in(shadow);
  b.gate_sample(0, 0, 3);
  b.gate(EventKind::gate_met, 3);
  EXPECT_THAT(b.judge("V2").because, HasSubstr("was met with 3 samples, too few to decide"));
}

TEST(GateData, ALevelThatIsNotSampledNeedsNoNumber) {
  HistoryBuilder b;
  b.in(shadow);
  b.gate_sample(0, 0, 1);
  b.gate(EventKind::gate_met, -1);
  EXPECT_EQ(b.judge("V2").outcome, Outcome::holds);
}

TEST(GateData, AnInconclusiveConditionMustNotPass) {
  HistoryBuilder b;
  b.in(backfill);
  b.gate_sample(0, 0, 3, simulators::flag_inconclusive);
  b.gate(EventKind::gate_met, 3);
  EXPECT_EQ(b.judge("V2").outcome, Outcome::violated);
}

TEST(GateData, AnOlderSampleOfAnotherGateDoesNotCount) {
  HistoryBuilder b;
  b.in(shadow);
  b.gate_sample(0, 0, 3);
  b.gate(EventKind::gate_inconclusive, 3);
  b.gate(EventKind::gate_wait, 0);
  b.gate_sample(0, 0, 30);
  b.gate(EventKind::gate_met, 30);
  EXPECT_EQ(b.judge("V2").outcome, Outcome::holds);
}

TEST(GateData, GoingOnWithoutDataIsAVerdictWithoutData) {
  HistoryBuilder b;
  b.in(shadow);
  b.gate_sample(0, 0, 3);
  b.gate(EventKind::gate_inconclusive, 3);
  EXPECT_EQ(b.judge("V2").outcome, Outcome::holds);
  b.plan.phases[shadow].gate->inconclusive = scenarios::GateExit::proceed;
  EXPECT_EQ(b.judge("V2").outcome, Outcome::violated);
}

}  // namespace
}  // namespace rehearse::harness::testing
