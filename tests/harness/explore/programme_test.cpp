// What the search decides to run: which candidates stand for others, that each part does what its
// name says, and that nothing leaves the plan's fault budget.
#include "harness/explore/programme.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "scenarios/fault_kinds.hpp"
#include "tests/harness/explore/small_plan.hpp"

namespace rehearse::harness {
namespace {

using fault_injection::KindIndex;
using fault_injection::KindSet;
using fault_injection::Opportunity;
using simulators::EventKind;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

KindSet set_of(const std::vector<std::string>& names) {
  KindSet kinds = 0;
  for (const std::string& name : names) kinds.set(scenarios::fault_index(name).value());
  return kinds;
}

/// A message as the overlay notes it; what is equal but for the tag is said twice.
Opportunity place(std::uint64_t tag, KindSet kinds) {
  Opportunity made;
  made.message = {3, 4, false, tag};
  made.kinds = kinds;
  made.prefix = 11;
  made.content = 12;
  return made;
}

struct SearchProgramme : ::testing::Test {
  explicit SearchProgramme(scenarios::Plan granted = testing::small_plan())
      : plan(std::move(granted)), scenario(testing::small_scenario(plan, 12)) {
    scenario.explore.base_runs = 2;
  }
  /// Of the last run, the first event of this kind.
  const simulators::Event* first(EventKind kind, std::size_t skip = 0) const {
    for (const simulators::Event& event : rehearsal.history().events)
      if (event.kind == kind && skip-- == 0) return &event;
    return nullptr;
  }
  /// Some of the runs, evenly.
  static std::vector<RunSpec> some(const Part& part, std::size_t most) {
    std::vector<RunSpec> chosen;
    const std::size_t apart = std::max<std::size_t>(1, part.runs.size() / most);
    for (std::size_t i = 0; i < part.runs.size(); i += apart) chosen.push_back(part.runs[i]);
    return chosen;
  }

