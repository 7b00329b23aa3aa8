/// One edit of a good file, one mistake, one sentence: exact texts, for people read them.

#include <gmock/gmock.h>

#include "scenarios/read_plan.hpp"
#include "scenarios/read_scenario.hpp"
#include "sketch.hpp"

namespace rehearse::scenarios {
namespace {

struct Edit {
  std::string from, to;
  std::string expected;  ///< Behind "plan.json:".
};

template <typename T>
std::string lines(const Result<T>& read) {
  std::string text;
  if (read) return text;
  for (const Error& error : read.errors()) {
    text += (text.empty() ? "" : "\n") + to_string(error).substr(std::string("plan.json:").size());
  }
  return text;
}

class PlanMistake : public ::testing::TestWithParam<Edit> {};
class ScenarioMistake : public ::testing::TestWithParam<Edit> {};

TEST_P(PlanMistake, IsSaidOnce) {
  const std::string text = testing::edited(testing::sound_plan(), GetParam().from, GetParam().to);
  EXPECT_EQ(lines(read_plan(text, "plan.json")), GetParam().expected);
}

TEST_P(ScenarioMistake, IsSaidOnce) {
  const std::string text =
      testing::edited(testing::sketch_scenario(), GetParam().from, GetParam().to);
  EXPECT_EQ(lines(read_scenario(text, "plan.json")), GetParam().expected);
}

const std::vector<Edit> plan_edits{
    Edit{R"x("apply": "version_guard")x", R"x("aply": "version_guard")x",
         R"x(33:41: /phases/1/set/orders/aply: unknown key "aply"; did you mean "apply"?)x"},
    Edit{
        R"x("apply": "version_guard")x", R"x("apply": "version_gard")x",
        R"x(33:50: /phases/1/set/orders/apply: unknown value "version_gard"; did you mean "version_guard"?)x"},
    Edit{R"x("tracks")x", R"x("track")x",
         R"x(5:3: /track: unknown key "track"; did you mean "tracks"?)x"},
    Edit{R"x("kind": "schema")x", R"x("kind": "schem")x",
         R"x(7:15: /tracks/orders/kind: unknown value "schem"; did you mean "schema"?)x"},
    Edit{
        R"x("total": "decimal(2)")x", R"x("total": "decimal(x)")x",
        R"x(8:77: /tracks/orders/record/fields/total: unknown value "decimal(x)"; did you mean "decimal(2)"?)x"},
    Edit{
        R"x("scale": "total")x", R"x("scale": "totl")x",
        R"x(11:21: /tracks/orders/transform/0: there is no field "totl" at this point; did you mean "total"?)x"},
    Edit{R"x("to": "total_cents")x", R"x("to": "open")x",
         R"x(11:21: /tracks/orders/transform/0: the field "open" is there already)x"},
    Edit{
        R"x("by": 100})x", R"x("by": 0})x",
        R"x(11:67: /tracks/orders/transform/0/by: this number is out of range (value 0); write a number from 1 to 1000000000)x"},
    Edit{
        R"x("table": "orders_v2")x", R"x("table": "orders")x",
        R"x(10:7: /tracks/orders/new: old and new are the same table of the same database; give the new side a table or a database of its own)x"},
    Edit{
        R"x("needs": ["orders.old"])x", R"x("needs": ["order.old"])x",
        R"x(15:61: /tracks/payments/old/needs/0: unknown record side "order.old"; did you mean "orders.old"?)x"},
    Edit{
        R"x("identity": "order_id")x", R"x("identity": "oder_id")x",
        R"x(14:26: /tracks/payments/identity: unknown key or field "oder_id"; did you mean "order_id"?)x"},
    Edit{R"x("amount": "total")x", R"x("amount": "totl")x",
         R"x(14:50: /tracks/payments/amount: unknown field "totl"; did you mean "total"?)x"},
    Edit{
        R"x("instances": 3)x", R"x("instances": 0)x",
        R"x(21:18: /application/instances: this number is out of range (value 0); write a number from 1 to 64)x"},
    Edit{
        R"x("instances": 3)x", R"x("instances": "3")x",
        R"x(21:18: /application/instances: an integer is expected here, and this is a text (value "3"); write a number from 1 to 64)x"},
    Edit{
        R"x(["report"])x", R"x(["reprot"])x",
        R"x(22:59: /application/groups/reports/operations/0: unknown operation "reprot"; did you mean "report"?)x"},
    Edit{
        R"x({"own": "orders"})x", R"x({"own": "ordes"})x",
        R"x(23:28: /application/variables/mine/own: unknown record track or collection "ordes"; did you mean "orders"?)x"},
    Edit{
        R"x({"own": "orders"})x", R"x({"owns": "orders"})x",
        R"x(23:28: /application/variables/mine/owns: unknown key "owns" for the source of a variable; did you mean "own"?)x"},
    Edit{
        R"x("call": "payments")x", R"x("call": "payment")x",
        R"x(26:21: /application/operations/checkout/0/call: unknown service track "payment"; did you mean "payments"?)x"},
    Edit{
        R"x("call": "payments")x", R"x("call": "orders")x",
        R"x(26:21: /application/operations/checkout/0/call: "orders" is not a service track; allowed here: payments)x"},
    Edit{
        R"x("identity": "$order"})x", R"x("identity": "order"})x",
        R"x(26:53: /application/operations/checkout/0/identity: a variable is expected here (value "order"); write its name with a dollar, e.g. "$customer")x"},
    Edit{
        R"x("key": "$mine")x", R"x("key": "$mien")x",
        R"x(27:37: /application/operations/report/0/key: unknown variable "$mien"; did you mean "$mine"?)x"},
    Edit{
        R"x({"items": 1})x", R"x({"item": 1})x",
        R"x(25:62: /application/operations/add/0/value/item: unknown field "item"; did you mean "items"?)x"},
    Edit{
        R"x({"items": 1})x", R"x({"items": 1.5})x",
        R"x(25:71: /application/operations/add/0/value/items: a number with a fraction is not exact here (value 1.5); write decimals as text, e.g. "1.5")x"},
    Edit{R"x("orders.create_new")x", R"x("order.create_new")x",
         R"x(31:34: /phases/0/steps/0: unknown track "order"; did you mean "orders"?)x"},
    Edit{
        R"x("orders.create_new")x", R"x("orders.create_nwe")x",
        R"x(31:34: /phases/0/steps/0: unknown step "orders.create_nwe"; did you mean "orders.create_new"?)x"},
    Edit{
        R"x("orders.create_new")x", R"x("payments.create_new")x",
        R"x(31:34: /phases/0/steps/0: the step "payments.create_new" needs a schema or source track, and "payments" is a service; services know drain, deny, allow, switch, hold, restore, purge and drop)x"},
    Edit{R"x({"restart": "app", "to": "v2"})x", R"x({"restart": "ap", "to": "v2"})x",
         R"x(31:56: /phases/0/steps/1/restart: unknown instance group "ap"; did you mean "app"?)x"},
    Edit{R"x({"restart": "app", "to": "v2"})x", R"x({"restart": "app", "to": "v4"})x",
         R"x(31:74: /phases/0/steps/1/to: unknown version "v4"; allowed here: v1, v2, v3)x"},
    Edit{
        R"x({"restart": "app", "to": "v2"})x", R"x({"restrat": "app", "to": "v2"})x",
        R"x(31:56: /phases/0/steps/1/restrat: unknown key "restrat" for a step; did you mean "restart"?)x"},
    Edit{
        R"x("write": ["old", "new"])x", R"x("write": ["old", "old"])x",
        R"x(32:50: /phases/1/set/orders/write: both writes go to the same side (value ["old", "old"]); write ["old"], ["old", "new"], ["new", "old"] or ["new"])x"},
    Edit{
        R"x("write": ["old", "new"])x", R"x("write": "both")x",
        R"x(32:50: /phases/1/set/orders/write: unknown value "both"; write a list such as ["old", "new"], or "one_transaction")x"},
    Edit{
        R"x("sync": "old_to_new")x", R"x("sync": "old->new")x",
        R"x(33:75: /phases/1/set/orders/sync: unknown value "old->new"; allowed here: none, old_to_new, new_to_old, both)x"},
    Edit{
        R"x(before(dual))x", R"x(before(dule))x",
        R"x(34:58: /phases/2/set/orders/backfill/population: unknown phase "dule"; did you mean "dual"?)x"},
    Edit{
        R"x(before(dual))x", R"x(dual)x",
        R"x(34:72: /phases/2/set/orders/backfill/population: this is not a population: the rows that the backfill copies (value "dual"); write "all" or "before(PHASE)", the rows that are there when PHASE begins)x"},
    Edit{
        R"x("orders.backfill_remaining", "equals": 0)x",
        R"x("orders.backfill_remaing", "equals": 0)x",
        R"x(35:25: /phases/2/gate/when/0/metric: unknown metric "orders.backfill_remaing"; did you mean "orders.backfill_remaining"?)x"},
    Edit{
        R"x("orders.backfill_remaining", "equals": 0)x", R"x("orders.backfill_remaining")x",
        R"x(35:24: /phases/2/gate/when/0: this condition compares with nothing (value {"metric": "orders.backfill_remaining"}); write one of "equals": 0, "at_most": 0, "at_least": 1)x"},
    Edit{R"x({"orders": {"read": "old+shadow_new"}})x",
         R"x({"order": {"read": "old+shadow_new"}})x",
         R"x(36:32: /phases/3/set/order: unknown track "order"; did you mean "orders"?)x"},
    Edit{
        R"x("over": "5s")x", R"x("over": 5)x",
        R"x(37:83: /phases/3/gate/when/0/over: a duration needs its unit (us, ms, s, min, h or d) (value 5); write e.g. "5ms" or "5s")x"},
    Edit{
        R"x("over": "5s")x", R"x("over": "5 sec")x",
        R"x(37:83: /phases/3/gate/when/0/over: this is not a duration: a number and us, ms, s, min, h or d, at most ten years (value "5 sec"); write it with its unit, e.g. "250ms", "30s")x"},
    Edit{
        R"x("over": "5s")x", R"x("over": "-5s")x",
        R"x(37:83: /phases/3/gate/when/0/over: a duration is not negative (value "-5s"); write it with its unit, e.g. "250ms", "30s")x"},
    Edit{
        R"x([10, 100])x", R"x([10, 101])x",
        R"x(38:71: /phases/4/segment/percent/1: this number is out of range (value 101); write a number from 0 to 100)x"},
    Edit{
        R"x({"route": "new"})x", R"x({"read": "new"})x",
        R"x(38:99: /phases/4/set/payments/read: the key "read" does not belong here; it is for schema and source tracks; a service track has "route": "old" or "new", and "shadow": true)x"},
    Edit{
        R"x(, "set": {"payments": {"route": "new"}})x", R"x()x",
        R"x(38:36: /phases/4/segment: this segment applies to nothing: the phase sets no track (value {"by": "customer", "percent": [10, 100]}); add "set", or remove the segment)x"},
    Edit{
        R"x("point_of_no_return": true)x", R"x("point_of_no_return": "yes")x",
        R"x(40:48: /phases/6/point_of_no_return: true or false is expected here, and this is a text (value "yes"))x"},
    Edit{
        R"x("point_of_no_return": true)x",
        R"x("point_of_no_return": true, "rollback": {"to": "start"})x",
        R"x(40:54: /phases/6/rollback: this phase is the point of no return and has a rollback; remove one of the two)x"},
    Edit{R"x("to": "previous_phase")x", R"x("to": "cut-over")x",
         R"x(43:16: /rollback/to: unknown rollback target "cut-over"; did you mean "cutover"?)x"},
    Edit{
        R"x({"name": "complete")x", R"x({"name": "expand")x",
        R"x(40:6: /phases/6/name: there is a phase "expand" already; give each phase a name of its own)x"},
    Edit{
        R"x("rehearse": 1)x", R"x("rehearse": 2)x",
        R"x(3:15: /rehearse: this program reads format 1 (value 2); write "rehearse": 1, or use a newer rehearse)x"},
    Edit{R"x("name": "sound",)x", R"x("name": "sound", "name": "loud",)x",
         R"x(4:20: the key "name" is here a second time; keep one of the two)x"},
    Edit{R"x("name": "sound",)x", R"x("name": "",)x",
         R"x(4:11: /name: this name is empty (value ""); give it a name)x"},
    Edit{R"x("name": "sound",)x", R"x("name": "sound",,)x",
         R"x(4:19: a name in double quotes is expected here, and there is ",")x"},
    Edit{R"x("name": "sound",)x", R"x("name": "sound")x",
         R"x(5:3: a comma is missing before "tracks"; put a comma behind the value before it)x"},
    Edit{R"x("name": "sound",)x", R"x('name': "sound",)x",
         R"x(4:3: "'name'" is not JSON; write texts and names in double quotes)x"}};

INSTANTIATE_TEST_SUITE_P(Edits, PlanMistake, ::testing::ValuesIn(plan_edits));

const std::vector<Edit> scenario_edits{
    Edit{
        R"x("400/s")x", R"x(400)x",
        R"x(3:36: /traffic/arrivals/rate: this is not a rate above 0/s (value 400); write it with its unit, e.g. "400/s")x"},
    Edit{
        R"x("400/s")x", R"x("0/s")x",
        R"x(3:36: /traffic/arrivals/rate: this is not a rate above 0/s (value "0/s"); write it with its unit, e.g. "400/s")x"},
    Edit{R"x("poisson")x", R"x("poison")x",
         R"x(3:54: /traffic/arrivals/shape: unknown value "poison"; did you mean "poisson"?)x"},
    Edit{
        R"x("clients": 40)x", R"x("clients": -1)x",
        R"x(3:77: /traffic/clients: this number is negative (value -1); write a number from 1 to 100000)x"},
    Edit{
        R"x("zipf(1.1)")x", R"x("zipff(1.1)")x",
        R"x(5:54: /traffic/keys/distribution: unknown value "zipff(1.1)"; did you mean "zipf(1.1)"?)x"},
    Edit{R"x("reply_lost")x", R"x("reply_lots")x",
         R"x(8:6: /faults/0/reply_lots: unknown key "reply_lots"; did you mean "reply_lost"?)x"},
    Edit{
        R"x(["app", "payments.old"])x", R"x(["app"])x",
        R"x(8:32: /faults/0/reply_lost/between: two nodes are expected here (value ["app"]); write e.g. ["app", "payments.old"])x"},
    Edit{R"x("message", "process")x", R"x("message", "proces")x",
         R"x(10:28: /faults/2/any_of/1: unknown value "proces"; did you mean "process"?)x"},
    Edit{
        R"x("0.5%")x", R"x(0.005)x",
        R"x(10:56: /faults/2/rate: this is not a share from 0% to 100%, with at most four digits behind the point (value 0.005); write it as a text with its sign, e.g. "0.5%")x"},
    Edit{
        R"x(0.9999)x", R"x(1.5)x",
        R"x(12:34: /objectives/availability: this is not a share from 0 to 1, with at most six digits behind the point (value 1.5); write e.g. 0.9999 or "99.99%")x"},
    Edit{
        R"x("0ms")x", R"x("never")x",
        R"x(12:60: /objectives/longest_outage: this is not a duration: a number and us, ms, s, min, h or d, at most ten years (value "never"); write it with its unit, e.g. "250ms", "30s")x"},
    Edit{
        R"x("all")x", R"x("D9")x",
        R"x(13:18: /properties/0: unknown value "D9"; allowed here: A1, A2, D1, D2, D3, D4, D5, D6, C1, C2, R1, R2, L1, V1, V2, I1, X1, all)x"},
    Edit{R"x("lineage")x", R"x("linage")x",
         R"x(14:81: /explore/pairs: unknown value "linage"; did you mean "lineage"?)x"},
    Edit{R"x("every_step")x", R"x("every")x",
         R"x(14:58: /explore/rollback: unknown value "every"; did you mean "every_phase"?)x"},
    Edit{R"x("name": "flash-sale",)x", R"x()x",
         R"x(1:1: the key "name" is missing; add it, e.g. "name": "flash-sale")x"},
    Edit{
        R"x("in": "canary")x", R"x("in": "canary", "at": {"phase": "dual", "after": "1s"})x",
        R"x(8:80: /faults/0/at: the phase is said twice, here and as "in" (value {"phase": "dual", "after": "1s"}); keep one of the two)x"}};

INSTANTIATE_TEST_SUITE_P(Edits, ScenarioMistake, ::testing::ValuesIn(scenario_edits));

}  // namespace
}  // namespace rehearse::scenarios
