// A run that was given up proves nothing, neither that something holds nor that it does not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/harness/history_builder.hpp"

namespace rehearse::harness::testing {
namespace {

TEST(GivenUp, NoPropertyIsDecided) {
  HistoryBuilder b;
  b.in(cutover);
  b.write(41, place, 17, old_side, true);
  ASSERT_EQ(b.judge("D1").outcome, Outcome::violated);
  b.history.final.given_up = true;
  b.history.final.pending = "the run was given up after 5 events";
  for (const Property& property : all_properties()) {
    const Verdict verdict = b.judge(property.id);
    EXPECT_EQ(verdict.outcome, Outcome::unknown) << property.id;
    EXPECT_EQ(verdict.because, "Nobody knows how it ends: the run was given up after 5 events.");
  }
}

}  // namespace
}  // namespace rehearse::harness::testing
