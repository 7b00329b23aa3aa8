// What judging costs: rebuilding the facts and all properties, over synthetic histories of a dual
// write that ends on the new side. About 8 events an operation. Reported per operation.
#include <benchmark/benchmark.h>

#include <cstdint>

#include "harness/properties/facts.hpp"

namespace {

using namespace rehearse;
using harness::Event;
using harness::EventKind;
using harness::Facts;
using scenarios::OperationStepKind;
using scenarios::Side;
using simulators::WriteSource;

scenarios::Plan bench_plan() {
  scenarios::Plan plan;
  plan.name = "bench";
  scenarios::Track orders;
  orders.name = "orders";
  orders.record.key = "order_id";
  plan.tracks.push_back(orders);
  scenarios::Track payments;
  payments.name = "payments";
  payments.kind = scenarios::TrackKind::service;
  payments.identity = "order_id";
  plan.tracks.push_back(payments);
  scenarios::Track catalog = orders;
  catalog.name = "catalog";
  catalog.record.key = "product_id";
  plan.tracks.push_back(catalog);
  scenarios::OperationStep sell, charge, insert, look;
  sell.kind = OperationStepKind::add;
  sell.target = "catalog";
  sell.field = "stock";
  sell.by = -1;
  sell.require_at_least = 0;
  charge.kind = OperationStepKind::charge;
  charge.target = "payments";
  insert.kind = OperationStepKind::insert;
  insert.target = "orders";
  look.target = "orders";
  plan.application.operations = {{"checkout", {sell, charge, insert}}, {"look", {look, look}}};
  plan.phases.resize(3);
  return plan;
}

/// Appends operations and keeps what the stores hold.
class Shop {
 public:
  explicit Shop(std::int64_t operations) {
    constexpr harness::Key products = 100;
    history.nodes = {"client", "app/1", "app/2", "conductor"};
    for (harness::Key key = 1; key <= products; ++key) {
      history.initial.push_back({2, key, 1, operations});
    }
    stock.assign(static_cast<std::size_t>(products) + 1, operations);
    publish(false);
    for (std::int64_t i = 1; i <= operations; ++i) {
      if (i == operations / 2) publish(true);
      if (i % 3 == 0)
        look(i, last_order);
      else
        checkout(i, i % products + 1);
    }
    finish(products);
  }

  simulators::History history;

 private:
  Event make(EventKind kind, std::int64_t operation) {
    Event event;
    event.kind = kind;
    event.time = time += 100;
    event.phase = 1;
    event.operation = static_cast<harness::OperationId>(operation);
    event.client = static_cast<std::uint16_t>(operation % 40);
    event.node = 1;
    event.side = now_new ? Side::new_side : Side::old_side;
    return event;
  }
  void push(const Event& event) { history.events.push_back(event); }

  void publish(bool to_new) {
    now_new = to_new;
    for (simulators::TrackIndex track = 0; track < 3; ++track) {
      Event event = make(EventKind::authority, 0);
      event.track = track;
      event.value = static_cast<std::int64_t>(history.stages.size());
      event.extra = 100;
      push(event);
      scenarios::Stage stage;
      stage.read.authority = stage.write.first = stage.service.route = event.side;
      stage.write.both = true;
      stage.backfill.state = scenarios::BackfillState::verified;
      history.stages.push_back(stage);
    }
  }

  void intend(std::int64_t id, unsigned step, simulators::TrackIndex track, harness::Key key,
              OperationStepKind kind, std::int64_t value) {
    Event event = make(EventKind::intend, id);
    event.track = track;
    event.key = key;
    event.write = simulators::write_id(event.operation, step, false);
    event.detail = static_cast<std::uint8_t>(kind);
    event.value = value;
    push(event);
  }

  void commit(std::int64_t id, unsigned step, simulators::TrackIndex track, harness::Key key,
              std::uint8_t flags, std::int64_t extra) {
    Event event = make(EventKind::commit, id);
    event.track = track;
    event.key = key;
    event.write = simulators::write_id(event.operation, step, false);
    event.flags = flags;
    event.extra = extra;
    push(event);
    event.detail = static_cast<std::uint8_t>(WriteSource::second);
    event.side = scenarios::other(event.side);
    push(event);
  }

