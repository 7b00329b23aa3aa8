// What a fault may do without the migration too is not the plan's: races that one twin misses,
// operations at a process that was killed. And what the migration adds is.
#include "harness/explore/against_control.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "harness/explore/explore.hpp"
#include "harness/explore/programme.hpp"
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

}  // namespace
}  // namespace rehearse::harness
