#include "simulators/runtime/timing_wheel.hpp"

#include <gtest/gtest.h>

#include <array>
#include <exception>

namespace rehearse::simulators {
namespace {

void arm(TimingWheel& wheel, Timer& timer, Time when) {
  timer.when = when;
  wheel.arm(timer);
}

TEST(TimingWheel, IsEmptyAtFirst) {
  TimingWheel wheel;
  EXPECT_EQ(wheel.pop(), nullptr);
  EXPECT_EQ(wheel.pop(), nullptr);
}

TEST(TimingWheel, PopsInOrderOfTime) {
  TimingWheel wheel;
  std::array<Timer, 6> timers;
  const std::array<Time, 6> times{5'000'000, 3, 64, 63, 4096, 0};
  for (std::size_t i = 0; i < timers.size(); ++i) arm(wheel, timers[i], times[i]);
  for (const std::size_t expected : {5U, 1U, 3U, 2U, 4U, 0U}) {
    Timer* const timer = wheel.pop();
    ASSERT_EQ(timer, &timers[expected]);
    EXPECT_FALSE(timer->armed());
  }
  EXPECT_EQ(wheel.pop(), nullptr);
}

TEST(TimingWheel, IsFirstInFirstOutAtTheSameTimeAcrossCascades) {
  TimingWheel wheel;
  std::array<Timer, 4> timers;
  Timer nearer;
  arm(wheel, timers[0], 10'000);  // a high level
  arm(wheel, timers[1], 10'000);
  arm(wheel, nearer, 9'990);
  ASSERT_EQ(wheel.pop(), &nearer);
  arm(wheel, timers[2], 10'000);  // now a low level
  arm(wheel, timers[3], 10'000);
  for (Timer& timer : timers) EXPECT_EQ(wheel.pop(), &timer);
}

TEST(TimingWheel, ReachesAThousandYears) {
  TimingWheel wheel;
  Timer near, far;
  arm(wheel, far, Time{1000} * 365 * 24 * 3600 * 1'000'000);
  arm(wheel, near, 1);
  EXPECT_EQ(wheel.pop(), &near);
  EXPECT_EQ(wheel.pop(), &far);
}

TEST(TimingWheel, TakesATimerForThisVeryInstant) {
  TimingWheel wheel;
  Timer first, second, later;
  arm(wheel, first, 100);
  arm(wheel, later, 101);
  ASSERT_EQ(wheel.pop(), &first);
  arm(wheel, second, 100);
  EXPECT_EQ(wheel.pop(), &second);
  EXPECT_EQ(wheel.pop(), &later);
}

TEST(TimingWheel, DisarmsOnEveryLevel) {
  TimingWheel wheel;
  for (unsigned level = 0; level < 8; ++level) {
    Timer gone, stays;
    arm(wheel, gone, Time{1} << (6 * level));
    arm(wheel, stays, Time{1} << (6 * level));
    EXPECT_TRUE(gone.armed());
    wheel.disarm(gone);
    EXPECT_FALSE(gone.armed());
    EXPECT_EQ(wheel.pop(), &stays);
    EXPECT_EQ(wheel.pop(), nullptr);
    wheel.clear();
  }
}

TEST(TimingWheel, DisarmsTheLastOfASlot) {
  TimingWheel wheel;
  Timer timer, far;
  arm(wheel, timer, 70);
  arm(wheel, far, 1'000'000);
  wheel.disarm(timer);
  EXPECT_EQ(wheel.pop(), &far);
}

TEST(TimingWheel, ReachesTheEndOfItsRange) {
  TimingWheel wheel;
  Timer timer;
  constexpr Time last = (Time{1} << 48) - 1;
  arm(wheel, timer, last);
  ASSERT_EQ(wheel.pop(), &timer);
  EXPECT_EQ(timer.when, last);
}

TEST(TimingWheel, ClearGoesBackToTimeZero) {
  TimingWheel wheel;
  Timer before, after, forgotten;
  arm(wheel, before, 1'000);
  ASSERT_EQ(wheel.pop(), &before);
  arm(wheel, forgotten, 2'000);
  wheel.clear();
  arm(wheel, after, 5);
  EXPECT_EQ(wheel.pop(), &after);
  EXPECT_EQ(wheel.pop(), nullptr);
}

TEST(TimingWheel, RefusesThePast) {
  TimingWheel wheel;
  Timer now, past;
  arm(wheel, now, 100);
  ASSERT_EQ(wheel.pop(), &now);
  EXPECT_THROW(arm(wheel, past, 99), std::exception);
}

TEST(TimingWheel, RefusesToArmTwice) {
  TimingWheel wheel;
  Timer timer;
  arm(wheel, timer, 100);
  EXPECT_THROW(arm(wheel, timer, 101), std::exception);
}

}  // namespace
}  // namespace rehearse::simulators
