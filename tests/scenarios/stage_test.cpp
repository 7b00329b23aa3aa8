#include "scenarios/stage.hpp"

#include <gtest/gtest.h>

#include "scenarios/ensure.hpp"
#include "scenarios/fault_kinds.hpp"
#include "scenarios/metrics.hpp"
#include "scenarios/names.hpp"
#include "scenarios/plan_lookup.hpp"
#include "scenarios/read_plan.hpp"
#include "scenarios/record_shape.hpp"
#include "scenarios/stage_aliases.hpp"
#include "scenarios/stage_walk.hpp"
#include "scenarios/suggest.hpp"
#include "sketch.hpp"

namespace rehearse::scenarios {
namespace {

Plan sound() { return read_plan(testing::sound_plan(), "p").value(); }

TEST(Ensure, ThrowsAnInternalErrorWithThePlace) {
  EXPECT_THROW(REHEARSE_ENSURE(1 + 1 == 3), InternalError);
}

TEST(Stage, SwitchedKeepsShadowAndBoth) {
  Stage stage;
  stage.read.shadow = true;
  stage.write.both = true;
  const Stage after = switched(stage);
  EXPECT_EQ(after.read, (ReadAxis{Side::new_side, true}));
  EXPECT_EQ(after.write, (WriteAxis{Side::new_side, true, false}));
  EXPECT_EQ(after.service.route, Side::new_side);
  EXPECT_EQ(switched(after), stage);
}

TEST(Stage, ApplyChangeKeepsWhatIsNotNamed) {
  StageChange change;
  change.apply = Apply::upsert;
  change.route = Side::new_side;
  Stage expected;
  expected.apply = Apply::upsert;
  expected.service.route = Side::new_side;
  EXPECT_EQ(apply_change(Stage{}, change), expected);
}

TEST(StageAliases, AreTheSixStagesOfLaunchDarkly) {
  const char* names[] = {"off", "dualwrite", "shadow", "live", "rampdown", "complete"};
  for (const char* name : names) EXPECT_NE(find_stage(name), nullptr) << name;
  EXPECT_EQ(*record_change(*find_stage("live")).read, (ReadAxis{Side::new_side, true}));
  EXPECT_EQ(*record_change(*find_stage("live")).write, (WriteAxis{Side::new_side, true, false}));
  EXPECT_EQ(find_stage("dual"), nullptr);
}

TEST(StageWalk, FollowsSetSwitchBackfillAndContract) {
  const auto rows = stages_after(sound());
  ASSERT_EQ(rows.size(), 8U);
  EXPECT_TRUE(rows[1][0].write.both);
  EXPECT_EQ(rows[2][0].backfill.state, BackfillState::done);
  EXPECT_EQ(rows[3][0].backfill.state, BackfillState::verified);
  EXPECT_EQ(rows[4][1].service.route, Side::new_side);
  EXPECT_EQ(rows[5][0].read, (ReadAxis{Side::new_side, true}));
  EXPECT_EQ(rows[5][0].fence, Fence::epoch);
  EXPECT_EQ(rows[7][0].contract, Contract::dropped);
}

TEST(RecordShape, FollowsTheTransforms) {
  const Plan plan = read_plan(testing::sketch_plan(), "p").value();
  const std::vector<Field> expected{{"first_name", {FieldKind::text, 0}},
                                    {"last_name", {FieldKind::text, 0}},
                                    {"total_cents", {FieldKind::integer, 0}},
                                    {"status", {FieldKind::text, 0}}};
  EXPECT_EQ(fields_on(plan.tracks[0], Side::new_side), expected);
}

TEST(Metrics, AreMadeOfTheNamesInThePlan) {
  const Plan plan = sound();
  EXPECT_TRUE(find_metric(plan, "orders.shadow_mismatch")->sampled);
  EXPECT_FALSE(find_metric(plan, "orders.backfill_remaining")->sampled);
  EXPECT_TRUE(find_metric(plan, "reports.instances_on_v2"));
  EXPECT_TRUE(find_metric(plan, "payments.calls_on_old"));
  EXPECT_FALSE(find_metric(plan, "payments.sync_lag"));
}

TEST(PlanLookup, KnowsGroupsAndVersions) {
  const Plan plan = sound();
  EXPECT_EQ(group_serving(plan, "report").name, "reports");
  EXPECT_EQ(group_serving(plan, "checkout").name, "app");
  EXPECT_EQ(support_of(plan, "v1", "orders"), TrackSupport::old_only);
  EXPECT_EQ(support_of(plan, "v3", "orders"), TrackSupport::flags);
}

TEST(FaultKinds, ExpandTheirGroups) {
  EXPECT_EQ(expand_fault_groups({"crash", "flags"}),
            (std::vector<std::string>{"crash", "flags_late", "stuck_behind", "half_published"}));
  EXPECT_EQ(expand_fault_groups({"flags", "stuck_behind"}),
            (std::vector<std::string>{"flags_late", "stuck_behind", "half_published"}));
}

TEST(Suggest, FindsTheNearestNameAndDoesNotGuess) {
  EXPECT_EQ(did_you_mean("aply", {"apply", "write"}), "did you mean \"apply\"?");
  EXPECT_EQ(did_you_mean("v9", {"v1", "v2", "v3"}), "allowed here: v1, v2, v3");
  EXPECT_EQ(edit_distance("read", "raed"), 1U);
}

TEST(Names, DescribeSteps) {
  const Plan plan = sound();
  EXPECT_EQ(describe(plan.phases[0].steps[0]), "orders.create_new");
  EXPECT_EQ(describe(plan.phases[0].steps[1]), "restart app to v2");
  EXPECT_EQ(describe(plan.phases[3].steps[0]), "verify orders (keyed)");
}

}  // namespace
}  // namespace rehearse::scenarios
