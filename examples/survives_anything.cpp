/// A property over whole rehearsals: RapidCheck draws scenarios, and shrinks the one that breaks
/// the plan.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "harness/arbitrary_scenario.hpp"
#include "harness/rehearse.hpp"

namespace {

const rehearse::Plan& plan() {
  static const rehearse::Plan read = rehearse::load_plan(PLAN);
  return read;
}

RC_GTEST_PROP(MyPlan, SurvivesAnything, (const rehearse::Scenario& scenario)) {
  const rehearse::Certificate found = rehearse::certify(plan(), scenario);
  RC_LOG() << found.cause << "\n";
  RC_ASSERT(found.verdict != rehearse::Verdict::rejected);
}

/// And it would notice: when nobody repairs a second write that failed, some scenario shows it.
TEST(MyPlan, DoesNotSurviveWithoutRepairs) {
  rehearse::Plan broken = plan();
  for (auto& phase : broken.phases)
    for (auto& [track, change] : phase.set)
      if (change.second_write_failure)
        change.second_write_failure = rehearse::scenarios::SecondWriteFailure::ignore;
  EXPECT_FALSE(rc::check([&broken](const rehearse::Scenario& scenario) {
    RC_ASSERT(rehearse::certify(broken, scenario).verdict != rehearse::Verdict::rejected);
  }));
}

}  // namespace
