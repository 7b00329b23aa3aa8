/// Costs of the two store engines: single calls, transactions, scans, and going back to an image.
/// The run-shaped benchmarks say what a rehearsal pays per run.

#include <benchmark/benchmark.h>

#include <array>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "simulators/store/memory_vfs.hpp"
#include "simulators/store/store.hpp"

namespace {

using namespace rehearse::simulators;
using rehearse::scenarios::FieldKind;

constexpr Key records = 300;   // of each table in the image
constexpr TableId orders = 0;  // of the shape's tables, the one that is used

DatabaseShape shop_shape() {
  const auto field = [](const char* name, FieldKind kind) {
    return rehearse::scenarios::Field{name, {kind, 0}};
  };
  const std::vector fields{field("first_name", FieldKind::text),
                           field("last_name", FieldKind::text), field("total", FieldKind::integer),
                           field("state", FieldKind::text), field("paid", FieldKind::boolean)};
  DatabaseShape shape{"shop", {}};
  for (const char* name : {"orders", "orders_new", "carts", "payments", "outbox"})
    shape.tables.push_back({name, fields, true});
  return shape;
}

/// A store with an image, and its memory.
struct Shop {
  explicit Shop(const char* engine) : store(make_store(engine, shop_shape(), memory)) {
    for (TableId table = 0; table < 3; ++table) {
      store->begin();
      for (Key key = 1; key <= records; ++key) store->put(table, key, record(key, 1));
      store->commit();
    }
    store->keep_image();
    memory.keep();
  }

  Record record(Key key, std::uint64_t version) {
    static constexpr std::array names{"Ada", "Grace", "Barbara", "Edsger"};
    const auto pick = static_cast<std::size_t>(key) % names.size();
    const std::array values{Value::of(memory.text(names[pick])), Value::of(memory.text("Lovelace")),
                            Value::of(key * 100), Value::of(memory.text("placed")),
                            Value::of_bool(true)};
    return {memory.row(values), version, write_id(static_cast<OperationId>(key), 1, false), 0,
            false};
  }

