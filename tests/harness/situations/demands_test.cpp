// What must have happened, and what becomes of a certificate when it did not.
#include "harness/situations/demands.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "harness/explore/explore.hpp"
#include "scenarios/fault_kinds.hpp"
#include "tests/harness/explore/small_plan.hpp"

namespace rehearse::harness {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Demands : public ::testing::Test {
 protected:
  Demands() : plan_(testing::small_plan()), scenario_(testing::small_scenario(plan_, 10)) {}

  /// `count` runs of that course, in which faults of the kinds could strike.
  void runs(int count, Course course, std::uint16_t phase = 0,
            const std::vector<std::size_t>& planned = {}) {
    Tried tried;
    RunOutcome& run = tried.outcome;
    run.shape.course = course;
    run.shape.at.phase = phase;
    run.planned.assign(scenarios::fault_kinds().size(), false);
    for (const std::size_t kind : planned) run.planned[kind] = true;
    tried_.insert(tried_.end(), static_cast<std::size_t>(count), tried);
  }
  SituationResult of(const std::string& id) {
    ScenarioResult result;
    add_situations(plan_, scenario_, tried_, result);
    const auto found = std::find_if(result.situations.begin(), result.situations.end(),
                                    [&](const auto& one) { return one.id == id; });
    if (found == result.situations.end()) throw std::logic_error("no situation " + id);
    return *found;
  }
  std::vector<DemandProblem> problems() {
    const simulators::Blueprint blueprint(plan_, scenario_);
    return problems_of_demands(blueprint);
  }

  scenarios::Plan plan_;
  scenarios::Scenario scenario_;
  std::vector<Tried> tried_;
};

TEST_F(Demands, EveryPhaseIsDemanded) {
  runs(1, Course::forward);
  EXPECT_TRUE(of("phase.contract").required);
  EXPECT_FALSE(of("gate_failed.verify").required);
}

TEST_F(Demands, ARollbackIsDemandedWhereARunWasToTakeIt) {
  runs(1, Course::forward);
  EXPECT_FALSE(of("rollback.expand").required);
  runs(1, Course::rollback, 0);
  EXPECT_TRUE(of("rollback.expand").required);
  EXPECT_FALSE(of("rollback.dual").required);
}

TEST_F(Demands, ADrawnFaultIsDemandedOfEnoughRunsInWhichItCouldStrike) {
  runs(static_cast<int>(enough_runs) - 1, Course::forward, 0, {1});
  EXPECT_FALSE(of("fault.reply_lost").required);
  runs(1, Course::hold, 0, {1});
  EXPECT_TRUE(of("fault.reply_lost").required);
  EXPECT_FALSE(of("fault.request_lost").required);
}

TEST_F(Demands, AScheduledFaultIsDemandedOfOneRunToTheEnd) {
  scenarios::FaultSpec exact;
  exact.kinds = {"reply_lost"};
  exact.nth = 3;
  scenario_.faults = {exact};
  runs(50, Course::rollback, 0, {1});
  EXPECT_FALSE(of("fault.reply_lost").required);  // they may have turned before
  runs(1, Course::forward, 0, {1});
  EXPECT_TRUE(of("fault.reply_lost").required);
}

TEST_F(Demands, AScenarioDemandsOfHoweverFewRuns) {
  scenario_.must_happen = {"rollback.*", "gate_failed.verify", "repair_queue_used"};
  runs(1, Course::forward);
  EXPECT_TRUE(of("rollback.dual").required);
  EXPECT_TRUE(of("gate_failed.verify").required);
  EXPECT_TRUE(of("repair_queue_used.orders").required);
  EXPECT_FALSE(of("rollback_midway.dual").required);
  EXPECT_THAT(problems(), IsEmpty());
}

TEST_F(Demands, ADemandThatNothingCanMeetIsAMistake) {
  scenario_.must_happen = {"rolback.dual", "phase.dual", "fault.crash", "rollback.contract"};
  const auto found = problems();
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].index, 0U);
  EXPECT_EQ(found[0].message, "this plan has no situation \"rolback.dual\"");
  EXPECT_EQ(found[0].way_out, "did you mean \"rollback.dual\"?");
  EXPECT_EQ(found[1].index, 2U);
  EXPECT_THAT(found[1].message, HasSubstr("\"fault.crash\" cannot happen under this scenario"));
  EXPECT_THAT(found[1].way_out, HasSubstr("what the plan \"tolerates\""));
  EXPECT_EQ(found[2].index, 3U);
}

TEST_F(Demands, NoFaultIsDemandedThatThePlanHasNothingFor) {
  scenarios::FaultSpec drawn;
  drawn.kinds = {"relay_rewound", "throttled", "key_forgotten", "backfill_rerun",
                 "second_write_lost"};
  drawn.rate_per_million = 10'000;
  scenario_.faults = {drawn};
  for (const std::string& kind : drawn.kinds) scenario_.must_happen.push_back("fault." + kind);
  plan_.tolerates.relay_crashes = plan_.tolerates.backfill_crashes = 1;
  plan_.tolerates.service_errors = plan_.tolerates.forgotten_keys = true;
  const auto found = problems();
  ASSERT_EQ(found.size(), 3U);  // it writes twice and has a backfill, and no stream and no service
  for (std::size_t i = 0; i < found.size(); ++i) {
    EXPECT_EQ(found[i].index, i);
    EXPECT_THAT(found[i].message, HasSubstr("cannot happen under this scenario"));
  }
}

ScenarioResult result_with(const std::string& id, bool required, std::int64_t runs) {
  ScenarioResult result;
  result.name = "a scenario";
  result.runs = result.runs_planned = 10;
  result.operations = 1;
  result.situations = {{id, "it rained", required, true, runs, "clouds"}};
  return result;
}

