// The search as a whole: its parts in order, counted once, the same for any number of jobs, and
// told honestly when it is cut short.
#include "harness/explore/search.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <set>
#include <string>
#include <vector>

#include "tests/harness/explore/small_plan.hpp"

namespace rehearse::harness {
namespace {

using ::testing::ElementsAre;
using ::testing::Not;
using ::testing::SizeIs;

struct SearchOfAPlan : ::testing::Test {
  SearchOfAPlan() {
    scenario.explore.single_faults_exhaustive = true;
    scenario.explore.pairs_by_lineage = true;
    scenario.explore.base_runs = 1;
    scenario.explore.most_runs = 60;
    options.runs = 30;
  }
  static std::vector<std::string> names(const Search& search) {
    std::vector<std::string> found;
    for (const SearchPart& part : search.parts()) found.push_back(part.name);
    return found;
  }
  static std::vector<std::uint64_t> hashes(const Search& search) {
    std::vector<std::uint64_t> found;
    for (const Tried& one : search.tried()) found.push_back(one.outcome.hash);
    return found;
  }

  scenarios::Plan plan = testing::small_plan();
  scenarios::Scenario scenario = testing::small_scenario(plan, 12);
  ExploreOptions options;
};

TEST_F(SearchOfAPlan, RunsItsPartsInOrderAndCountsEachRunOnce) {
  Search search(plan, scenario, options);
  search.run_all();
  EXPECT_THAT(names(search),
              ElementsAre("single faults", "rollback sweep", "rollback faults", "pairs", "swarm"));
  std::size_t before = 0;
  std::int64_t planned = 0;
  for (const SearchPart& part : search.parts()) {
    EXPECT_GT(part.runs, 0) << part.name;
    EXPECT_EQ(part.runs, part.planned) << part.name;
    EXPECT_TRUE(part.certifies) << part.name;
    EXPECT_LE(part.distinct, part.runs) << part.name;
    EXPECT_GT(part.distinct, part.runs / 2) << part.name << ": faults that change nothing";
    planned += part.planned;
    if (part.name != "swarm") before += static_cast<std::size_t>(part.runs);
  }
  EXPECT_EQ(search.planned(), planned);
  EXPECT_THAT(search.tried(), SizeIs(static_cast<std::size_t>(planned)));
  EXPECT_EQ(search.swarm_begin(), before);
  for (std::size_t i = 0; i < search.tried().size(); ++i)
    EXPECT_EQ(search.tried()[i].small, i < before) << i;
  EXPECT_FALSE(search.cut_short());
  EXPECT_EQ(search.diverged(), "");
}

TEST_F(SearchOfAPlan, OnlyRunsWhatTheScenarioAsksFor) {
  const auto parts_of = [this] {
    Search search(plan, scenario, options);
    search.run_all();
    return names(search);
  };
  scenario.explore.pairs_by_lineage = false;
  scenario.explore.rollback = scenarios::RollbackSweep::none;
  EXPECT_THAT(parts_of(), ElementsAre("single faults", "swarm"));
  scenario.explore.pairs_by_lineage = true;
  scenario.explore.single_faults_exhaustive = false;
  EXPECT_THAT(parts_of(), ElementsAre("pairs", "swarm"));
  scenario.explore.pairs_by_lineage = false;
  EXPECT_THAT(parts_of(), ElementsAre("swarm"));
}

TEST_F(SearchOfAPlan, IsTheSameForAnyNumberOfJobs) {
  Search one(plan, scenario, options);
  one.run_all();
  ExploreOptions three = options;
  three.jobs = 3;
  Search many(plan, scenario, three);
  many.run_all();
  EXPECT_EQ(hashes(one), hashes(many));
  EXPECT_EQ(one.parts(), many.parts());
}

TEST_F(SearchOfAPlan, StressIsToldAndCountsForNothing) {
  Search calm(plan, scenario, options);
  calm.run_all();
  scenario.explore.stress_runs = 20;
  Search stressed(plan, scenario, options);
  stressed.run_all();
  ASSERT_EQ(names(stressed).back(), "stress");
  const SearchPart& stress = stressed.parts().back();
  EXPECT_FALSE(stress.certifies);
  EXPECT_EQ(stress.runs, 20);
  EXPECT_EQ(stressed.planned(), calm.planned());
  EXPECT_EQ(hashes(stressed), hashes(calm));
}

/// A plan that tolerates nothing is harmed by faults beyond that: stress finds it and says so, and
/// no run that counts does.
TEST_F(SearchOfAPlan, StressGoesBeyondThePlansBudget) {
  plan.tolerates = {};
  scenario.explore = {};
  scenario.explore.stress_runs = 300;
  scenarios::FaultSpec all;
  all.drawn = true;
  all.kinds = {"message", "process"};
  all.rate_per_million = 20'000;
  scenario.faults = {all};
  Search search(plan, scenario, options);
  search.run_all();
  ASSERT_THAT(search.parts(), SizeIs(2));
  EXPECT_EQ(search.parts()[0].violated, 0);
  EXPECT_GT(search.parts()[1].violated, 0);
  EXPECT_THAT(search.parts()[1].violations, Not(::testing::IsEmpty()));
}

TEST_F(SearchOfAPlan, StoppedItSaysHowFarItGot) {
  std::atomic<std::int64_t> done{0};
  options.progress = [&](std::int64_t runs, std::int64_t, std::int64_t) { done = runs; };
  options.stop = [&] { return done >= 20; };
  Search search(plan, scenario, options);
  search.run_all();
  EXPECT_TRUE(search.cut_short());
  EXPECT_THAT(names(search), ElementsAre("single faults", "swarm")) << "later parts are not begun";
  EXPECT_EQ(search.parts()[0].runs, 20);
  EXPECT_EQ(search.parts()[0].planned, 60);
  EXPECT_EQ(search.parts()[1].runs, 0);
  EXPECT_THAT(search.tried(), SizeIs(20));
}

TEST_F(SearchOfAPlan, AnotherSeedSearchesOtherRuns) {
  Search one(plan, scenario, options);
  one.run_all();
  options.seed = 2;
  Search other(plan, scenario, options);
  other.run_all();
  EXPECT_NE(hashes(one), hashes(other));
}

}  // namespace
}  // namespace rehearse::harness
