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

void succeed(HistoryBuilder& b, OperationId from, OperationId to) {
  for (OperationId id = from; id <= to; ++id) {
    b.invoke(id, browse);
    b.ok(id);
  }
}

EventId fail(HistoryBuilder& b, OperationId id, simulators::Outcome outcome) {
  b.invoke(id, checkout);
  return b.finish(id, outcome, FailureReason::timeout);
}

TEST(Availability, HoldsWhenEverythingSucceeds) {
  HistoryBuilder b;
  succeed(b, 1, 20);
  const Verdict verdict = b.judge("A1");
  EXPECT_EQ(verdict.outcome, Outcome::holds);
  EXPECT_TRUE(verdict.exercised);
  EXPECT_EQ(verdict.measured, 0);
  EXPECT_EQ(verdict.bound, 100);
  EXPECT_EQ(verdict.unit, "per million");
}

TEST(Availability, IsNotExercisedWithoutTraffic) {
  EXPECT_FALSE(HistoryBuilder{}.judge("A1").exercised);
}

TEST(Availability, OneFailureAmongFewIsTooMany) {
  HistoryBuilder b;
  b.in(cutover);
  succeed(b, 1, 10);
  const EventId finish = fail(b, 11, simulators::Outcome::info);
  succeed(b, 12, 20);
  const Verdict verdict = b.judge("A1");
  EXPECT_EQ(verdict.outcome, Outcome::violated);
  EXPECT_EQ(verdict.because,
            "In cutover, 1 of 20 operations in all had no success (the objective allows none); the "
            "first was checkout (operation 11) of client 3, begun at 0.021 s: no answer in time");
  EXPECT_THAT(verdict.witness, ElementsAre(finish - 1, finish));
  EXPECT_EQ(verdict.phase, cutover);
  EXPECT_EQ(verdict.lost, "availability");
  EXPECT_EQ(verdict.measured, 50'000);
}

TEST(Availability, RefusalIsAnAnswer) {
  HistoryBuilder b;
  succeed(b, 1, 10);
  fail(b, 11, simulators::Outcome::refused);
  EXPECT_EQ(b.judge("A1").outcome, Outcome::holds);
}

TEST(Availability, NoAnswerIsAFailure) {
  HistoryBuilder b;
  succeed(b, 1, 10);
  b.invoke(11, checkout);
  const Verdict verdict = b.judge("A1");
  EXPECT_EQ(verdict.outcome, Outcome::violated);
  EXPECT_THAT(verdict.because, HasSubstr("no answer at all"));
}

TEST(Availability, AllowsWhatTheObjectiveAllows) {
  HistoryBuilder b;
  b.scenario.objectives.availability_per_million = 900'000;
  succeed(b, 1, 18);
  fail(b, 19, simulators::Outcome::fail);
  fail(b, 20, simulators::Outcome::fail);
  const Verdict verdict = b.judge("A1");
  EXPECT_EQ(verdict.outcome, Outcome::holds);
  EXPECT_EQ(verdict.measured, 100'000);
}

TEST(Availability, JudgesEachWindow) {
  HistoryBuilder b;
  b.scenario.objectives.availability_per_million = 900'000;
  b.scenario.objectives.window = std::chrono::milliseconds(10);
  succeed(b, 1, 50);
  fail(b, 51, simulators::Outcome::fail);  // the window has 5 operations: none may fail
  succeed(b, 52, 100);
  const Verdict verdict = b.judge("A1");
  EXPECT_EQ(verdict.outcome, Outcome::violated);
  EXPECT_THAT(verdict.because, HasSubstr("1 of 5 operations within 10 ms"));
}

TEST(Availability, JudgesTheLongestOutage) {
  HistoryBuilder b;
  b.scenario.objectives.availability_per_million = 0;
  b.scenario.objectives.longest_outage = std::chrono::milliseconds(5);
  succeed(b, 1, 5);
  b.wait(50'000);  // nobody asked: no outage
  b.invoke(6, checkout);
  b.wait(9'000).finish(6, simulators::Outcome::fail);
  succeed(b, 7, 7);
  const Verdict verdict = b.judge("A1");
  EXPECT_EQ(verdict.outcome, Outcome::violated);
  EXPECT_EQ(verdict.measured, 11'000);
  EXPECT_EQ(verdict.subject, "outage");
  EXPECT_THAT(verdict.because, HasSubstr("no operation succeeded for 11 ms"));
}

TEST(Availability, AnOutageLastsToTheEndWhenNothingSucceedsAgain) {
  HistoryBuilder b;
  b.scenario.objectives.availability_per_million = 0;
  b.scenario.objectives.longest_outage = std::chrono::milliseconds(5);
  succeed(b, 1, 2);
  fail(b, 3, simulators::Outcome::fail);
  b.wait(9'000).add(EventKind::traffic_end);
  EXPECT_EQ(b.judge("A1").outcome, Outcome::violated);
}

}  // namespace
}  // namespace rehearse::harness::testing