  Memory memory;
  std::unique_ptr<Store> store;
};

/// Spreads keys without a random stream: 61 is coprime to `records`.
Key spread(std::uint64_t i) { return static_cast<Key>(i * 61 % records) + 1; }

void get(benchmark::State& state, const char* engine) {
  Shop shop(engine);
  Record record;
  bool found = false;
  std::uint64_t i = 0;
  for (auto _ : state) {
    shop.store->get(orders, spread(++i), record, found);
    benchmark::DoNotOptimize(record);
    if (i % 1024 == 0) shop.memory.reset();
  }
}

void put_alone(benchmark::State& state, const char* engine) {
  Shop shop(engine);
  Record record = shop.record(7, 2);
  std::uint64_t i = 0;
  for (auto _ : state) {
    record.version = ++i;  // SQLite does not write what is there already
    shop.store->put(orders, spread(i), record);
  }
}

void put_in_batch(benchmark::State& state, const char* engine) {
  Shop shop(engine);
  Record record = shop.record(7, 2);
  std::uint64_t i = 0;
  shop.store->begin();
  for (auto _ : state) {
    record.version = ++i;
    shop.store->put(orders, spread(i), record);
    if (i % 32 == 0) {
      shop.store->commit();
      shop.store->begin();
    }
  }
  shop.store->rollback();
}

/// As a dual write in one transaction: read, two puts, one append.
void transaction(benchmark::State& state, const char* engine) {
  Shop shop(engine);
  Record record = shop.record(7, 2);
  Record before;
  bool found = false;
  std::uint64_t i = 0;
  for (auto _ : state) {
    record.version = ++i;
    const Key key = spread(i);
    shop.store->begin();
    shop.store->get(orders, key, before, found);
    shop.store->put(orders, key, record);
    shop.store->put(1, key, record);
    shop.store->put(4, static_cast<Key>(i), record);
    shop.store->commit();
    if (i % 512 == 0) {
      shop.store->restore_image();
      shop.memory.reset();
    }
  }
}

void scan_100(benchmark::State& state, const char* engine) {
  Shop shop(engine);
  std::vector<KeyedRecord> out;
  for (auto _ : state) {
    out.clear();
    shop.store->scan(orders, 100, 100, out);
    benchmark::DoNotOptimize(out.data());
    shop.memory.reset();
  }
}

/// Nothing but restoring, after one put; the next get included, so that caches must work again.
void restore(benchmark::State& state, const char* engine) {
  Shop shop(engine);
  const Record record = shop.record(7, 2);
  Record there;
  bool found = false;
  for (auto _ : state) {
    shop.store->put(orders, 5, record);
    shop.store->restore_image();
    shop.store->get(orders, 5, there, found);
    shop.memory.reset();
  }
}

void crash(benchmark::State& state, const char* engine) {
  Shop shop(engine);
  Record there;
  bool found = false;
  for (auto _ : state) {
    shop.store->crash();
    shop.store->get(orders, 5, there, found);
    shop.memory.reset();
  }
}

void construct(benchmark::State& state, const char* engine) {
  for (auto _ : state) {
    Memory memory;
    benchmark::DoNotOptimize(make_store(engine, shop_shape(), memory));
  }
}

void hold_and_unhold(benchmark::State& state, const char* engine) {
  Shop shop(engine);
  for (auto _ : state) {
    shop.store->hold(1);
    shop.store->restore(1);
  }
}

void drop_and_create(benchmark::State& state, const char* engine) {
  Shop shop(engine);
  for (auto _ : state) {
    shop.store->drop(4);
    shop.store->create(4);
  }
}

/// As `restore`, after DDL: create, restore the image, and one get that needs its statement again.
void restore_after_ddl(benchmark::State& state, const char* engine) {
  Shop shop(engine);
  shop.store->drop(4);
  shop.store->keep_image();
  Record there;
  bool found = false;
  for (auto _ : state) {
    shop.store->create(4);
    shop.store->restore_image();
    shop.store->get(orders, 5, there, found);
    shop.memory.reset();
  }
}

/// One run: 100 transactions, with or without the DDL of an expand/contract plan, and back.
void run_of_a_plan(Shop& shop, bool ddl) {
  Record record = shop.record(7, 2);
  Record before;
  bool found = false;
  for (Key i = 1; i <= 100; ++i) {
    if (ddl && i == 20) shop.store->drop(1);
    if (ddl && i == 30) shop.store->create(1);
    if (ddl && i == 60) shop.store->hold(2);
    if (ddl && i == 90) shop.store->drop(2);
    record.version = static_cast<std::uint64_t>(i) + 2;
    const Key key = spread(static_cast<std::uint64_t>(i));
    shop.store->begin();
    shop.store->get(orders, key, before, found);
    shop.store->put(orders, key, record);
    shop.store->put(1, key, record);
    shop.store->put(4, i, record);
    shop.store->commit();
  }
  shop.store->restore_image();
  shop.memory.reset();
}

void whole_run(benchmark::State& state, const char* engine, bool ddl) {
  Shop shop(engine);
  for (auto _ : state) run_of_a_plan(shop, ddl);
}

std::int64_t resident_pages() {
  std::int64_t total = 0, resident = 0;
  std::ifstream("/proc/self/statm") >> total >> resident;
  return resident;
}

/// Counter `grown_kib`: what 10 000 runs after 100 warm ones add to the resident memory. Must be
/// ~0.
void memory_over_10k_runs(benchmark::State& state, const char* engine) {
  for (auto _ : state) {
    Shop shop(engine);
    for (int i = 0; i < 100; ++i) run_of_a_plan(shop, i % 2 == 0);
    const std::int64_t before = resident_pages();
    for (int i = 0; i < 10'000; ++i) run_of_a_plan(shop, i % 100 == 0);
    state.counters["grown_kib"] = static_cast<double>((resident_pages() - before) * 4);
  }
}

#define BOTH(name)                         \
  BENCHMARK_CAPTURE(name, model, "model"); \
  BENCHMARK_CAPTURE(name, sqlite, "sqlite")

BOTH(get);
BOTH(put_alone);
BOTH(put_in_batch);
BOTH(transaction);
BOTH(scan_100);
BOTH(restore);
BOTH(crash);
BOTH(construct);
BOTH(hold_and_unhold);
BOTH(drop_and_create);
BOTH(restore_after_ddl);
BENCHMARK_CAPTURE(whole_run, model, "model", false)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(whole_run, sqlite, "sqlite", false)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(whole_run, model_ddl, "model", true)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(whole_run, sqlite_ddl, "sqlite", true)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(memory_over_10k_runs, model, "model")->Iterations(1)->Unit(benchmark::kSecond);
BENCHMARK_CAPTURE(memory_over_10k_runs, sqlite, "sqlite")->Iterations(1)->Unit(benchmark::kSecond);

}  // namespace
