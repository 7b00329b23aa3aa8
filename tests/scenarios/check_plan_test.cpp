/// Each finding has an edit of the sound plan that brings it about; the sound plan has none.

#include "scenarios/check_plan.hpp"

#include <gmock/gmock.h>

#include <algorithm>

#include "sketch.hpp"

namespace rehearse::scenarios {
namespace {

std::vector<Finding> findings_of(const std::string& text) {
  const auto read = read_plan_file(text, "plan.json");
  if (!read) throw std::runtime_error(to_string(read.errors().front()));
  return check_plan(read.value());
}

std::vector<std::string> ids_of(const std::string& text) {
  std::vector<std::string> ids;
  for (const Finding& finding : findings_of(text)) ids.push_back(finding.id);
  return ids;
}

TEST(CheckPlan, HasNothingToSayAboutASoundPlan) {
  for (const Finding& finding : findings_of(testing::sound_plan()))
    ADD_FAILURE() << to_string(finding);
}

TEST(CheckPlan, SaysPlaceReasonAndWayOut) {
  const std::string text =
      testing::edited(testing::sound_plan(),
                      "\"orders.backfill_remaining\", \"equals\": 0}], \"deadline\": \"10min\"",
                      "\"orders.backfill_remaining\", \"equals\": 0}]");
  EXPECT_EQ(to_string(findings_of(text).at(0)),
            "plan.json:35:6: warning: /phases/2/gate: this gate has no deadline: when its "
            "condition never holds, the plan stands still; add e.g. \"deadline\": \"10min\" "
            "[gate_without_deadline]");
}

struct Case {
  std::string id;
  std::string from, to;
  bool store_keys = false;  ///< The store makes the keys of orders.
  std::string second_from = {}, second_to = {};
};

/// The sound plan, but the store makes the keys of orders.
std::string with_store_keys() {
  return testing::edited(
      testing::edited(testing::sound_plan(), R"("key": "order_id", )",
                      R"("key": "order_id", "key_source": "store", )"),
      R"([{"call": "payments", "identity": "$order"}, {"insert": "orders", "key": "$order"}])",
      R"([{"insert": "orders", "key": "$order"}, {"call": "payments", "identity": "$order"}])");
}

class Finds : public ::testing::TestWithParam<Case> {};

TEST_P(Finds, WhatTheEditBreaks) {
  const std::string plan = GetParam().store_keys ? with_store_keys() : testing::sound_plan();
  std::string text = testing::edited(plan, GetParam().from, GetParam().to);
  if (!GetParam().second_from.empty())
    text = testing::edited(text, GetParam().second_from, GetParam().second_to);
  EXPECT_THAT(ids_of(text), ::testing::Contains(GetParam().id));
}

const std::string gate =
    R"("gate": {"when": [{"metric": "orders.backfill_remaining", "equals": 0}], )"
    R"("deadline": "10min"})";
const std::string set_complete =
    R"("set": {"orders": {"read": "new", "write": ["new"], "sync": "none"}})";

const std::vector<Case> cases{
    {"read_new_before_backfill", gate, R"("keep": "1s")"},
    {"read_new_unverified", R"("orders.verify")", R"({"wait": "1s"})"},
    {"read_new_without_writes", R"({"read": "old+shadow_new"})",
     R"({"read": "new", "write": ["old"], "sync": "none"})"},
    {"read_old_without_writes", R"({"read": "old+shadow_new"})", R"({"write": ["new"]})"},
    {"new_side_missing", R"("orders.create_new", )", ""},
    {"dual_write_unordered", R"("apply": "version_guard")", R"("apply": "upsert")"},
    {"second_write_ignored", "enqueue_repair", "ignore"},
    {"backfill_before_writes",
     R"("set": {"orders": {"write": ["old", "new"], "second_write_failure": "enqueue_repair",
                                        "apply": "version_guard", "sync": "old_to_new"}})",
     R"("keep": "1s")"},
    {"backfill_overwrites", "\"population\": \"before(dual)\"", R"("write": "overwrite")"},
    {"backfill_passes_over", "\"population\": \"before(dual)\"", R"("where": {"open": true})"},
    {"constraint_before_writers", R"("instances": 3,)",
     R"("versions": {"v1": {"orders.open": "unknown"}, "v2": {}}, "instances": 3,)", false,
     R"(["orders.create_new",)",
     R"([{"constrain": "orders.old", "not_null": "open"}, "orders.create_new",)"},
    {"unique_only_on_new", R"("table": "orders_v2"})",
     R"("table": "orders_v2", "constraints": [{"unique": "customer"}]})"},
    {"unique_only_on_new", R"(["orders.create_new",)",
     R"(["orders.create_new", {"constrain": "orders.new", "unique": "customer"},)"},
    {"sync_loop", R"("sync": "old_to_new")",
     R"("sync": {"stream": "both", "origin_tagged": false})"},
    {"version_ignores_stage", R"({"restart": "reports", "to": "v2"})", R"({"wait": "1s"})"},
    {"gate_without_deadline", R"("equals": 0}], "deadline": "10min")", R"("equals": 0}])"},
    {"sampled_without_min_samples", R"(, "min_samples": 50)", ""},
    {"switch_without_fence", R"("orders.fence_old", )", ""},
    {"switch_without_fence", "orders.fence_old", "orders.deny_new"},
    {"switch_without_drain", R"("orders.drain", )", ""},
    {"position_before_drain", R"("orders.drain", "orders.record_position")",
     R"("orders.record_position", "orders.drain")"},
    {"catch_up_without_position", R"("orders.record_position", )", ""},
    {"catch_up_without_stream", R"(, "sync": "old_to_new")", ""},
    {"sequence_not_advanced", "\"name\": \"sound\"", "\"name\": \"tickets\"", true},
    {"two_sequences", R"({"name": "cutover",)",
     R"({"name": "half", "segment": {"percent": [50]}, )"
     R"("set": {"orders": {"write": ["new", "old"]}}}, {"name": "cutover",)",
     true},
    {"contract_before_old_versions_gone", R"({"restart": "app", "to": "v2"})",
     R"({"restart": "app", "to": "v2", "instances": 2})"},
    {"contract_while_used", set_complete, R"("keep": "1s")"},
    {"point_of_no_return_missing", R"("point_of_no_return": true, )", ""},
    {"point_of_no_return_late", R"("orders.catch_up", "orders.switch"])",
     R"("orders.catch_up", "orders.switch", "orders.purge_old"])"},
    {"rollback_unreachable", R"({"name": "dual",)",
     R"({"name": "dual", "rollback": {"to": "verify", "deadline": "1s"},)"},
    {"rollback_unreachable", R"({"name": "contract",)",
     R"({"name": "contract", "rollback": {"to": "dual", "deadline": "1s"},)"},
    {"rollback_without_deadline", R"("previous_phase", "deadline": "30s")", R"("previous_phase")"},
    {"partial_segment_left", "[10, 100]", "[10, 50]"},
    {"key_per_attempt", R"({"route": "new"})",
     R"({"route": "new", "idempotency_key": "per_attempt"})"},
    {"key_missing", R"({"route": "new"})", R"({"route": "new", "idempotency_key": "none"})"},
    {"service_needs_missing_record", R"({"route": "new"})", R"({"ambiguity": "same_side"})"},
    {"service_needs_missing_record", R"({"name": "complete", "point_of_no_return": true,)",
     R"({"name": "complete",)"},
    {"transform_not_invertible", R"("by": 100})", R"("by": 100}, {"drop": "open"})"},
    {"insert_existing_key", R"("$order"}, {"insert": "orders", "key": "$order")",
     R"("$mine"}, {"insert": "orders", "key": "$mine")"},
    {"use_of_fresh_key", R"({"own": "orders"})", R"({"fresh": "orders"})"},
    {"effect_without_compensation", R"("instances": 3,)",
     R"("instances": 3, "on_step_failure": "stop",)"},
    {"implicit_collection",
     R"("collections": {"carts": {"record": {"key": "customer_id", )"
     R"("fields": {"items": "integer"}}}},)",
     ""},
};

