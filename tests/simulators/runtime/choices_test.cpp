#include "simulators/runtime/choices.hpp"

#include <gtest/gtest.h>

#include <array>
#include <set>

namespace rehearse::simulators {
namespace {

constexpr std::uint64_t wide = 1'000'000'007;

Site delay(std::uint64_t n) { return {SiteKind::delay, 0, 1, 2, n}; }

TEST(RandomChoices, AreAPureFunctionOfSeedAndSite) {
  RandomChoices one(42), other(42);
  std::array<std::uint64_t, 100> first{};
  for (std::uint64_t n = 0; n < 100; ++n) first[n] = one.pick(delay(n), wide);
  // In another order, with other draws between.
  for (std::uint64_t n = 100; n-- > 0;) {
    other.pick({SiteKind::fault, 3, 1, 2, n}, 7);
    EXPECT_EQ(other.pick(delay(n), wide), first[n]);
  }
}

TEST(RandomChoices, StayTheSameFromReleaseToRelease) {
  // Saved seeds must go on to mean what they meant: change these only with the format's number.
  RandomChoices choices(1);
  EXPECT_EQ(choices.pick({SiteKind::delay, 0, 1, 2, 3}, 1), 0U);
  const std::uint64_t first = choices.pick({SiteKind::delay, 0, 1, 2, 3}, wide);
  EXPECT_EQ(first, RandomChoices(1).pick({SiteKind::delay, 0, 1, 2, 3}, wide));
  EXPECT_EQ(first, 84550831U);
}

TEST(RandomChoices, DifferWhenAnyPartOfTheSiteDiffers) {
  RandomChoices choices(42), reseeded(43);
  std::set<std::uint64_t> seen{choices.pick({SiteKind::delay, 0, 1, 2, 3}, wide),
                               choices.pick({SiteKind::work, 0, 1, 2, 3}, wide),
                               choices.pick({SiteKind::delay, 1, 1, 2, 3}, wide),
                               choices.pick({SiteKind::delay, 0, 2, 2, 3}, wide),
                               choices.pick({SiteKind::delay, 0, 1, 1, 3}, wide),
                               choices.pick({SiteKind::delay, 0, 2, 1, 3}, wide),
                               choices.pick({SiteKind::delay, 0, 1, 2, 4}, wide),
                               reseeded.pick({SiteKind::delay, 0, 1, 2, 3}, wide)};
  EXPECT_EQ(seen.size(), 8U);
}

TEST(RandomChoices, StayBelowTheirBoundAndReachEachValue) {
  RandomChoices choices(7);
  std::array<int, 10> seen{};
  for (std::uint64_t n = 0; n < 10'000; ++n) {
    const std::uint64_t value = choices.pick(delay(n), 10);
    ASSERT_LT(value, 10U);
    ++seen[value];
  }
  for (const int times : seen) {
    EXPECT_GT(times, 800);
    EXPECT_LT(times, 1'200);
  }
}

TEST(Choices, BetweenIncludesBothEnds) {
  RandomChoices choices(7);
  std::set<std::int64_t> seen;
  for (std::uint64_t n = 0; n < 200; ++n) seen.insert(choices.between(delay(n), -1, 1));
  EXPECT_EQ(seen, (std::set<std::int64_t>{-1, 0, 1}));
  EXPECT_EQ(choices.between(delay(0), 5, 5), 5);
}

TEST(Choices, HappensAsOftenAsItsChance) {
  RandomChoices choices(7);
  int times = 0;
  for (std::uint64_t n = 0; n < 10'000; ++n) times += choices.happens(delay(n), 250'000) ? 1 : 0;
  EXPECT_GT(times, 2'300);
  EXPECT_LT(times, 2'700);
}

TEST(Choices, MakesNoneWhereNothingIsToChoose) {
  RandomChoices random(7);
  RecordingChoices choices(random);
  EXPECT_FALSE(choices.happens(delay(1), 0));
  EXPECT_FALSE(choices.happens(delay(1), -1));
  EXPECT_TRUE(choices.happens(delay(1), 1'000'000));
  EXPECT_EQ(choices.between(delay(1), 9, 9), 9);
  EXPECT_TRUE(choices.recorded().empty());
}

TEST(RecordingChoices, KeepWhatTheEngineAnswered) {
  RandomChoices random(7);
  RecordingChoices choices(random);
  const std::uint64_t value = choices.pick(delay(3), wide);
  EXPECT_EQ(value, RandomChoices(7).pick(delay(3), wide));
  ASSERT_EQ(choices.recorded().size(), 1U);
  EXPECT_EQ(choices.recorded()[0], (Choice{delay(3), wide, value}));
}

TEST(ReplayChoices, AnswerWhatWasRecordedInAnyOrder) {
  RandomChoices random(7);
  RecordingChoices recording(random);
  for (std::uint64_t n = 0; n < 50; ++n) recording.pick(delay(n), wide);
  ReplayChoices replay(recording.recorded());
  for (std::uint64_t n = 50; n-- > 0;)
    EXPECT_EQ(replay.pick(delay(n), wide), RandomChoices(7).pick(delay(n), wide));
  EXPECT_EQ(replay.unknown(), 0U);
}

TEST(ReplayChoices, SayZeroAndCountWhatIsNotSaved) {
  ReplayChoices replay({{delay(1), 10, 5}, {delay(2), 10, 12}});
  EXPECT_EQ(replay.pick(delay(1), 10), 5U);
  EXPECT_EQ(replay.unknown(), 0U);
  EXPECT_EQ(replay.pick(delay(9), 10), 0U);  // not saved
  EXPECT_EQ(replay.pick(delay(1), 11), 0U);  // saved for another range
  EXPECT_EQ(replay.pick(delay(2), 10), 0U);  // saved out of its range
  EXPECT_EQ(replay.unknown(), 3U);
}

TEST(ReplayChoices, SayNoToWhatIsNotSaved) {
  ReplayChoices replay({});
  EXPECT_FALSE(replay.happens(delay(1), 999'999));
}

TEST(SiteName, IsStableAndReadable) {
  const std::vector<std::string> nodes{"client", "app/2", "shop"};
  EXPECT_EQ(site_name({SiteKind::delay, 0, 1, 2, 41}, nodes), "delay/app/2>shop/41");
  EXPECT_EQ(site_name({SiteKind::fault, 3, 1, 2, 41}, nodes), "fault#3/app/2>shop/41");
  EXPECT_EQ(site_name({SiteKind::work, 0, 2, 0, 7}, nodes), "work/shop/7");
  EXPECT_EQ(site_name({SiteKind::work, 0, 9, 5, 7}, nodes), "work/9.5/7");
}

TEST(SiteName, NamesEveryKind) {
  std::set<std::string> names;
  for (int kind = 0; kind <= static_cast<int>(SiteKind::initial); ++kind)
    names.insert(site_name({static_cast<SiteKind>(kind), 0, 0, 0, 0}, {}));
  EXPECT_EQ(names.size(), static_cast<std::size_t>(SiteKind::initial) + 1);
  for (const std::string& name : names) EXPECT_EQ(name.find('?'), std::string::npos) << name;
}

}  // namespace
}  // namespace rehearse::simulators
