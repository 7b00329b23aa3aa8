#include "harness/impact/phase_times.hpp"

#include <gtest/gtest.h>

#include "tests/harness/history_builder.hpp"

namespace rehearse::harness::testing {
namespace {

TEST(PhaseTimes, BeginBeforeTheFirstPhase) {
  const PhaseTimes none{History{}};
  EXPECT_EQ(none.phase_at(0), simulators::no_phase);
  EXPECT_EQ(none.phase_at(5'000'000), simulators::no_phase);
  EXPECT_FALSE(none.rolling_back_at(0));
}

TEST(PhaseTimes, FollowTheConductorThereAndBack) {
  HistoryBuilder b;
  b.invoke(1, browse);  // 1 ms
  b.in(dual);
  b.phase_begin(dual);  // 2 ms
  b.ok(1);
  b.in(backfill);
  b.phase_begin(backfill);  // 4 ms
  b.rollback_begin();       // 5 ms
  b.in(dual);
  b.invoke(2, browse);  // 6 ms
  b.rollback_end();     // 7 ms
  const PhaseTimes times(b.history);
  EXPECT_EQ(times.phase_at(1'999), simulators::no_phase);
  EXPECT_EQ(times.phase_at(2'000), dual);
  EXPECT_EQ(times.phase_at(3'999), dual);
  EXPECT_EQ(times.phase_at(4'000), backfill);
  EXPECT_FALSE(times.rolling_back_at(4'999));
  EXPECT_TRUE(times.rolling_back_at(5'000));
  EXPECT_EQ(times.phase_at(6'000), dual);
  EXPECT_TRUE(times.rolling_back_at(6'999));
  EXPECT_FALSE(times.rolling_back_at(7'000));
  EXPECT_EQ(times.phase_at(9'000'000), dual);
}

}  // namespace
}  // namespace rehearse::harness::testing
