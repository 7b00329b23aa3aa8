#include "harness/impact/client_impact.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "harness/explore/explore.hpp"
#include "scenarios/fault_kinds.hpp"
#include "tests/harness/explore/small_plan.hpp"
#include "tests/harness/history_builder.hpp"

namespace rehearse::harness::testing {
namespace {

using simulators::FailureReason;
using ::testing::HasSubstr;
using ::testing::StartsWith;

/// One operation that ends so long after it began.
void one(HistoryBuilder& b, OperationId id, int kind, Time takes,
         simulators::Outcome outcome = simulators::Outcome::ok) {
  b.invoke(id, kind);
  b.wait(takes).finish(
      id, outcome,
      outcome == simulators::Outcome::ok ? FailureReason::none : FailureReason::timeout);
}

const OperationImpact& row_of(const std::vector<OperationImpact>& rows, std::string_view kind,
                              std::string_view phase = "", std::string_view side = "") {
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const OperationImpact& row) {
    return row.operation == kind && row.phase == phase && row.side == side;
  });
  if (found == rows.end()) throw std::runtime_error("no such row");
  return *found;
}

std::vector<OperationImpact> measured(const HistoryBuilder& run, const HistoryBuilder& twin) {
  ClientImpact impact(run.plan, run.scenario);
  impact.add(run.history, twin.history);
  return impact.rows();
}

TEST(ClientImpact, OfARunBesideItselfIsNone) {
  HistoryBuilder b;
  b.in(dual);
  for (OperationId id = 1; id <= 30; ++id)
    one(b, id, id % 2 == 0 ? browse : checkout, 1'000 + 10 * static_cast<Time>(id),
        id % 7 == 0 ? simulators::Outcome::fail : simulators::Outcome::ok);
  for (const OperationImpact& row : measured(b, b)) {
    EXPECT_EQ(row.harmed, 0);
    EXPECT_EQ(row.failed, row.control_failed);
    EXPECT_EQ(row.window_failed, row.control_window_failed);
    EXPECT_EQ(row.outage_us, row.control_outage_us);
    EXPECT_EQ(row.p50_us, row.control_p50_us);
    EXPECT_EQ(row.p99_us, row.control_p99_us);
    EXPECT_EQ(row.max_us, row.control_max_us);
    EXPECT_EQ(row.worst, "");
    EXPECT_GT(row.operations, 0);
  }
}

