#include "reports/fidelity_words.hpp"

#include <gtest/gtest.h>

namespace rehearse::reports {
namespace {

harness::Fidelity tried(const char* id, std::int64_t runs, std::int64_t same) {
  harness::Fidelity one;
  one.property = id;
  one.tried = runs;
  one.same = same;
  return one;
}

TEST(FidelityWords, SayHowManyAgreeAndWhichDoNot) {
  harness::ScenarioResult scenario;
  EXPECT_EQ(fidelity_line(scenario), "");
  scenario.fidelity = {tried("D2", 1, 1)};
  EXPECT_EQ(fidelity_line(scenario),
            "1 of 1\u00A0violation that simulation found happened with real processes, too: D2");
  scenario.fidelity.push_back(tried("C1", 3, 0));
  scenario.fidelity.push_back(tried("D5", 2, 1));
  EXPECT_EQ(
      fidelity_line(scenario),
      "2 of 3\u00A0violations that simulation found happened with real processes, too: D2 and D5; "
      "not C1");
}

TEST(FidelityWords, SayWhatBecameOfOne) {
  EXPECT_EQ(fidelity_outcome(tried("D2", 0, 0)), "not tried");
  EXPECT_EQ(fidelity_outcome(tried("D2", 1, 1)), "violated, too");
  EXPECT_EQ(fidelity_outcome(tried("D2", 3, 1)), "violated, too, in the last of 3\u00A0runs");
  EXPECT_EQ(fidelity_outcome(tried("D2", 3, 0)), "not violated in 3\u00A0runs");
}

}  // namespace
}  // namespace rehearse::reports
