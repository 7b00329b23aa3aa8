// What a fault may do without the migration too is not the plan's: races that one twin misses,
// operations at a process that was killed. And what the migration adds is.
#include "harness/explore/against_control.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "harness/explore/explore.hpp"
#include "harness/explore/programme.hpp"
#include "scenarios/default_scenario.hpp"
#include "scenarios/fault_kinds.hpp"
#include "tests/harness/explore/failing_runs.hpp"

namespace rehearse::harness {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// The e-commerce plan, or a broken one, under every single fault of one kind.
struct UnderSingleFaults {
  explicit UnderSingleFaults(const std::string& file)
      : plan(testing::ecommerce_plan(file)), scenario(testing::flash_sale()) {
    plan.tolerates.partition = 500ms;
    plan.tolerates.pause = 500ms;
    plan.tolerates.app_crashes = 1;
    scenario.explore.single_faults_exhaustive = true;
    scenario.explore.base_runs = 2;
    scenario.properties = {"A1", "A2", "D2", "D5"};
  }
  ScenarioResult of(const std::string& kind) {
    scenarios::FaultSpec fault;
    fault.drawn = true;
    fault.kinds = {kind};
    scenario.faults = {fault};
    ExploreOptions options;
    options.runs = 1;
    return explore(plan, scenario, options).result;
  }

  scenarios::Plan plan;
  scenarios::Scenario scenario;
};

/// The old payments service knows no idempotency keys: what is sent to it twice, because the first
/// answer is late, is charged twice, today and during the migration.
TEST(AgainstControl, ARaceOfTheOldSystemIsNotThePlans) {
  for (const char* kind : {"clogged", "pause"}) {
    ScenarioResult result = UnderSingleFaults("plan.json").of(kind);
    for (const char* id : {"D2", "D5"}) {
      const PropertyResult* found = find_property(result, id);
      ASSERT_NE(found, nullptr);
      EXPECT_EQ(found->verdict, "unknown") << kind << " " << id << ": " << found->because;
      EXPECT_EQ(found->violated, 0) << kind << " " << id;
      EXPECT_THAT(found->because, HasSubstr("without the migration too"));
    }
    for (const SearchPart& part : result.search) EXPECT_THAT(part.violations, IsEmpty()) << kind;
  }
}

/// A plan that opens such a race where there was none is to blame, whatever the fault.
TEST(AgainstControl, ARaceThatTheMigrationOpensIsThePlans) {
  UnderSingleFaults broken("broken/idempotency-key-per-attempt.json");
  ScenarioResult result = broken.of("reply_lost");
  EXPECT_EQ(find_property(result, "D2")->verdict, "violated");
}

/// Who asks again after his time is up, because an instance died, has waited for the fault.
TEST(AgainstControl, TheLatencyOfACrashIsNotThePlans) {
  for (const char* kind : {"crash", "graceful_stop"}) {
    ScenarioResult result = UnderSingleFaults("plan.json").of(kind);
    for (const char* id : {"A1", "A2"})
      EXPECT_EQ(find_property(result, id)->violated, 0)
          << kind << " " << id << ": " << find_property(result, id)->because;
  }
}

/// Runs of a plan whose `phase` may block clients for 50 ms: in how many somebody waits for longer,
/// and in how many that is the plan's. Requests of the application to the shop are lost while the
/// old tables are all there is.
struct Blocked {
  int runs = 0, blamed = 0;
};
Blocked blocked_in(scenarios::Plan plan, const std::string& phase) {
  for (scenarios::Phase& any : plan.phases) {
    any.unavailable_budget.reset();
    if (any.name == phase) any.unavailable_budget = 50ms;
  }
  scenarios::Scenario scenario = scenarios::default_scenario(plan);
  scenario.store = "model";
  scenario.explore.rollback = scenarios::RollbackSweep::none;
  scenario.faults[0].kinds = {"request_lost"};
  scenario.faults[0].rate_per_million = 50'000;
  scenario.faults[0].between = {"app", "catalog_old"};
  scenario.faults[0].phase = "expand";
  const simulators::Blueprint blueprint(plan, scenario);
  Rehearsal rehearsal(blueprint);
  const std::size_t latency = testing::property_of("A2");
  Blocked found;
  for (std::int64_t index = 0; index < 200; ++index) {
    const RunSpec spec = run_spec(plan, scenario, 1, index);
    rehearsal.run(spec);
    found.runs += rehearsal.judge()[latency].outcome == Outcome::violated;
    const JudgedBesideControl judged = judge_beside_control(rehearsal, spec);
    const bool violated = judged.verdicts[latency].outcome == Outcome::violated;
    found.blamed += violated && !judged.baseline[latency];
  }
  return found;
}

/// Who waits for an answer that was lost would wait without the migration too.
TEST(AgainstControl, WaitingForALostMessageIsNotThePlans) {
  const Blocked found = blocked_in(testing::ecommerce_plan("plan.json"), "expand");
  EXPECT_GT(found.runs, 10);
  EXPECT_EQ(found.blamed, 0);
}

/// A fence stops those who write, while others read on; what was lost before is no excuse.
TEST(AgainstControl, WaitingForAFenceIsThePlans) {
  scenarios::Plan plan = testing::ecommerce_plan("plan.json");
  const auto cutover =
      std::find_if(plan.phases.begin(), plan.phases.end(),
                   [](const scenarios::Phase& phase) { return phase.name == "orders_cutover"; });
  ASSERT_NE(cutover, plan.phases.end());
  scenarios::Phase fence = *cutover;
  fence.name = "fence";
  fence.steps.resize(1);
  fence.keep = 400ms;
  cutover->steps.erase(cutover->steps.begin());
  plan.phases.insert(cutover, fence);
  const Blocked found = blocked_in(plan, "fence");
  EXPECT_GT(found.runs, 10);
  EXPECT_EQ(found.blamed, found.runs);
}

}  // namespace
}  // namespace rehearse::harness
