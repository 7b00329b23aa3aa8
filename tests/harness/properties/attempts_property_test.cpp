/// Windows, stretches and chance against their definitions.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>

#include "harness/properties/attempts.hpp"

namespace rehearse::harness {
namespace {

std::vector<Attempt> some_attempts() {
  std::vector<Attempt> attempts;
  const auto size = *rc::gen::inRange<std::size_t>(0, 30);
  Time time = 0;
  for (OperationIndex i = 0; i < size; ++i) {
    time += *rc::gen::inRange<Time>(0, 6);
    attempts.push_back({time, i, *rc::gen::inRange(0, 3) == 0});
  }
  return attempts;
}

RC_GTEST_PROP(Attempts, TheWorstWindowIsAmongThose, ()) {
  const std::vector<Attempt> attempts = some_attempts();
  const Time window_length = *rc::gen::inRange<Time>(1, 40);
  std::int64_t most = 0;
  if (!attempts.empty()) {
    const Time last = attempts.back().intended + 1 - window_length;
    // One that holds everything is the run as a whole.
    for (Time begin = attempts.front().intended; begin <= last && last > attempts.front().intended;
         ++begin) {
      const auto failed = std::count_if(attempts.begin(), attempts.end(), [&](const Attempt& one) {
        return one.failed && one.intended >= begin && one.intended < begin + window_length;
      });
      most = std::max<std::int64_t>(most, failed);
    }
  }
  std::int64_t found = 0;
  each_window(attempts, window_length, [&](const Window& window) {
    std::int64_t failed = 0;
    RC_ASSERT(window.begin < window.end && window.end <= attempts.size());
    for (std::size_t i = window.begin; i < window.end; ++i) failed += attempts[i].failed ? 1 : 0;
    RC_ASSERT(failed == window.failed);
    RC_ASSERT(attempts[window.end - 1].intended < attempts[window.begin].intended + window_length);
    // RC_ASSERT looks at both sides of "or".
    const bool whole =
        window.end == attempts.size() ||
        attempts[window.end].intended >= attempts[window.begin].intended + window_length;
    RC_ASSERT(whole);
    found = std::max(found, window.failed);
  });
  RC_ASSERT(found == most);
}

RC_GTEST_PROP(Attempts, TheLongestStretchOfFailuresIsFound, ()) {
  const std::vector<Attempt> attempts = some_attempts();
  Time longest = 0;
  for (std::size_t i = 0; i < attempts.size(); ++i)
    for (std::size_t k = i; k < attempts.size() && attempts[k].failed; ++k)
      longest = std::max(longest, attempts[k].intended - attempts[i].intended);
  const Window found = longest_failing(attempts);
  RC_ASSERT(length_of(attempts, found) == longest);
  RC_ASSERT(found.failed == found.operations());
  RC_ASSERT((found.failed == 0) == std::none_of(attempts.begin(), attempts.end(),
                                                [](const auto& one) { return one.failed; }));
}

/// The probability that at least `failed` of `operations` fail.
double tail(std::int64_t failed, std::int64_t operations, double chance) {
  double sum = 0;
  for (std::int64_t k = failed; k <= operations; ++k) {
    const double n = static_cast<double>(operations), m = static_cast<double>(k);
    sum += std::exp(std::lgamma(n + 1) - std::lgamma(m + 1) - std::lgamma(n - m + 1) +
                    m * std::log(chance) + (n - m) * std::log1p(-chance));
  }
  return sum;
}

RC_GTEST_PROP(Surprise, NeverOverstatesWhatChanceDoes, ()) {
  const auto operations = *rc::gen::inRange<std::int64_t>(1, 300);
  const auto failed = *rc::gen::inRange<std::int64_t>(1, operations + 1);
  const auto chance = *rc::gen::inRange<std::int64_t>(1, 999'999);
  const double surprised = surprise(failed, operations, chance);
  RC_ASSERT(surprised >= 0);
  const double likely = tail(failed, operations, static_cast<double>(chance) / 1e6);
  RC_ASSERT(likely <= std::exp(-surprised) * (1 + 1e-6));
  // ... nor understates it by much: the bound is known to be good to a factor of sqrt(8 n s (1 -
  // s)).
  if (surprised > 0)
    RC_ASSERT(std::exp(-surprised) <=
              likely * std::sqrt(8.0 * static_cast<double>(operations)) * 2);
}

TEST(Surprise, OfAllIsTheWholeChance) {
  EXPECT_NEAR(surprise(7, 7, 50'000), 7 * std::log(20.0), 1e-9);
  EXPECT_GT(surprise(7, 7, 50'000), beyond_chance);
  EXPECT_LT(surprise(6, 6, 50'000), beyond_chance);
  EXPECT_EQ(surprise(1, 20, 50'000), 0);
  EXPECT_EQ(surprise(0, 0, 50'000), 0);
  EXPECT_EQ(surprise(5, 5, 1'000'000), 0);
  EXPECT_LT(surprise(1, 1, 0), beyond_chance) << "that is for the objective itself to say";
}

}  // namespace
}  // namespace rehearse::harness