TEST(ClientImpact, CountsWhatFailsOnlyWithTheMigration) {
  HistoryBuilder run, twin;
  run.in(cutover);
  const auto failed = simulators::Outcome::info;
  for (OperationId id = 1; id <= 20; ++id) {
    one(run, id, checkout, 1'000, id >= 8 && id <= 12 ? failed : simulators::Outcome::ok);
    one(twin, id, checkout, 1'000, id == 8 || id == 15 ? failed : simulators::Outcome::ok);
  }
  const auto rows = measured(run, twin);
  const OperationImpact& row = row_of(rows, "checkout");
  EXPECT_EQ(row.operations, 20);
  EXPECT_EQ(row.failed, 5);
  EXPECT_EQ(row.control_failed, 2);
  EXPECT_EQ(row.harmed, 4);
  EXPECT_EQ(row.outage_us, 4 * 2'000) << "from the start of 8 to the start of 12";
  EXPECT_EQ(row.control_outage_us, 0) << "a single failure shows no outage";
  EXPECT_EQ(row.window_failed, 5);
  EXPECT_EQ(row.window_operations, 20) << "the run is shorter than a window";
  EXPECT_EQ(row.worst,
            "In cutover, checkout (operation 9) of client 3, begun at 0.017 s: no answer in time; "
            "without the migration it took 1 ms");
  EXPECT_EQ(row_of(rows, "checkout", "cutover").harmed, 4);
}

TEST(ClientImpact, SlidesItsWindow) {
  HistoryBuilder b;
  b.scenario.objectives.window = std::chrono::milliseconds(10);
  for (OperationId id = 1; id <= 100; ++id)
    one(b, id, browse, 1'000,
        id == 50 || id == 52 || id == 90 ? simulators::Outcome::fail : simulators::Outcome::ok);
  const auto rows = measured(b, b);
  EXPECT_EQ(row_of(rows, "browse").window_failed, 2);
  EXPECT_EQ(row_of(rows, "browse").window_operations, 5);
}

TEST(ClientImpact, TellsWhatWaitedLongestBesideItsTwinAndForWhat) {
  HistoryBuilder run, twin;
  run.in(cutover);
  run.phase_begin(cutover);
  one(run, 1, checkout, 90'000);  // as slow without the migration
  run.invoke(2, checkout);
  run.step_begin(0);
  run.wait(50'000).add(EventKind::step_end, 1);
  run.ok(2);
  one(twin, 1, checkout, 90'000);
  one(twin, 2, checkout, 3'000);
  const OperationImpact row = row_of(measured(run, twin), "checkout");
  EXPECT_THAT(row.worst, StartsWith("In cutover, during step 1 ("));
  EXPECT_THAT(row.worst, HasSubstr("checkout (operation 2) of client 3"));
  EXPECT_THAT(row.worst, HasSubstr("took 52 ms; without the migration it took 3 ms"));
}

TEST(ClientImpact, GoesByTheIntendedStart) {
  HistoryBuilder run, twin;
  run.in(dual);
  run.phase_begin(dual);
  one(run, 1, browse, 1'000);
  run.in(backfill);
  run.phase_begin(backfill);
  one(run, 2, browse, 1'000);
  // Wanted during dual, begun and ended during backfill: it had to queue.
  Event& invoked = run.history.events[run.history.events.size() - 2];
  Event& finished = run.history.events.back();
  invoked.extra = 2'000;
  finished.value = finished.time - 2'000;
  one(twin, 1, browse, 1'000);
  one(twin, 2, browse, 1'000);
  const auto rows = measured(run, twin);
  EXPECT_EQ(row_of(rows, "browse", "dual").operations, 2);
  EXPECT_EQ(row_of(rows, "browse", "dual").max_us, finished.time - 2'000);
}

TEST(ClientImpact, TellsSidesAndGoingBackApart) {
  HistoryBuilder run, twin;
  run.in(dual);
  run.phase_begin(dual);
  run.write(1, place, 7, old_side, true);
  run.write(2, place, 8, old_side);
  run.rollback_begin();
  run.write(3, place, 9, new_side);
  run.rollback_end();
  one(run, 4, place, 1'000);
  for (OperationId id = 1; id <= 4; ++id) one(twin, id, place, 1'000);
  const auto rows = measured(run, twin);
  EXPECT_EQ(row_of(rows, "place", "", "both").operations, 1);
  EXPECT_EQ(row_of(rows, "place", "", "old").operations, 1);
  EXPECT_EQ(row_of(rows, "place", "", "new").operations, 1);
  EXPECT_EQ(row_of(rows, "place", "", "neither").operations, 1);
  EXPECT_EQ(row_of(rows, "place", while_rolling_back).operations, 1);
  EXPECT_EQ(row_of(rows, "place", "dual").operations, 3);
  EXPECT_EQ(row_of(rows, "place").operations, 4);
}

TEST(ClientImpact, LeavesOutWhatHasNoTwin) {
  HistoryBuilder run, twin;
  for (OperationId id = 1; id <= 4; ++id) one(run, id, browse, 1'000);
  for (OperationId id = 3; id <= 9; ++id) one(twin, id, browse, 1'000);
  EXPECT_EQ(row_of(measured(run, twin), "browse").operations, 2);
  EXPECT_EQ(row_of(measured(run, twin), "").operations, 2);
  EXPECT_TRUE(measured(run, HistoryBuilder{}).empty());
}

TEST(ClientImpact, AddsUpRunsAndKeepsTheWorst) {
  HistoryBuilder calm, bad;
  for (OperationId id = 1; id <= 10; ++id) {
    one(calm, id, browse, 1'000);
    one(bad, id, browse, 2'000, id < 4 ? simulators::Outcome::fail : simulators::Outcome::ok);
  }
  ClientImpact impact(calm.plan, calm.scenario);
  impact.add(calm.history, calm.history);
  impact.add(bad.history, calm.history);
  impact.add(calm.history, calm.history);
  const OperationImpact row = row_of(impact.rows(), "browse");
  EXPECT_EQ(impact.runs(), 3);
  EXPECT_EQ(row.runs, 3);
  EXPECT_EQ(row.operations, 30);
  EXPECT_EQ(row.harmed, 3);
  EXPECT_EQ(row.window_failed, 3);
  EXPECT_EQ(row.outage_us, 6'000);
  EXPECT_EQ(row.p50_us, 1'000);
  EXPECT_EQ(row.max_us, 2'000);
}

// ---- whole certifications ----

TEST(Impact, OfAPlanThatHoldsIsMeasuredForEveryKind) {
  const scenarios::Plan plan = small_plan();
  ExploreOptions options;
  options.runs = 30;
  const ScenarioResult result = explore(plan, small_scenario(plan, 100), options).result;
  EXPECT_EQ(result.impact_runs, 30);
  EXPECT_EQ(result.window_us, 1'000'000);
  for (const auto& operation : plan.application.operations) {
    const OperationImpact& row = row_of(result.impact, operation.name);
    EXPECT_GT(row.operations, 100) << operation.name;
    EXPECT_GE(row.p99_us, row.p50_us);
    EXPECT_GE(row.max_us, row.p99_us);
    EXPECT_GT(row.control_p50_us, 0);
    std::int64_t by_side = 0;
    for (const OperationImpact& one : result.impact)
      by_side += one.operation == operation.name && !one.side.empty() ? one.operations : 0;
    EXPECT_EQ(by_side, row.operations) << operation.name;
  }
}

}  // namespace
}  // namespace rehearse::harness::testing