TEST(Suite, WhatNeverHappenedLeavesThePlanUncertified) {
  Certificate certificate;
  certificate.scenarios = {result_with("rain", true, 0), result_with("rain", false, 0)};
  conclude(certificate);
  EXPECT_EQ(certificate.verdict, CertificateVerdict::inconclusive);
  EXPECT_EQ(certificate.cause,
            "In none of 20 runs it happened that it rained (rain), which must have happened before "
            "anything is certified. It takes: clouds.");
}

TEST(Suite, ScenariosAreLookedAtTogether) {
  Certificate certificate;
  certificate.scenarios = {result_with("rain", true, 0), result_with("rain", false, 3)};
  conclude(certificate);
  EXPECT_EQ(certificate.verdict, CertificateVerdict::certified);
  const auto suite = suite_of(certificate);
  ASSERT_EQ(suite.size(), 1U);
  EXPECT_TRUE(suite[0].required);
  EXPECT_EQ(suite[0].runs, 3);
}

TEST(Suite, ARejectionIsNotMasked) {
  Certificate certificate;
  certificate.scenarios = {result_with("rain", true, 0)};
  PropertyResult violated;
  violated.verdict = "violated";
  violated.because = "Lost.";
  certificate.scenarios[0].properties = {violated};
  conclude(certificate);
  EXPECT_EQ(certificate.verdict, CertificateVerdict::rejected);
  EXPECT_EQ(certificate.cause, "Lost.");
}

TEST(Suite, CountsWhatWasSeenAndWhatWasNot) {
  std::vector<SituationResult> suite(4);
  for (auto& one : suite) one.applicable = true;
  suite[0].runs = 2;
  suite[1].required = true;
  suite[3].applicable = false;
  const SituationTally tally = tally_of(suite);
  EXPECT_EQ(tally.applicable, 3);
  EXPECT_EQ(tally.seen, 1);
  EXPECT_EQ(tally.missing.size(), 1U);
  EXPECT_EQ(tally.never.size(), 1U);
}

Certificate certified(const scenarios::Plan& plan, const scenarios::Scenario& scenario,
                      std::int64_t runs) {
  ExploreOptions options;
  options.runs = runs;
  Certificate certificate;
  certificate.scenarios.push_back(explore(plan, scenario, options).result);
  conclude(certificate);
  return certificate;
}

TEST(Explored, SeesWhatItPromises) {
  const scenarios::Plan plan = testing::small_plan();
  const Certificate certificate = certified(plan, testing::small_scenario(plan, 100), 120);
  EXPECT_EQ(certificate.verdict, CertificateVerdict::certified) << certificate.cause;
  std::int64_t required = 0;
  for (const SituationResult& one : certificate.scenarios[0].situations) {
    required += one.required ? 1 : 0;
    if (one.required) {
      EXPECT_GT(one.runs, 0) << one.id;
    }
    if (one.id == "phase.expand") {
      EXPECT_EQ(one.runs, 120);
    }
    if (one.id == "repair_queue_used.orders") {
      EXPECT_GT(one.runs, 0);
    }
    if (one.id == "old_epoch_refused.orders") {
      EXPECT_GT(one.runs, 0);
    }
    if (one.id == "gate_held_back.backfill") {
      EXPECT_GT(one.runs, 0);
    }
  }
  EXPECT_GE(required, 7 + 6 + 2);  // phases, rollbacks, faults that were drawn
}

TEST(Explored, ADenialIsSeen) {
  scenarios::Plan plan = testing::small_plan();
  for (scenarios::Phase& phase : plan.phases)
    for (scenarios::Step& step : phase.steps)
      if (step.kind == scenarios::StepKind::fence) step.kind = scenarios::StepKind::deny;
  const Certificate certificate = certified(plan, testing::small_scenario(plan, 400), 30);
  for (const SituationResult& one : certificate.scenarios[0].situations)
    if (one.id == "write_denied.orders") {
      EXPECT_GT(one.runs, 0);
    }
}

TEST(Explored, ADemandThatTooFewRunsMeetSaysHowToReachIt) {
  const scenarios::Plan plan = testing::small_plan();
  scenarios::Scenario scenario = testing::small_scenario(plan, 100);
  scenario.must_happen = {"rollback.reads"};
  const Certificate few = certified(plan, scenario, 4);
  EXPECT_EQ(few.verdict, CertificateVerdict::inconclusive);
  EXPECT_THAT(few.cause, HasSubstr("In none of 4 runs it happened that a rollback from phase reads "
                                   "reached its target (rollback.reads)"));
  EXPECT_THAT(few.cause, HasSubstr("more --runs"));
  EXPECT_EQ(certified(plan, scenario, 120).verdict, CertificateVerdict::certified);
  scenario.must_happen.clear();
  EXPECT_EQ(certified(plan, scenario, 4).verdict, CertificateVerdict::certified);
}

TEST(Explored, AScheduledFaultThatNeverStruckIsNotCertified) {
  scenarios::Plan plan = testing::small_plan();
  scenarios::Scenario scenario = testing::small_scenario(plan, 60);
  scenarios::FaultSpec late;
  late.kinds = {"request_lost"};
  late.nth = 1'000'000;
  scenario.faults = {late};
  const Certificate certificate = certified(plan, scenario, 6);
  EXPECT_EQ(certificate.verdict, CertificateVerdict::inconclusive);
  EXPECT_THAT(certificate.cause, HasSubstr("fault request_lost struck (fault.request_lost)"));
}

}  // namespace
}  // namespace rehearse::harness
