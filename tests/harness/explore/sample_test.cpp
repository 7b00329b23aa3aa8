#include "harness/explore/sample.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "harness/explore/explore.hpp"
#include "scenarios/fault_kinds.hpp"
#include "tests/harness/explore/small_plan.hpp"

namespace rehearse::harness {
namespace {

using ::testing::HasSubstr;

Exploration explored(const scenarios::Plan& plan, const scenarios::Scenario& scenario) {
  ExploreOptions options;
  options.runs = 12;
  return explore(plan, scenario, options);
}

const PropertyResult& latency(const Exploration& exploration) {
  const auto& all = exploration.result.properties;
  return *std::find_if(all.begin(), all.end(), [](const auto& one) { return one.id == "A2"; });
}

TEST(Sample, HasTheHistoryThatTheCertificateShows) {
  const scenarios::Plan plan = testing::small_plan();
  const Exploration exploration = explored(plan, testing::small_scenario(plan, 60));
  const auto& events = exploration.sample.history.events;
  ASSERT_FALSE(events.empty());
  std::int64_t finished = 0, shown = 0;
  for (const auto& event : events) finished += event.kind == simulators::EventKind::finish ? 1 : 0;
  for (const TrafficBucket& bucket : exploration.result.traffic) shown += bucket.operations;
  EXPECT_EQ(shown, finished);
  EXPECT_EQ(exploration.sample.plan, plan.name);
}

TEST(Sample, TellsWhenAProcessWasDown) {
  scenarios::Plan plan = testing::small_plan();
  plan.tolerates.app_crashes = 1;
  scenarios::Scenario scenario = testing::small_scenario(plan, 60);
  scenarios::FaultSpec crash;
  crash.kinds = {"crash"};
  crash.node = "app/1";
  crash.after = scenarios::Duration(20'000);
  crash.restart_after = scenarios::Duration(50'000);
  scenario.faults = {crash};
  const Exploration exploration = explored(plan, scenario);
  ASSERT_EQ(exploration.result.fault_spans.size(), 1U);
  const FaultSpan& span = exploration.result.fault_spans[0];
  EXPECT_EQ(span.kind, "crash");
  EXPECT_EQ(span.where, "app/1");
  EXPECT_EQ(span.end_us - span.begin_us, 50'000);
}

TEST(Control, IsMeasuredForEveryPhaseThatHadTraffic) {
  const scenarios::Plan plan = testing::small_plan();
  const Exploration exploration = explored(plan, testing::small_scenario(plan, 200));
  EXPECT_GT(exploration.result.control_p99_us, 0);
  for (const PhaseResult& phase : exploration.result.phases) {
    if (phase.operations <= 50) continue;
    EXPECT_GT(phase.control_p99_us, 0) << phase.name;
  }
}

TEST(Control, TheObjectiveAgainstItIsJudged) {
  const scenarios::Plan plan = testing::small_plan();
  scenarios::Scenario scenario = testing::small_scenario(plan, 100);
  scenario.objectives.p99.reset();
  scenario.objectives.p99_vs_control_percent = 100'000;
  const Exploration kept = explored(plan, scenario);
  EXPECT_EQ(latency(kept).verdict, "holds");
  EXPECT_GT(latency(kept).exercised, 0);
  scenario.objectives.p99_vs_control_percent = 1;
  const Exploration broken = explored(plan, scenario);
  EXPECT_EQ(latency(broken).verdict, "violated");
  EXPECT_THAT(latency(broken).because, HasSubstr("allows 1 % of that"));
  EXPECT_EQ(latency(broken).counterexample, "");
  Certificate certificate;
  certificate.scenarios.push_back(broken.result);
  conclude(certificate);
  EXPECT_EQ(certificate.verdict, CertificateVerdict::rejected);
}

TEST(Selection, OnlyWhatTheScenarioAsksForIsJudged) {
  const scenarios::Plan plan = testing::small_plan();
  scenarios::Scenario scenario = testing::small_scenario(plan, 60);
  scenario.properties = {"D1", "convergence"};
  const Exploration exploration = explored(plan, scenario);
  ASSERT_EQ(exploration.result.properties.size(), 2U);
  EXPECT_EQ(exploration.result.properties[0].id, "D1");
  EXPECT_EQ(exploration.result.properties[1].name, "convergence");
}

TEST(Selection, WhatMustBeExercisedAndWasNotIsInconclusive) {
  const scenarios::Plan plan = testing::small_plan();
  scenarios::Scenario scenario = testing::small_scenario(plan, 60);
  scenario.must_exercise = {"shadow_isolation"};  // the plan has no shadow traffic
  Certificate certificate;
  certificate.scenarios.push_back(explored(plan, scenario).result);
  conclude(certificate);
  EXPECT_EQ(certificate.verdict, CertificateVerdict::inconclusive);
  EXPECT_THAT(certificate.cause, HasSubstr("exercised I1 shadow_isolation"));
}

}  // namespace
}  // namespace rehearse::harness
