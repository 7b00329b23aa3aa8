// What threads may change: nothing. Run under ThreadSanitizer as well (preset tsan).
#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

#include "harness/explore/explore.hpp"
#include "harness/explore/parallel.hpp"
#include "tests/harness/explore/small_plan.hpp"

namespace rehearse::harness {
namespace {

bool never_stop() { return false; }

class ParallelForEachIndex : public ::testing::TestWithParam<int> {};

TEST_P(ParallelForEachIndex, VisitsEveryIndexOnce) {
  constexpr std::int64_t count = 1'000;
  std::vector<std::atomic<int>> visits(count);
  const auto make_worker = [&] {
    return [&](std::int64_t index) { ++visits[static_cast<std::size_t>(index)]; };
  };
  EXPECT_EQ(for_each_index(count, GetParam(), make_worker, never_stop), count);
  for (const std::atomic<int>& times : visits) ASSERT_EQ(times, 1);
}

TEST_P(ParallelForEachIndex, DoesNothingForNoIndices) {
  std::atomic<int> calls{0};
  const auto make_worker = [&] { return [&](std::int64_t) { ++calls; }; };
  EXPECT_EQ(for_each_index(0, GetParam(), make_worker, never_stop), 0);
  EXPECT_EQ(calls, 0);
}

TEST_P(ParallelForEachIndex, MakesOneWorkerPerThreadAndUsesItThere) {
  std::mutex guard;
  std::set<std::thread::id> makers;
  std::atomic<int> strangers{0};
  const auto make_worker = [&] {
    const std::thread::id mine = std::this_thread::get_id();
    const std::lock_guard<std::mutex> lock(guard);
    EXPECT_TRUE(makers.insert(mine).second);
    return [&, mine](std::int64_t) { strangers += mine == std::this_thread::get_id() ? 0 : 1; };
  };
  for_each_index(100, GetParam(), make_worker, never_stop);
  EXPECT_EQ(makers.size(), static_cast<std::size_t>(GetParam()));
  EXPECT_EQ(strangers, 0);
}

TEST_P(ParallelForEachIndex, ThrowsWhatAWorkerThrew) {
  std::atomic<int> calls{0};
  const auto make_worker = [&] {
    return [&](std::int64_t index) {
      ++calls;
      if (index == 7) throw std::runtime_error("at seven");
    };
  };
  try {
    for_each_index(100'000, GetParam(), make_worker, never_stop);
    FAIL() << "nothing was thrown";
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(), "at seven");
  }
  EXPECT_LE(calls, 100'000);
}

TEST_P(ParallelForEachIndex, ThrowsWhatMakingAWorkerThrew) {
  const MakeWorker make_worker = []() -> std::function<void(std::int64_t)> {
    throw std::logic_error("no worker");
  };
  EXPECT_THROW(for_each_index(10, GetParam(), make_worker, never_stop), std::logic_error);
}

TEST_P(ParallelForEachIndex, StopsAndHasDoneTheFirstOnes) {
  constexpr std::int64_t count = 100'000;
  std::vector<std::atomic<int>> visits(count);
  std::atomic<std::int64_t> calls{0};
  const auto make_worker = [&] {
    return [&](std::int64_t index) {
      ++visits[static_cast<std::size_t>(index)];
      ++calls;
    };
  };
  const std::int64_t done =
      for_each_index(count, GetParam(), make_worker, [&] { return calls >= 50; });
  EXPECT_GE(done, 50);
  EXPECT_LT(done, 50 + GetParam());
  EXPECT_EQ(calls, done);
  for (std::int64_t index = 0; index < count; ++index)
    ASSERT_EQ(visits[static_cast<std::size_t>(index)], index < done ? 1 : 0) << index;
}

INSTANTIATE_TEST_SUITE_P(Jobs, ParallelForEachIndex, ::testing::Values(1, 2, 4));

Exploration explored(int jobs, const scenarios::Plan& plan) {
  ExploreOptions options;
  options.runs = 24;
  options.seed = 7;
  options.jobs = jobs;
  return explore(plan, testing::small_scenario(plan, 40), options);
}

void expect_same(const Exploration& one, const Exploration& other) {
  EXPECT_TRUE(one.result == other.result);
  EXPECT_EQ(one.result.histories_digest, other.result.histories_digest);
  EXPECT_EQ(one.diverged, "");
  EXPECT_EQ(other.diverged, "");
  ASSERT_EQ(one.saved.size(), other.saved.size());
  for (std::size_t i = 0; i < one.saved.size(); ++i) {
    EXPECT_EQ(one.saved[i].hash, other.saved[i].hash);
    EXPECT_EQ(one.saved[i].run, other.saved[i].run);
    EXPECT_EQ(one.saved[i].sentence, other.saved[i].sentence);
    EXPECT_EQ(one.saved[i].choices, other.saved[i].choices);
  }
}

TEST(ParallelExplore, OneJobAndTwoGiveTheSameResult) {
  const scenarios::Plan plan = testing::small_plan();
  const Exploration one = explored(1, plan);
  EXPECT_EQ(one.result.runs, 24);
  EXPECT_GT(one.result.operations, 0);
  expect_same(one, explored(2, plan));
}

TEST(ParallelExplore, OneJobAndTwoGiveTheSameCounterexamples) {
  scenarios::Plan plan = testing::small_plan();
  // Backfill and verify are left out: what was there before is never brought over.
  ASSERT_EQ(plan.phases[2].name, "backfill");
  plan.phases.erase(plan.phases.begin() + 2, plan.phases.begin() + 4);
  const Exploration one = explored(1, plan);
  EXPECT_FALSE(one.saved.empty());
  expect_same(one, explored(2, plan));
}

TEST(ParallelExplore, TellsProgressOneCallAtATime) {
  const scenarios::Plan plan = testing::small_plan();
  ExploreOptions options;
  options.runs = 12;
  options.jobs = 2;
  std::vector<std::int64_t> told;  // not guarded: ThreadSanitizer watches
  options.progress = [&](std::int64_t done, std::int64_t, std::int64_t) { told.push_back(done); };
  explore(plan, testing::small_scenario(plan, 10), options);
  ASSERT_EQ(told.size(), 12U);
  for (std::size_t i = 0; i < told.size(); ++i) {
    EXPECT_EQ(told[i], static_cast<std::int64_t>(i) + 1);
  }
}

}  // namespace
}  // namespace rehearse::harness
