// Why a run has not come to rest: every reason in words, and some as they come about.
#include "harness/rehearsal/unfinished.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/explore/rehearsal.hpp"
#include "tests/harness/explore/small_plan.hpp"

namespace rehearse::harness {
namespace {

using scenarios::Side;
using simulators::Event;
using simulators::EventKind;
using simulators::WriteSource;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;

constexpr scenarios::Duration usec(std::int64_t number) { return scenarios::Duration(number); }

class Reasons : public ::testing::Test {
 protected:
  Reasons()
      : plan_(testing::small_plan()),
        scenario_(testing::small_scenario(plan_, 10)),
        blueprint_(plan_, scenario_) {}

  Event& at(std::int64_t ms, EventKind kind, std::uint8_t detail = 0) {
    Event event;
    event.time = ms * 1'000;
    event.kind = kind;
    event.detail = detail;
    event.track = 0;
    history_.events.push_back(event);
    return history_.events.back();
  }
  void written(std::int64_t ms, WriteSource source, Side side) {
    at(ms, EventKind::commit, static_cast<std::uint8_t>(source)).side = side;
  }
  std::string words() const { return in_words(unfinished_, blueprint_, history_); }
  simulators::NodeId node(const std::string& name) const {
    const auto& names = blueprint_.nodes;
    return static_cast<simulators::NodeId>(std::find(names.begin(), names.end(), name) -
                                           names.begin());
  }

