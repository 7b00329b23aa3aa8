#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "harness/explore/delta_debugging.hpp"

namespace rehearse::harness {
namespace {

TEST(DeltaDebugging, FindsThePairAmongAThousandInFewTries) {
  std::vector<int> items(1'000);
  std::iota(items.begin(), items.end(), 0);
  int tries = 0;
  const auto holds = [&tries](const std::vector<int>& rest) {
    ++tries;
    return std::count(rest.begin(), rest.end(), 17) + std::count(rest.begin(), rest.end(), 803) ==
           2;
  };
  EXPECT_EQ(fewest(items, holds), (std::vector<int>{17, 803}));
  EXPECT_LT(tries, 100);
}

TEST(DeltaDebugging, LeavesNothingWhereNothingIsNeeded) {
  EXPECT_TRUE(fewest(std::vector<int>{1, 2, 3}, [](const auto&) { return true; }).empty());
}

/// Sets of items, each of which is enough: what is left is one of them, in order.
RC_GTEST_PROP(DeltaDebugging, EndsWithWhatCannotBeLeftOut, ()) {
  const int count = *rc::gen::inRange(1, 40);
  std::vector<std::set<int>> need(static_cast<std::size_t>(*rc::gen::inRange(1, 5)));
  for (std::set<int>& all : need) {
    const int size = *rc::gen::inRange(0, 6);
    for (int i = 0; i < size; ++i) all.insert(*rc::gen::inRange(0, count));
  }
  const auto holds = [&need](const std::vector<int>& rest) {
    return std::any_of(need.begin(), need.end(), [&rest](const std::set<int>& all) {
      return std::includes(rest.begin(), rest.end(), all.begin(), all.end());
    });
  };
  std::vector<int> items(static_cast<std::size_t>(count));
  std::iota(items.begin(), items.end(), 0);
  const std::vector<int> left = fewest(items, holds);
  RC_ASSERT(holds(left));
  for (std::size_t i = 0; i < left.size(); ++i) {
    std::vector<int> without = left;
    without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
    RC_ASSERT(!holds(without));
  }
}

}  // namespace
}  // namespace rehearse::harness
