// A backfill that passes over some records: nothing of them arrives, and its gate does not notice.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/explore/rehearsal.hpp"
#include "tests/harness/explore/small_plan.hpp"

namespace rehearse::harness {
namespace {

using ::testing::HasSubstr;

/// Where a boolean says which records are archived.
scenarios::Plan plan_with_an_archive() {
  scenarios::Plan plan = testing::small_plan();
  plan.tracks[0].record.fields.push_back({"archived", {scenarios::FieldKind::boolean, 0}});
  plan.phases[3].steps.clear();  // nobody compares
  plan.phases[3].gate.reset();
  return plan;
}

Verdict lost_writes(const scenarios::Plan& plan) {
  const scenarios::Scenario scenario = testing::small_scenario(plan, 60);
  const simulators::Blueprint blueprint(plan, scenario);
  Rehearsal rehearsal(blueprint);
  rehearsal.run(RunSpec{});
  for (std::size_t i = 0; i < all_properties().size(); ++i)
    if (all_properties()[i].id == std::string_view("D1")) return rehearsal.judge()[i];
  return {};
}

TEST(BackfillScope, OfEverythingBringsEverything) {
  EXPECT_EQ(lost_writes(plan_with_an_archive()).outcome, Outcome::holds);
}

TEST(BackfillScope, LeavesTheRestBehind) {
  for (const bool archived : {false, true}) {
    scenarios::Plan plan = plan_with_an_archive();
    plan.phases[2].set[0].second.backfill->where = scenarios::OnlyWhere{"archived", archived};
    const Verdict verdict = lost_writes(plan);
    EXPECT_EQ(verdict.outcome, Outcome::violated);
    EXPECT_THAT(verdict.because, HasSubstr("was there before the run; at the end the new orders"));
  }
}

}  // namespace
}  // namespace rehearse::harness