INSTANTIATE_TEST_SUITE_P(All, Finds, ::testing::ValuesIn(cases), [](const auto& one) {
  return one.param.id + "_" + std::to_string(one.index);
});

TEST(FindingKinds, EachHasATest) {
  for (const FindingKind& kind : finding_kinds()) {
    const bool tested =
        std::any_of(cases.begin(), cases.end(), [&](const Case& c) { return c.id == kind.id; });
    EXPECT_TRUE(tested) << kind.id;
  }
}

TEST(CheckPlan, AcceptsASequenceThatIsAdvancedBeforeTheSwitch) {
  const std::string text = testing::edited(with_store_keys(), R"("orders.catch_up", )",
                                           R"("orders.catch_up", "orders.advance_sequence", )");
  EXPECT_TRUE(ids_of(text).empty());
  const std::string other_side =
      testing::edited(with_store_keys(), R"("orders.catch_up", )",
                      R"("orders.catch_up", "orders.advance_sequence_old", )");
  EXPECT_THAT(ids_of(other_side), ::testing::Contains("sequence_not_advanced"));
}

TEST(CheckPlan, AcceptsASwitchThatKeepsWritesAwayUntilAllInstancesKnow) {
  const std::string plan =
      testing::edited(testing::sound_plan(), R"("orders.switch")",
                      R"("orders.deny_new", "orders.switch", "orders.drain", "orders.allow_new")");
  EXPECT_THAT(ids_of(plan), ::testing::IsEmpty());
}

TEST(CheckPlan, AcceptsATransactionOverBothSides) {
  const std::string text =
      testing::edited(testing::edited(testing::sound_plan(), R"("write": ["old", "new"])",
                                      R"("write": "one_transaction")"),
                      R"("apply": "version_guard")", R"("apply": "overwrite")");
  EXPECT_THAT(ids_of(text), ::testing::Not(::testing::Contains("dual_write_unordered")));
}

TEST(CheckPlan, AcceptsALossyTransformThatIsDeclared) {
  const std::string text = testing::edited(testing::sound_plan(), R"("by": 100})",
                                           R"("by": 100}, {"drop": "open", "lossy": true})");
  EXPECT_TRUE(ids_of(text).empty());
}

}  // namespace
}  // namespace rehearse::scenarios
