#include "simulators/data/distributions.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <vector>

#include "simulators/data/fixed_point.hpp"

namespace rehearse::simulators {
namespace {

using scenarios::Arrivals;
using scenarios::ArrivalShape;
using scenarios::Duration;
using scenarios::Keys;
using scenarios::KeyShape;
using testing::ElementsAre;

double from_q32(std::int64_t x) { return std::ldexp(static_cast<double>(x), -32); }

TEST(FixedPoint, Log2IsExactAtPowersAndCloseElsewhere) {
  EXPECT_EQ(log2_q32(1), 0);
  for (unsigned i = 0; i < 64; ++i) EXPECT_EQ(log2_q32(std::uint64_t{1} << i), i * q32_one);
  for (std::uint64_t x = 1; x < 1'000'000'000'000; x += x / 3 + 1) {
    const double exact = std::log2(static_cast<double>(x));
    EXPECT_NEAR(from_q32(log2_q32(x)), exact, std::ldexp(1, -31)) << x;
    EXPECT_LE(from_q32(log2_q32(x)), exact + 1e-12) << x;
  }
}

TEST(FixedPoint, Exp2IsExactAtWholesAndCloseElsewhere) {
  for (int i = 0; i < 31; ++i) EXPECT_EQ(exp2_q32(i * q32_one), q32_one << i);
  EXPECT_EQ(exp2_q32(-q32_one), q32_one / 2);
  EXPECT_EQ(exp2_q32(-32 * q32_one), 1);
  EXPECT_EQ(exp2_q32(-34 * q32_one), 0);
  EXPECT_EQ(exp2_q32(-1'000 * q32_one), 0);
  for (std::int64_t x = -20 * q32_one; x < 31 * q32_one; x += q32_one / 7 + 12'345) {
    const double exact = std::exp2(from_q32(x));
    EXPECT_NEAR(from_q32(exp2_q32(x)), exact, exact * 1e-12 + std::ldexp(1, -33)) << x;
  }
}

TEST(FixedPoint, HasTheSameBitsEverywhere) {
  EXPECT_EQ(log2_q32(3), 6'807'362'105);
  EXPECT_EQ(log2_q32(1'000'003), 85'605'453'752);
  EXPECT_EQ(log2_q32(~std::uint64_t{0}), 274'877'906'943);
  EXPECT_EQ(exp2_q32(q32_one / 2), 6'074'001'000);
  EXPECT_EQ(exp2_q32(30 * q32_one + 12'345'678), 4'620'883'586'196'584'569);
  EXPECT_EQ(exp2_q32(-5'000'000'000), 1'916'526'475);
}

std::vector<int> histogram(const Keys& keys, int count, int draws) {
  const KeyDistribution distribution(keys, count);
  RandomChoices choices(11);
  std::vector<int> seen(static_cast<std::size_t>(count));
  for (int i = 0; i < draws; ++i) {
    const Site site{SiteKind::key, 0, 0, 0, static_cast<std::uint64_t>(i)};
    ++seen.at(static_cast<std::size_t>(distribution.draw(choices, site)));
  }
  return seen;
}

std::vector<std::int64_t> first_draws(const Keys& keys, std::int64_t count) {
  const KeyDistribution distribution(keys, count);
  RandomChoices choices(1);
  std::vector<std::int64_t> draws;
  for (std::uint64_t n = 1; n <= 8; ++n)
    draws.push_back(distribution.draw(choices, {SiteKind::key, 0, 0, 0, n}));
  return draws;
}

TEST(KeyDistribution, UniformTreatsAllKeysAlike) {
  for (const int seen : histogram({.shape = KeyShape::uniform}, 50, 50'000))
    EXPECT_NEAR(seen, 1'000, 150);
}

TEST(KeyDistribution, ZipfFallsWithTheRank) {
  const auto seen = histogram({.shape = KeyShape::zipf, .zipf_hundredths = 100}, 100, 100'000);
  double harmonic = 0;
  for (int rank = 1; rank <= 100; ++rank) harmonic += 1.0 / rank;
  for (const int rank : {1, 2, 3, 10, 50, 100}) {
    const double expected = 100'000 / harmonic / rank;
    EXPECT_NEAR(seen[static_cast<std::size_t>(rank - 1)], expected, 5 * std::sqrt(expected));
  }
}

TEST(KeyDistribution, ZipfOfZeroIsUniformAndASteepOneStillReachesAll) {
  for (const int seen : histogram({.shape = KeyShape::zipf, .zipf_hundredths = 0}, 50, 50'000))
    EXPECT_NEAR(seen, 1'000, 150);
  const KeyDistribution steep({.shape = KeyShape::zipf, .zipf_hundredths = 1'000}, 1'000);
  struct Last final : Choices {
    std::uint64_t pick(const Site&, std::uint64_t n) override { return n - 1; }
  } last;
  EXPECT_EQ(steep.draw(last, {}), 999);
}

TEST(KeyDistribution, HotSetGetsItsShare) {
  const auto seen =
      histogram({.shape = KeyShape::hot_set, .hot_keys = 3, .hot_percent = 80}, 100, 100'000);
  for (std::size_t key = 0; key < 3; ++key) EXPECT_NEAR(seen[key], 26'667, 800);
  for (std::size_t key = 3; key < 100; ++key) EXPECT_NEAR(seen[key], 206, 75);
}

TEST(KeyDistribution, HotSetHasItsEdges) {
  const Keys all_hot{.shape = KeyShape::hot_set, .hot_keys = 10, .hot_percent = 80};
  for (const int seen : histogram(all_hot, 10, 10'000)) EXPECT_NEAR(seen, 1'000, 150);
  const Keys only_hot{.shape = KeyShape::hot_set, .hot_keys = 1, .hot_percent = 100};
  EXPECT_EQ(histogram(only_hot, 10, 100)[0], 100);
  const Keys never_hot{.shape = KeyShape::hot_set, .hot_keys = 1, .hot_percent = 0};
  EXPECT_EQ(histogram(never_hot, 10, 100)[0], 0);
}

TEST(KeyDistribution, OfOneKeyAlwaysDrawsIt) {
  for (const KeyShape shape : {KeyShape::uniform, KeyShape::zipf, KeyShape::hot_set})
    EXPECT_EQ(histogram({.shape = shape}, 1, 10)[0], 10);
}

TEST(KeyDistribution, DrawsTheSameEverywhere) {
  EXPECT_THAT(first_draws({.shape = KeyShape::uniform}, 1'000),
              ElementsAre(440, 243, 777, 793, 432, 590, 166, 446));
  EXPECT_THAT(first_draws({.shape = KeyShape::zipf, .zipf_hundredths = 110}, 1'000),
              ElementsAre(7, 1, 108, 126, 6, 22, 0, 7));
  EXPECT_THAT(first_draws({.shape = KeyShape::hot_set, .hot_keys = 3}, 1'000),
              ElementsAre(2, 0, 1, 0, 2, 0, 1, 2));
}

std::vector<Time> gaps(const Arrivals& arrivals, std::uint64_t count) {
  const ArrivalProcess process(arrivals);
  RandomChoices choices(1);
  std::vector<Time> all;
  for (std::uint64_t n = 1; n <= count; ++n) all.push_back(process.gap(choices, n));
  return all;
}

Time sum(const std::vector<Time>& all) {
  Time total = 0;
  for (const Time gap : all) total += gap;
  return total;
}

TEST(ArrivalProcess, ConstantRateIsExactInTheSum) {
  Arrivals thirds{.per_million_seconds = 3'000'000, .shape = ArrivalShape::constant};
  EXPECT_THAT(gaps(thirds, 3), ElementsAre(333'333, 333'333, 333'334));
  EXPECT_EQ(sum(gaps(thirds, 3'000)), 1'000'000'000);
  thirds.per_million_seconds = 1;
  EXPECT_THAT(gaps(thirds, 1), ElementsAre(1'000'000'000'000));
}

TEST(ArrivalProcess, ConstantRateMakesNoChoice) {
  ReplayChoices choices({});
  const ArrivalProcess process({.per_million_seconds = 1'000, .shape = ArrivalShape::constant});
  process.gap(choices, 1);
  EXPECT_EQ(choices.unknown(), 0U);
}

TEST(ArrivalProcess, PoissonIsExponential) {
  const auto all = gaps({.per_million_seconds = 400'000'000}, 100'000);  // mean 2 500 us
  EXPECT_NEAR(static_cast<double>(sum(all)) / 100'000, 2'500, 25);
  double squares = 0;
  int longer = 0;
  for (const Time gap : all) {
    ASSERT_GE(gap, 0);
    squares += static_cast<double>(gap - 2'500) * static_cast<double>(gap - 2'500);
    longer += gap > 5'000 ? 1 : 0;
  }
  EXPECT_NEAR(std::sqrt(squares / 100'000), 2'500, 50);  // its deviation is its mean
  EXPECT_NEAR(longer, 13'534, 400);                      // e^-2 of them
}

TEST(ArrivalProcess, BurstsKeepTogetherAndKeepTheMean) {
  const auto all = gaps({.per_million_seconds = 400'000'000,
                         .shape = ArrivalShape::burst,
                         .burst_size = 10,
                         .burst_spread = Duration{5'000}},
                        50'000);
  EXPECT_NEAR(static_cast<double>(sum(all)) / 50'000, 2'500, 10);
  std::set<Time> pauses;
  for (std::size_t first = 0; first < all.size(); first += 10) {
    pauses.insert(all[first]);
    Time within = 0;
    for (std::size_t i = first + 1; i < first + 10; ++i) within += all[i];
    ASSERT_LE(within, 5'000);
  }
  EXPECT_THAT(pauses, ElementsAre(22'503));  // 25 000 less the mean of nine gaps of 0..555
}

TEST(ArrivalProcess, BurstsWiderThanTheirPeriodStillKeepTheMean) {
  const auto all = gaps({.per_million_seconds = 1'000'000'000,
                         .shape = ArrivalShape::burst,
                         .burst_size = 4,
                         .burst_spread = Duration{1'000'000}},
                        40'000);
  EXPECT_NEAR(static_cast<double>(sum(all)) / 40'000, 1'000, 10);
}

TEST(ArrivalProcess, BurstOfOneIsConstant) {
  EXPECT_THAT(
      gaps({.per_million_seconds = 1'000'000, .shape = ArrivalShape::burst, .burst_size = 1}, 2),
      ElementsAre(1'000'000, 1'000'000));
}

TEST(ArrivalProcess, GivesTheSameGapsEverywhere) {
  EXPECT_THAT(gaps({.per_million_seconds = 400'000'000}, 6),
              ElementsAre(170, 1'560, 2'010, 3'676, 7'232, 9'755));
  EXPECT_THAT(gaps({.per_million_seconds = 7, .shape = ArrivalShape::poisson}, 3),
              ElementsAre(9'731'008'804, 89'115'390'355, 114'876'230'680));
  EXPECT_THAT(
      gaps({.per_million_seconds = 400'000'000, .shape = ArrivalShape::burst, .burst_size = 3}, 6),
      ElementsAre(5'000, 1'160, 1'381, 5'000, 2'362, 2'450));
}

}  // namespace
}  // namespace rehearse::simulators