  scenarios::Plan plan;
  scenarios::Scenario scenario;
  simulators::Blueprint blueprint{plan, scenario};
  Rehearsal rehearsal{blueprint};
};

// ---- candidates ----

struct CandidatesOfAPlan : ::testing::Test {
  scenarios::Plan plan = testing::small_plan();
  Candidates candidates{plan};
  const KindSet lost = set_of({"request_lost"});
};

TEST_F(CandidatesOfAPlan, OfEquivalentOnesTheFirstIsRun) {
  candidates.add({}, {place(1, lost), place(2, lost), place(3, lost)});
  const Part part = candidates.take("some", 100);
  ASSERT_THAT(part.runs, SizeIs(1));
  ASSERT_THAT(part.runs[0].strikes, SizeIs(1));
  EXPECT_EQ(part.runs[0].strikes[0].message.tag, 1U);
  EXPECT_EQ(part.places, 3);
  EXPECT_EQ(part.candidates, 3);
  EXPECT_EQ(part.equivalent, 2);
}

TEST_F(CandidatesOfAPlan, WhatDiffersInAnythingThatCountsIsRun) {
  const std::vector<void (*)(Opportunity&)> differences{
      [](Opportunity& other) { other.prefix = 99; },
      [](Opportunity& other) { other.content = 99; },
      [](Opportunity& other) { other.message.from = 9; },
      [](Opportunity& other) { other.message.to = 9; },
      [](Opportunity& other) { other.message.reply = true; },
      [](Opportunity& other) { other.kinds = set_of({"reply_lost"}); },
  };
  std::vector<Opportunity> places{place(1, lost)};
  for (const auto& differs : differences) {
    places.push_back(place(2, lost));
    differs(places.back());
  }
  candidates.add({}, places);
  EXPECT_THAT(candidates.take("some", 100).runs, SizeIs(1 + differences.size()));
}

TEST_F(CandidatesOfAPlan, TheSamePlaceOnAnotherCourseIsAnother) {
  RunSpec back, later;
  back.shape = {Course::rollback, {2, 0}};
  later.shape = {Course::rollback, {2, 1}};
  for (const RunSpec& base : {RunSpec{}, back, later}) candidates.add(base, {place(1, lost)});
  EXPECT_THAT(candidates.take("some", 100).runs, SizeIs(3));
}

TEST_F(CandidatesOfAPlan, TheSameSecondFaultAfterAnotherFirstIsAnother) {
  RunSpec one, two;
  one.strikes.push_back({});
  two.strikes.push_back({});
  one.strikes[0].message = place(1, lost).message;
  two.strikes[0].message = place(2, lost).message;
  candidates.add(one, {place(7, lost)});
  candidates.add(two, {place(7, lost)});
  EXPECT_THAT(candidates.take("some", 100).runs, SizeIs(2));
}

TEST_F(CandidatesOfAPlan, OnlyTheKindsAskedForAreRun) {
  candidates.add({}, {place(1, set_of({"request_lost", "duplicated"}))}, lost);
  const Part part = candidates.take("some", 100);
  ASSERT_THAT(part.runs, SizeIs(1));
  EXPECT_EQ(part.runs[0].strikes[0].kind, scenarios::fault_index("request_lost"));
}

TEST_F(CandidatesOfAPlan, BeyondTheBoundAreLeftOutEvenly) {
  std::vector<Opportunity> places;
  for (std::uint64_t i = 0; i < 10; ++i) {
    places.push_back(place(i + 1, lost));
    places.back().prefix = i;
  }
  candidates.add({}, places);
  const Part part = candidates.take("some", 4);
  std::vector<std::uint64_t> tags;
  for (const RunSpec& run : part.runs) tags.push_back(run.strikes[0].message.tag);
  EXPECT_THAT(tags, ElementsAre(1, 3, 6, 8));
  EXPECT_EQ(part.left_out, 6);
  EXPECT_EQ(part.candidates, 10);
}

TEST_F(CandidatesOfAPlan, LastAsUsualAndAsLongAsThePlanTolerates) {
  using namespace std::chrono_literals;
  const auto durations = [&](scenarios::Duration longest) {
    plan.tolerates.partition = longest;
    Candidates some(plan);
    some.add({}, {place(1, set_of({"one_way"}))});
    std::vector<scenarios::Duration> found;
    for (const RunSpec& run : some.take("some", 100).runs) found.push_back(run.strikes[0].duration);
    return found;
  };
  EXPECT_THAT(durations(2s), ElementsAre(300ms, 2s));
  EXPECT_THAT(durations(300ms), ElementsAre(300ms));
  EXPECT_THAT(durations(100ms), ElementsAre(100ms)) << "never longer than tolerated";
}

// ---- the small scenario ----

TEST(SmallScenario, HasFewerOperationsOverTheSameTime) {
  const scenarios::Plan plan = testing::small_plan();
  scenarios::Scenario scenario = testing::small_scenario(plan, 6'000);
  scenario.traffic.arrivals.per_million_seconds = 400'000'000;
  scenario.traffic.mix = {{"place", 90}, {"look", 10}};
  const scenarios::Scenario small = small_scenario(scenario);
  EXPECT_EQ(small.traffic.operations, 60);
  EXPECT_EQ(small.traffic.arrivals.per_million_seconds, 4'000'000);
  for (const auto& [operation, weight] : small.traffic.mix)
    EXPECT_EQ(weight, 1) << operation << ": the rare operations count as much as the common ones";
}

TEST(SmallScenario, LeavesASmallOneAsItIs) {
  const scenarios::Plan plan = testing::small_plan();
  const scenarios::Scenario scenario = testing::small_scenario(plan, 12);
  const scenarios::Scenario small = small_scenario(scenario);
  EXPECT_EQ(small.traffic.operations, 12);
  EXPECT_EQ(small.traffic.arrivals, scenario.traffic.arrivals);
}

TEST(SmallScenario, NeverStandsStill) {
  const scenarios::Plan plan = testing::small_plan();
  scenarios::Scenario scenario = testing::small_scenario(plan, 1'000'000);
  scenario.traffic.arrivals.per_million_seconds = 10;
  EXPECT_EQ(small_scenario(scenario).traffic.arrivals.per_million_seconds, 1);
}

TEST(SmallScenario, DoesNotAskForWhatHasNoWeight) {
  const scenarios::Plan plan = testing::small_plan();
  scenarios::Scenario scenario = testing::small_scenario(plan, 100);
  scenario.traffic.mix = {{"place", 5}, {"look", 0}};
  for (const auto& [operation, weight] : small_scenario(scenario).traffic.mix)
    EXPECT_EQ(weight, operation == "place" ? 1 : 0);
}

// ---- which kinds ----

TEST_F(SearchProgramme, SearchesEverythingThatThePlanGrantsWhenNothingIsNamed) {
  scenario.faults.clear();
  const KindSet kinds = searched_kinds(plan, scenario);
  const auto all = scenarios::fault_kinds();
  for (std::size_t kind = 0; kind < all.size(); ++kind)
    EXPECT_EQ(kinds.test(kind), all[kind].budget == scenarios::Budget::message_loss &&
                                    scenarios::has_simulation_of_its_own(all[kind]))
        << all[kind].name;
}

TEST_F(SearchProgramme, SearchesWhatIsLeftToItAndGranted) {
  scenarios::FaultSpec left, drawn;
  left.drawn = drawn.drawn = true;
  left.kinds = {"reply_lost", "crash"};  // the plan tolerates no crash
  drawn.kinds = {"request_lost"};
  drawn.rate_per_million = 1000;
  scenario.faults = {left, drawn};
  EXPECT_EQ(searched_kinds(plan, scenario), set_of({"reply_lost"}));
}

TEST_F(SearchProgramme, SearchesTheKindsOfAGroup) {
  plan.tolerates.app_crashes = 1;
  scenarios::FaultSpec left;
  left.drawn = true;
  left.kinds = {"process"};
  scenario.faults = {left};
  const KindSet kinds = searched_kinds(plan, scenario);
  EXPECT_TRUE((kinds & set_of({"crash"})).any());
  EXPECT_TRUE((kinds & set_of({"reply_lost", "pause"})).none());
}

// ---- parts ----

TEST_F(SearchProgramme, BaseRunsGoToTheEndWithoutFaults) {
  const std::vector<RunSpec> bases = base_runs(rehearsal, 1);
  ASSERT_THAT(bases, SizeIs(2));
  EXPECT_NE(bases[0].seed, bases[1].seed);
  for (const RunSpec& base : bases) {
    rehearsal.run(base);
    const simulators::Event* end = first(EventKind::plan_end);
    ASSERT_NE(end, nullptr);
    EXPECT_EQ(static_cast<simulators::PlanEnd>(end->detail), simulators::PlanEnd::completed);
    EXPECT_EQ(first(EventKind::fault_begin), nullptr);
  }
}

TEST_F(SearchProgramme, ASingleFaultStrikesOnceWhereItWasPlaced) {
  const Part part =
      single_faults(rehearsal, base_runs(rehearsal, 1), searched_kinds(plan, scenario));
  EXPECT_GT(part.runs.size(), 200U);
  EXPECT_EQ(part.candidates, static_cast<std::int64_t>(part.runs.size()) + part.equivalent);
  for (const RunSpec& run : some(part, 60)) {
    ASSERT_THAT(run.strikes, SizeIs(1));
    rehearsal.run(run);
    ASSERT_NE(first(EventKind::fault_begin), nullptr);
    EXPECT_EQ(first(EventKind::fault_begin)->detail, run.strikes[0].kind);
  }
}

TEST_F(SearchProgramme, TheRollbackSweepTurnsAtEveryBoundaryOfEveryBase) {
  const std::vector<RunSpec> bases = base_runs(rehearsal, 1);
  const Part steps = rollback_sweep(rehearsal, bases);
  EXPECT_EQ(steps.runs.size(), 2 * rollback_boundaries(plan, true).size());
  for (const RunSpec& run : steps.runs) {
    EXPECT_THAT(run.strikes, IsEmpty());
    rehearsal.run(run);
    EXPECT_NE(first(EventKind::rollback_begin), nullptr) << to_string(run.shape, plan);
  }
}

TEST_F(SearchProgramme, FaultsOfTheWayBackStrikeThere) {
  scenario.explore.base_runs = 1;
  const simulators::Blueprint one(plan, scenario);
  Rehearsal small(one);
  const Part sweep = rollback_sweep(small, base_runs(small, 1));
  const Part part = rollback_faults(small, sweep, set_of({"request_lost"}));
  EXPECT_GT(part.runs.size(), 20U);
  for (const RunSpec& run : some(part, 40)) {
    rehearsal.run(run);
    const simulators::Event* back = first(EventKind::rollback_begin);
    const simulators::Event* fault = first(EventKind::fault_begin);
    ASSERT_TRUE(back != nullptr && fault != nullptr) << to_string(run.shape, plan);
    EXPECT_GE(fault->time, back->time) << to_string(run.shape, plan);
  }
}

TEST_F(SearchProgramme, PairsStrikeWhatMendsTheFirst) {
  const std::vector<RunSpec> bases = base_runs(rehearsal, 1);
  const KindSet lost = set_of({"request_lost"});
  const Part part = lineage_pairs(rehearsal, bases, single_faults(rehearsal, bases, lost), lost);
  ASSERT_THAT(part.runs, Not(IsEmpty()));
  int retries = 0;
  for (const RunSpec& run : some(part, 60)) {
    ASSERT_THAT(run.strikes, SizeIs(2));
    const auto& [first_lost, second_lost] =
        std::tie(run.strikes[0].message, run.strikes[1].message);
    retries += first_lost.from == second_lost.from && first_lost.to == second_lost.to ? 1 : 0;
    rehearsal.run(run);
    const simulators::Event* second = first(EventKind::fault_begin, 1);
    ASSERT_NE(second, nullptr) << "the second fault had no message to lose";
    EXPECT_GT(second->time, first(EventKind::fault_begin)->time);
  }
  EXPECT_GT(retries, 0) << "what mends a lost request is that it is sent again";
}

TEST_F(SearchProgramme, PairsStayWithinTheBudget) {
  plan.tolerates.app_crashes = 1;
  const simulators::Blueprint crashing(plan, scenario);
  Rehearsal small(crashing);
  const std::vector<RunSpec> bases = base_runs(small, 1);
  const KindSet kinds = set_of({"crash", "request_lost"});
  const Part singles = single_faults(small, bases, set_of({"crash"}));
  ASSERT_THAT(singles.runs, Not(IsEmpty()));
  const Part pairs = lineage_pairs(small, bases, singles, kinds);
  const auto crash = scenarios::fault_index("crash");
  std::map<std::size_t, int> second;
  for (const RunSpec& run : pairs.runs) {
    EXPECT_EQ(run.strikes[0].kind, crash);
    ++second[run.strikes[1].kind];
  }
  EXPECT_EQ(second.count(crash.value()), 0U) << "the plan tolerates one crash, not two";
  EXPECT_GT(second[scenarios::fault_index("request_lost").value()], 0);
}

TEST_F(SearchProgramme, APartIsBounded) {
  scenario.explore.most_runs = 25;
  const simulators::Blueprint bounded(plan, scenario);
  Rehearsal small(bounded);
  const Part part = single_faults(small, base_runs(small, 1), searched_kinds(plan, scenario));
  EXPECT_THAT(part.runs, SizeIs(25));
  EXPECT_EQ(part.candidates, 25 + part.equivalent + part.left_out);
  EXPECT_GT(part.left_out, 0);
}

}  // namespace
}  // namespace rehearse::harness
