#include "tests/harness/explore/small_plan.hpp"

#include <stdexcept>
#include <string_view>

#include "scenarios/default_scenario.hpp"
#include "scenarios/read_plan.hpp"

namespace rehearse::harness::testing {

namespace {

constexpr std::string_view text = R"plan({
  "rehearse": 1,
  "name": "small",
  "tracks": {
    "orders": {
      "kind": "schema",
      "record": {"key": "order_id", "fields": {"customer": "text", "total": "decimal(2)"}},
      "old": {"database": "shop", "table": "orders"},
      "new": {"database": "shop", "table": "orders_v2"},
      "transform": [{"scale": "total", "to": "total_cents", "by": 100}]
    }
  },
  "application": {
    "instances": 2,
    "versions": {"v1": {"*": "old"}, "v2": {"*": "flags"}},
    "flag_delay": ["0ms", "10ms"],
    "restart_time": "10ms",
    "calls": {"timeout": "100ms", "retries": 5, "backoff": "5ms"},
    "variables": {"order": {"fresh": "orders"}, "mine": {"own": "orders"}},
    "operations": {
      "place": [{"insert": "orders", "key": "$order"}],
      "look": [{"read": "orders", "key": "$mine"}]
    }
  },
  "tolerates": {"message_loss": true},
  "phases": [
    {"name": "expand",
     "steps": [{"ddl": "orders.create_new"}, {"restart": "app", "to": "v2", "rolling": true}],
     "gate": {"when": [{"metric": "app.instances_on_v1", "equals": 0}], "deadline": "30s"}},
    {"name": "dual",
     "set": {"orders": {"write": ["old", "new"], "second_write_failure": "enqueue_repair",
                        "apply": "version_guard", "fence": "epoch"}},
     "steps": ["orders.drain"]},
    {"name": "backfill",
     "set": {"orders": {"backfill": {"cursor": "order_id", "batch": 10,
                                     "write": "insert_if_absent", "population": "before(backfill)",
                                     "checkpoint": "in_batch", "throttle": "2ms"}}},
     "gate": {"when": [{"metric": "orders.backfill_remaining", "equals": 0}], "deadline": "30s"}},
    {"name": "verify",
     "steps": [{"verify": "orders", "mode": "keyed"}],
     "gate": {"when": [{"metric": "orders.verify_mismatch", "at_most": 0}],
              "deadline": "5s", "failed": "rollback"}},
    {"name": "cutover",
     "steps": ["orders.fence_old", "orders.drain", "orders.drain_repairs", "orders.switch"],
     "budget": {"unavailable": "500ms"}, "on_failure": "release", "deadline": "10s"},
    {"name": "reads", "set": {"orders": {"read": "new"}}, "keep": "50ms"},
    {"name": "contract", "point_of_no_return": true,
     "set": {"orders": {"write": ["new"]}},
     "steps": ["orders.drain", "orders.drain_repairs", "orders.hold_old", {"wait": "50ms"},
               "orders.drop_old"]}
  ],
  "rollback": {"to": "previous_phase", "deadline": "30s"}
})plan";

}  // namespace

scenarios::Plan small_plan() {
  scenarios::Result<scenarios::Plan> plan = scenarios::read_plan(text, "small");
  if (!plan) throw std::logic_error(to_string(plan.errors().front()));
  return std::move(plan).value();
}

scenarios::Scenario small_scenario(const scenarios::Plan& plan, int operations) {
  scenarios::Scenario scenario = scenarios::default_scenario(plan);
  scenario.store = "model";
  scenario.traffic.operations = operations;
  scenario.traffic.keys.count = 20;
  return scenario;
}

}  // namespace rehearse::harness::testing
