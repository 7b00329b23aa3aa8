#include <chrono>
#include <utility>

#include "tests/harness/history_builder.hpp"

namespace rehearse::harness::testing {

using namespace std::chrono_literals;
using scenarios::OperationStep;
using scenarios::OperationStepKind;
using scenarios::StepKind;

namespace {

OperationStep step(OperationStepKind kind, std::string target, std::string variable) {
  OperationStep made;
  made.kind = kind;
  made.target = std::move(target);
  made.variable = std::move(variable);
  return made;
}

OperationStep sell() {
  OperationStep made = step(OperationStepKind::add, "catalog", "product");
  made.field = "stock";
  made.by = -1;
  made.require_at_least = 0;
  return made;
}

scenarios::Step plan_step(StepKind kind, Side side = old_side) {
  scenarios::Step made;
  made.kind = kind;
  made.track = "orders";
  made.side = side;
  return made;
}

scenarios::Condition condition(std::string metric, std::int64_t min_samples) {
  scenarios::Condition made;
  made.metric = std::move(metric);
  made.comparison = scenarios::Comparison::at_most;
  made.min_samples = min_samples;
  if (min_samples > 0) made.over = 1s;
  return made;
}

scenarios::Track record_track(std::string name, std::string key, scenarios::TrackKind kind) {
  scenarios::Track track;
  track.name = std::move(name);
  track.kind = kind;
  track.record.key = std::move(key);
  return track;
}

}  // namespace

scenarios::Stage stage_of(Side read, Side first, bool both) {
  scenarios::Stage stage;
  stage.read.authority = read;
  stage.write.first = first;
  stage.write.both = both;
  return stage;
}

scenarios::Plan shop_plan() {
  scenarios::Plan plan;
  plan.name = "shop";
  plan.tracks.push_back(record_track("orders", "order_id", scenarios::TrackKind::schema));
  scenarios::Track service;
  service.name = "payments";
  service.kind = scenarios::TrackKind::service;
  service.identity = "order_id";
  plan.tracks.push_back(service);
  plan.tracks.push_back(record_track("catalog", "product_id", scenarios::TrackKind::source));
  scenarios::Collection collection;
  collection.name = "carts";
  collection.record.key = "customer_id";
  plan.collections.push_back(collection);

  auto& application = plan.application;
  application.groups[0].instances = 2;
  application.versions = {{"v1", {}, scenarios::TrackSupport::old_only, {}, {}},
                          {"v2", {}, scenarios::TrackSupport::flags, {}, {}}};
  application.operations = {
      {"browse", {step(OperationStepKind::read, "catalog", "product")}},
      {"fill_cart", {step(OperationStepKind::put, "carts", "customer")}},
      {"checkout",
       {sell(), step(OperationStepKind::charge, "payments", "order"),
        step(OperationStepKind::insert, "orders", "order")}},
      {"look", {step(OperationStepKind::read, "orders", "order")}},
      {"change", {step(OperationStepKind::update, "orders", "order")}},
      {"cancel", {step(OperationStepKind::erase, "orders", "order")}},
      {"reprice", {step(OperationStepKind::put, "catalog", "product")}},
      {"place", {step(OperationStepKind::insert, "orders", "order")}},
  };

  for (const char* name :
       {"expand", "dual", "backfill", "shadow", "canary", "cutover", "contract"}) {
    scenarios::Phase phase;
    phase.name = name;
    plan.phases.push_back(phase);
  }
  plan.phases[backfill].gate.emplace().when = {condition("orders.backfill_remaining", 0)};
  plan.phases[shadow].gate.emplace().when = {condition("orders.shadow_mismatch", 20)};
  plan.phases[canary].segment.emplace().percent = {10, 50};
  plan.phases[cutover].steps = {plan_step(StepKind::deny), plan_step(StepKind::drain),
                                plan_step(StepKind::switch_over)};
  plan.phases[cutover].unavailable_budget = 200ms;
  plan.rollback.deadline = 1s;
  return plan;
}

scenarios::Scenario shop_scenario() {
  scenarios::Scenario scenario;
  scenario.name = "test";
  return scenario;
}

}  // namespace rehearse::harness::testing