  scenarios::Plan plan_;
  scenarios::Scenario scenario_;
  simulators::Blueprint blueprint_;
  simulators::History history_;
  Unfinished unfinished_;
};

TEST_F(Reasons, NothingIsNoReason) {
  EXPECT_TRUE(unfinished_.nothing());
  EXPECT_EQ(words(), "");
}

TEST_F(Reasons, OperationsNameTheOldest) {
  for (const simulators::OperationId id : {1U, 2U, 3U}) {
    Event& invoke = at(100 * static_cast<std::int64_t>(id), EventKind::invoke);
    invoke.operation = id;
    invoke.client = 4;
  }
  at(150, EventKind::finish).operation = 1;
  unfinished_.operations = 2;
  EXPECT_EQ(words(),
            "2 client operations are still under way, the oldest since 0.200 s: place (operation "
            "2) of client 4");
}

TEST_F(Reasons, AnInstanceThatServes) {
  unfinished_.serving = {{node("app/2"), 1}};
  EXPECT_EQ(words(), "app/2 is still serving 1 request");
}

TEST_F(Reasons, AStreamSaysHowFarItCameAndWhatKeepsIt) {
  unfinished_.streams = {{0, Side::old_side, 12}};
  EXPECT_EQ(words(),
            "relay.orders has not yet carried 12 changes of orders from old to new, it has carried "
            "none so far");
  written(300, WriteSource::relay, Side::new_side);
  EXPECT_THAT(words(), HasSubstr("it has carried none since 0.300 s"));
  Event& failed = at(400, EventKind::call_failed,
                     static_cast<std::uint8_t>(simulators::FailureReason::no_such_table));
  failed.node = node("relay.orders");
  EXPECT_THAT(words(), HasSubstr("none since 0.300 s, and its last attempt, at 0.400 s, failed: "));
  unfinished_.streams = {{0, Side::new_side, 1}};
  EXPECT_THAT(words(),
              HasSubstr("relay_back.orders has not yet carried 1 change of orders from new "
                        "to old"));
}

TEST_F(Reasons, RepairsSayWhereAndSinceWhen) {
  at(210, EventKind::repair_queued).side = Side::new_side;
  unfinished_.repairs = {{0, Side::old_side, 3}};
  EXPECT_EQ(words(),
            "3 repairs of orders at new are still queued at old, the first was queued at 0.210 s, "
            "it has mended none so far");
}

TEST_F(Reasons, ABackfillSaysWhatRemains) {
  written(500, WriteSource::backfill, Side::new_side);
  unfinished_.backfills = {{0, Side::old_side, 40}};
  EXPECT_EQ(words(),
            "the backfill of orders is still running, about 40 records remain, it has copied none "
            "since 0.500 s");
}

TEST_F(Reasons, AVerifierSaysSinceWhen) {
  Event& step = at(700, EventKind::step_begin);
  step.phase = 3;
  unfinished_.verifiers = {{0, Side::old_side, 1}};
  EXPECT_EQ(words(), "the verifier of orders is still at work, since 0.700 s");
}

TEST_F(Reasons, WebhooksNameTheirService) {
  at(800, EventKind::effect).node = 2;
  unfinished_.webhooks = {{2, 2}};
  EXPECT_EQ(words(), "2 webhooks of " + blueprint_.nodes[2] +
                         " are not yet delivered, its last effect was at 0.800 s");
}

TEST_F(Reasons, ARestartNamesItsGroup) {
  at(900, EventKind::node_down).node = node("app/1");
  unfinished_.restarting = {0};
  EXPECT_EQ(words(), "app is still restarting, the last of it went down at 0.900 s");
}

TEST_F(Reasons, AllAreTold) {
  unfinished_.serving = {{node("app/1"), 2}};
  unfinished_.restarting = {0};
  EXPECT_EQ(words(), "app/1 is still serving 2 requests; app is still restarting");
  EXPECT_FALSE(unfinished_.nothing());
  unfinished_.clear();
  EXPECT_TRUE(unfinished_.nothing());
}

// ---- as they come about ----

std::string pending_of(const scenarios::Plan& plan, const scenarios::Scenario& scenario,
                       RunShape shape = {}) {
  const simulators::Blueprint blueprint(plan, scenario);
  Rehearsal rehearsal(blueprint);
  RunSpec spec;
  spec.shape = shape;
  rehearsal.run(spec);
  EXPECT_EQ(rehearsal.history().final.quiet, rehearsal.history().final.pending.empty());
  return rehearsal.history().final.pending;
}

/// Held at the end of `phase`, so that nothing after it hides what it left.
RunShape held_in(const scenarios::Plan& plan, const std::string& phase) {
  RunShape shape;
  shape.course = Course::hold;
  for (std::size_t i = 0; i < plan.phases.size(); ++i)
    if (plan.phases[i].name == phase) shape.at.phase = static_cast<std::uint16_t>(i);
  shape.at.action = static_cast<std::uint16_t>(actions_of(plan.phases[shape.at.phase]).size() - 1);
  return shape;
}

TEST(Pending, IsEmptyAfterASoundRun) {
  const scenarios::Plan plan = testing::small_plan();
  EXPECT_EQ(pending_of(plan, testing::small_scenario(plan, 60)), "");
}

TEST(Pending, ABackfillThatNobodyWaitedFor) {
  scenarios::Plan plan = testing::small_plan();
  plan.phases[2].gate.reset();
  plan.phases[2].set[0].second.backfill->throttle = usec(60'000'000);
  EXPECT_THAT(pending_of(plan, testing::small_scenario(plan, 60), held_in(plan, "backfill")),
              MatchesRegex("the backfill of orders is still running, about [0-9]+ records remain, "
                           "it has copied none since [0-9.]+ s"));
}

TEST(Pending, ARunThatGoesOnForYearsIsGivenUp) {
  scenarios::Plan plan = testing::small_plan();
  constexpr scenarios::Duration years = std::chrono::hours(24 * 1'000);
  plan.phases[2].gate->deadline = years;
  plan.phases[2].set[0].second.backfill->throttle = years;
  EXPECT_THAT(pending_of(plan, testing::small_scenario(plan, 1)),
              MatchesRegex("the run was given up after .* events, when [0-9]+d of its time "
                           "were over: something asks again and again until .*"));
}

TEST(Pending, RepairsThatCannotBeMade) {
  scenarios::Plan plan = testing::small_plan();
  // The new table is never made: every second write is queued, and no repair succeeds.
  plan.phases[0].steps.erase(plan.phases[0].steps.begin());
  EXPECT_THAT(pending_of(plan, testing::small_scenario(plan, 60), held_in(plan, "dual")),
              MatchesRegex("[0-9]+ repairs of orders at new are still queued at old, the first was "
                           "queued at [0-9.]+ s, it has mended none so far"));
}

TEST(Pending, AStreamIntoATableThatIsNotThere) {
  scenarios::Plan plan = testing::small_plan();
  plan.phases[0].steps.erase(plan.phases[0].steps.begin());
  scenarios::StageChange& change = plan.phases[1].set[0].second;
  change.write.reset();
  change.second_write_failure.reset();
  change.sync.emplace().direction = scenarios::StreamDirection::old_to_new;
  EXPECT_THAT(pending_of(plan, testing::small_scenario(plan, 200), held_in(plan, "dual")),
              MatchesRegex("relay.orders has not yet carried [0-9]+ changes? of orders from old to "
                           "new, it has carried none so far, and its last attempt, at [0-9.]+ s, "
                           "failed: .*"));
}

}  // namespace
}  // namespace rehearse::harness
