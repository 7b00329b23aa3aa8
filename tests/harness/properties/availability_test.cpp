#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/properties/verdicts.hpp"
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

// ---- one kind among others ----

/// A lax objective for a busy shop.
HistoryBuilder lax_shop() {
  HistoryBuilder b;
  b.scenario.objectives.availability_per_million = 950'000;
  b.scenario.objectives.window = std::chrono::seconds(10);
  return b;
}

TEST(AvailabilityByKind, ARareKindThatFailsAltogetherIsNotHiddenByTheOthers) {
  HistoryBuilder b = lax_shop();
  succeed(b, 1, 400);
  b.in(cutover);
  for (OperationId id = 401; id <= 410; ++id) fail(b, id, simulators::Outcome::fail);
  succeed(b, 411, 600);
  const Verdict verdict = b.judge("A1");
  EXPECT_EQ(verdict.outcome, Outcome::violated);
  EXPECT_EQ(verdict.subject, "availability of checkout");
  EXPECT_EQ(verdict.because,
            "In cutover, 10 of 10 checkout operations had no success; the objective lets 5% of all "
            "operations fail, and so many of one kind are no chance; the first was checkout "
            "(operation 401) of client 3, begun at 0.801 s: no answer in time");
  EXPECT_EQ(verdict.phase, cutover);
  EXPECT_EQ(verdict.measured, 1'000'000);
  EXPECT_EQ(verdict.bound, 50'000);
  EXPECT_EQ(verdict.witness.size(), 8U);
}

TEST(AvailabilityByKind, AFewFailuresOfARareKindAreChance) {
  HistoryBuilder b = lax_shop();
  succeed(b, 1, 400);
  for (OperationId id = 401; id <= 404; ++id) fail(b, id, simulators::Outcome::fail);
  succeed(b, 405, 600);
  EXPECT_EQ(b.judge("A1").outcome, Outcome::holds);
}

TEST(AvailabilityByKind, FailuresSpreadOverAllKindsAreTheObjectives) {
  HistoryBuilder b = lax_shop();
  for (OperationId id = 1; id <= 600; ++id) {
    b.invoke(id, id % 3 == 0 ? checkout : browse);
    if (id % 25 < 1) {
      b.finish(id, simulators::Outcome::fail, FailureReason::timeout);
    } else {
      b.ok(id);
    }
  }
  EXPECT_EQ(b.judge("A1").outcome, Outcome::holds);
}

TEST(AvailabilityByKind, FailuresOfTheTwinAreLeftOut) {
  HistoryBuilder b = lax_shop();
  succeed(b, 1, 400);
  std::vector<OperationId> excused;
  for (OperationId id = 401; id <= 410; ++id) {
    fail(b, id, simulators::Outcome::fail);
    excused.push_back(id);
  }
  Facts facts(b.plan, b.scenario);
  facts.rebuild(b.history, excused);
  EXPECT_EQ(judge_availability(facts).outcome, Outcome::holds);
}

TEST(AvailabilityByKind, JudgesEachWindow) {
  HistoryBuilder b = lax_shop();
  b.scenario.objectives.window = std::chrono::seconds(1);
  const auto both = [&b](OperationId from, OperationId to, bool failing) {
    for (OperationId id = from; id <= to; ++id) {
      b.invoke(id, id % 2 == 0 ? checkout : browse);
      failing&& id % 2 == 0 ? b.finish(id, simulators::Outcome::fail) : b.ok(id);
    }
  };
  both(1, 2'000, false);
  both(2'001, 2'030, true);  // 15 of some 250 checkouts within a second, of 2 500 in all
  both(2'031, 5'000, false);
  b.scenario.objectives.availability_per_million = 960'000;
  EXPECT_EQ(b.judge("A1").outcome, Outcome::holds);
  b.scenario.objectives.availability_per_million = 995'000;
  b.scenario.objectives.window = std::chrono::milliseconds(3'100);
  // Of all operations 15 of 1 550 fail then, too.
  EXPECT_EQ(b.judge("A1").subject, "availability");
}

TEST(AvailabilityByKind, AnOutageOfAKindHasItsBound) {
  HistoryBuilder b = lax_shop();
  const auto outage = [&b](OperationId from, OperationId to) {
    for (OperationId id = from; id <= to; ++id) {
      succeed(b, id * 1'000, id * 1'000 + 40);
      fail(b, id, simulators::Outcome::fail);
    }
  };
  for (OperationId id = 500; id < 700; ++id) {
    b.invoke(id, checkout);
    b.ok(id);
  }
  outage(1, 8);
  succeed(b, 20'000, 20'040);
  EXPECT_EQ(b.judge("A1").outcome, Outcome::holds) << "no bound is stated";
  b.scenario.objectives.longest_outage = std::chrono::milliseconds(300);
  const Verdict verdict = b.judge("A1");
  EXPECT_EQ(verdict.outcome, Outcome::violated);
  EXPECT_THAT(verdict.because, HasSubstr("8 checkout operations in a row, over 588 ms, had no"));
  b.scenario.objectives.longest_outage = std::chrono::milliseconds(600);
  EXPECT_EQ(b.judge("A1").outcome, Outcome::holds);
}

}  // namespace
}  // namespace rehearse::harness::testing
