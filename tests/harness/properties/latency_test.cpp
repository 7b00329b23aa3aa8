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

TEST(Latency, IsNotExercisedWithoutObjective) {
  HistoryBuilder b;
  b.invoke(1, browse);
  b.ok(1);
  EXPECT_FALSE(b.judge("A2").exercised);
}

TEST(Latency, JudgesThePercentileFromTheIntendedStart) {
  HistoryBuilder b;
  b.scenario.objectives.p99 = std::chrono::milliseconds(3);
  b.in(canary);
  const EventId invoke = b.invoke(1, browse);
  b.history.events[invoke].extra -= 4'000;  // it had to queue
  const EventId finish = b.ok(1);
  const Verdict verdict = b.judge("A2");
  EXPECT_EQ(verdict.outcome, Outcome::violated);
  EXPECT_EQ(verdict.measured, 5'000);
  EXPECT_EQ(verdict.bound, 3'000);
  EXPECT_THAT(verdict.witness, ElementsAre(invoke, finish));
  EXPECT_EQ(verdict.because,
            "In canary, browse (operation 1) of client 3 took 5 ms; the 99th percentile of 1 "
            "operation is 5 ms, and the objective 3 ms");
}

TEST(Latency, OneSlowOperationInTwoHundredIsAllowed) {
  HistoryBuilder b;
  b.scenario.objectives.p99 = std::chrono::milliseconds(3);
  for (OperationId id = 1; id <= 200; ++id) {
    b.invoke(id, browse);
    if (id == 7) b.wait(90'000);
    b.ok(id);
  }
  const Verdict verdict = b.judge("A2");
  EXPECT_EQ(verdict.outcome, Outcome::holds);
  EXPECT_TRUE(verdict.exercised);
  EXPECT_EQ(verdict.measured, 1'000);
}

void before_cutover(HistoryBuilder& b) {
  for (OperationId id = 1; id <= 10; ++id) {
    b.invoke(id, browse);
    b.wait(5'000).ok(id);
  }
  b.phase_begin(cutover);
}

TEST(Latency, BlockedTimeWithinTheBudgetHolds) {
  HistoryBuilder b;
  before_cutover(b);
  b.invoke(11, browse);
  b.invoke(12, browse, 4);
  b.wait(190'000).ok(11);
  b.ok(12);
  b.add(EventKind::phase_end);
  const Verdict verdict = b.judge("A2");
  EXPECT_EQ(verdict.outcome, Outcome::holds);
  EXPECT_TRUE(verdict.exercised);
}

TEST(Latency, BlockedTimeBeyondTheBudgetIsViolated) {
  HistoryBuilder b;
  before_cutover(b);
  const EventId invoke = b.invoke(11, browse);
  b.invoke(12, browse, 4);
  b.wait(230'000).finish(12, simulators::Outcome::fail);  // a failure is no end of the blockade
  const EventId finish = b.ok(11);
  b.add(EventKind::phase_end);
  const Verdict verdict = b.judge("A2");
  EXPECT_EQ(verdict.outcome, Outcome::violated);
  EXPECT_EQ(verdict.measured, 232'000);
  EXPECT_EQ(verdict.bound, 208'800);
  EXPECT_THAT(verdict.witness, ElementsAre(invoke - 1, invoke, finish));
  EXPECT_EQ(verdict.because,
            "In cutover, clients waited for browse and none succeeded for 232 ms, from 0.062 s to "
            "0.294 s; the phase may block them for 200 ms beyond the 8.8 ms that an operation "
            "usually takes");
}

/// Nothing has ended yet that could tell what an operation usually takes.
TEST(Latency, WhatAnOperationTakesUnhinderedIsNoBlockedTime) {
  HistoryBuilder b;
  b.plan.phases[expand].unavailable_budget = scenarios::Duration{0};
  b.phase_begin(expand);
  b.invoke(1, browse);
  b.wait(8'000).ok(1);
  Verdict verdict = b.judge("A2");
  EXPECT_EQ(verdict.outcome, Outcome::holds) << verdict.because;
  EXPECT_TRUE(verdict.exercised);
  b.invoke(2, browse);
  b.wait(9'000).ok(2);
  verdict = b.judge("A2");
  EXPECT_EQ(verdict.outcome, Outcome::violated);
  EXPECT_EQ(verdict.measured, 9'000);
  EXPECT_EQ(verdict.bound, 8'800) << "four exchanges of two messages and the work of a store";
}

TEST(Latency, WhoIsExcusedIsNotBlocked) {
  HistoryBuilder b;
  before_cutover(b);
  b.invoke(11, browse);
  b.invoke(12, browse, 4);
  b.wait(230'000).ok(12);
  b.ok(11);
  b.add(EventKind::phase_end);
  EXPECT_EQ(b.judge("A2").outcome, Outcome::violated);
  EXPECT_EQ(b.judge("A2", {12}).outcome, Outcome::violated) << "11 waits as long";
  EXPECT_EQ(b.judge("A2", {11, 12}).outcome, Outcome::holds);
}

TEST(Latency, WaitingThatOutlivesThePhaseCounts) {
  HistoryBuilder b;
  before_cutover(b);
  b.invoke(11, browse);
  b.add(EventKind::phase_end);
  b.wait(300'000).ok(11);
  EXPECT_EQ(b.judge("A2").outcome, Outcome::violated);
}

/// A fence stops those who write; that others read on is no comfort to them.
TEST(Latency, WhoSucceedsWithSomethingElseDoesNotEndTheBlockade) {
  HistoryBuilder b;
  before_cutover(b);
  b.invoke(11, checkout);
  for (OperationId id = 12; id < 42; ++id) {
    b.invoke(id, browse, 4);
    b.wait(10'000).ok(id);
  }
  b.ok(11);
  b.add(EventKind::phase_end);
  const Verdict verdict = b.judge("A2");
  EXPECT_EQ(verdict.outcome, Outcome::violated);
  EXPECT_THAT(verdict.because, HasSubstr("clients waited for checkout and none succeeded"));
}

TEST(Latency, IdleTimeIsNotBlockedTime) {
  HistoryBuilder b;
  before_cutover(b);
  b.wait(900'000).invoke(11, browse);
  b.ok(11);
  b.add(EventKind::phase_end);
  EXPECT_EQ(b.judge("A2").outcome, Outcome::holds);
}

}  // namespace
}  // namespace rehearse::harness::testing