  void checkout(std::int64_t id, harness::Key product) {
    Event invoke = make(EventKind::invoke, id);
    invoke.extra = invoke.time;
    push(invoke);
    intend(id, 0, 2, product, OperationStepKind::add, -1);
    intend(id, 1, 1, id, OperationStepKind::charge, 500);
    intend(id, 2, 0, id, OperationStepKind::insert, 7);
    commit(id, 0, 2, product, simulators::flag_add, --stock[static_cast<std::size_t>(product)]);
    Event effect = make(EventKind::effect, id);
    effect.track = 1;
    effect.key = id;
    effect.detail = static_cast<std::uint8_t>(simulators::EffectKind::charge);
    effect.value = 500;
    effect.extra = id;
    push(effect);
    commit(id, 2, 0, id, 0, 7);
    end(id, invoke.time);
    last_order = id;
    orders.push_back(id);
  }

  void look(std::int64_t id, std::int64_t order) {
    Event invoke = make(EventKind::invoke, id);
    invoke.value = 1;
    invoke.extra = invoke.time;
    push(invoke);
    for (int i = 0; i < 2; ++i) {
      Event observe = make(EventKind::observe, id);
      observe.track = 0;
      observe.key = order;
      observe.write = simulators::write_id(static_cast<harness::OperationId>(order), 2, false);
      push(observe);
    }
    end(id, invoke.time);
  }

  void end(std::int64_t id, simulators::Time since) {
    Event event = make(EventKind::finish, id);
    event.value = event.time - since;
    push(event);
  }

  void finish(harness::Key products) {
    Event end = make(EventKind::plan_end, 0);
    push(end);
    history.end = time;
    history.final.quiet = true;
    history.final.tracks.resize(3);
    for (std::size_t track : {0U, 1U, 2U}) {
      auto& final = history.final.tracks[track];
      final.stage = final.segment_stage = history.stages.back();
      for (auto* side : {&final.old_side, &final.new_side}) {
        side->exists = true;
        for (const std::int64_t id : orders) {
          if (track != 0) break;
          const auto operation = static_cast<harness::OperationId>(id);
          side->records.push_back(
              {id, simulators::write_id(operation, 2, false), 1, 7, 0, false, true});
        }
        for (harness::Key key = 1; track == 2 && key <= products; ++key) {
          side->records.push_back({key, simulators::initial_write(2, key), 1, 1,
                                   stock[static_cast<std::size_t>(key)], false, true});
        }
      }
    }
  }

  simulators::Time time = 0;
  bool now_new = false;
  std::int64_t last_order = 1;
  std::vector<std::int64_t> orders, stock;
};

void report(benchmark::State& state, std::int64_t operations, std::size_t events) {
  state.SetItemsProcessed(state.iterations() * operations);
  state.counters["per_op"] = benchmark::Counter(
      static_cast<double>(operations),
      benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
  state.counters["events_per_op"] = static_cast<double>(events) / static_cast<double>(operations);
}

/// Facts and every property; fails when the synthetic history is not accepted.
void judge_all(benchmark::State& state) {
  const scenarios::Plan plan = bench_plan();
  const scenarios::Scenario scenario;
  const Shop shop(state.range(0));
  Facts facts(plan, scenario);
  for (auto _ : state) {
    facts.rebuild(shop.history);
    for (const harness::Property& property : harness::all_properties()) {
      const harness::Verdict verdict = property.judge(facts);
      if (verdict.outcome != harness::Outcome::holds) {
        state.SkipWithError(verdict.because.c_str());
        return;
      }
      benchmark::DoNotOptimize(verdict.exercised);
    }
  }
  report(state, state.range(0), shop.history.events.size());
}
BENCHMARK(judge_all)->Arg(200)->Arg(100'000)->Unit(benchmark::kMicrosecond);

void rebuild_facts(benchmark::State& state) {
  const scenarios::Plan plan = bench_plan();
  const scenarios::Scenario scenario;
  const Shop shop(state.range(0));
  Facts facts(plan, scenario);
  for (auto _ : state) facts.rebuild(shop.history);
  report(state, state.range(0), shop.history.events.size());
}
BENCHMARK(rebuild_facts)->Arg(200)->Arg(100'000)->Unit(benchmark::kMicrosecond);

/// Each property alone, over 100 000 operations.
void judge_one(benchmark::State& state) {
  const scenarios::Plan plan = bench_plan();
  const scenarios::Scenario scenario;
  const Shop shop(100'000);
  const Facts facts(plan, scenario, shop.history);
  const harness::Property& property =
      harness::all_properties()[static_cast<std::size_t>(state.range(0))];
  for (auto _ : state) benchmark::DoNotOptimize(property.judge(facts).outcome);
  state.SetLabel(std::string(property.id));
  report(state, 100'000, shop.history.events.size());
}
BENCHMARK(judge_one)->DenseRange(0, 16)->Unit(benchmark::kMicrosecond);

}  // namespace
