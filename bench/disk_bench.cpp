/// Power cuts over the SQLite store: how many cut-and-recover cycles a second one core makes. One
/// cycle is a transaction that is cut in its middle, the cut with what survives, SQLite's recovery,
/// and a read. The rate is `items_per_second`.

#include <benchmark/benchmark.h>

#include <array>
#include <cstdint>

#include "fault_injection/disk/power_cut.hpp"
#include "fault_injection/disk/power_loss.hpp"
#include "simulators/store/disk.hpp"
#include "simulators/store/store.hpp"

namespace {

using namespace rehearse::simulators;
using rehearse::fault_injection::PowerCut;
using rehearse::fault_injection::PowerLoss;
using rehearse::fault_injection::Survives;
using rehearse::scenarios::FieldKind;

constexpr Key records = 300;

DatabaseShape shop_shape() {
  DatabaseShape shape{"shop", {}};
  for (const char* name : {"orders", "orders_new", "carts", "payments", "outbox"})
    shape.tables.push_back(
        {name, {{"name", {FieldKind::text, 0}}, {"total", {FieldKind::integer, 0}}}, true});
  return shape;
}

struct Shop {
  Shop() : store(make_store("sqlite", shop_shape(), memory)) {
    store->begin();
    for (Key key = 1; key <= records; ++key) store->put(0, key, record(key, 1));
    store->commit();
    store->keep_image();
    memory.keep();
  }
  Record record(Key key, std::uint64_t version) {
    const std::array values{Value::of(memory.text("Ada Lovelace")), Value::of(key)};
    return {memory.row(values), version, 1, 0, false};
  }
  /// As a dual write in one transaction.
  void transaction(std::uint64_t n) {
    const auto key = static_cast<Key>(n * 61 % records) + 1;
    if (store->begin() != StoreStatus::ok) return;  // the power went before
    store->put(0, key, record(key, n));
    store->put(1, key, record(key, n));
    store->put(4, static_cast<Key>(n % 1000), record(key, n));
    store->commit();
  }
  Memory memory;
  std::unique_ptr<Store> store;
};

/// The database goes on from cycle to cycle, and back to its image now and then.
void cut_and_recover(benchmark::State& state, Survives survives) {
  Shop shop;
  Disk& disk = *shop.store->disk();
  std::uint64_t n = 0;
  Record record;
  bool found = false;
  for (auto _ : state) {
    PowerLoss loss(++n % 40 + 1);  // a transaction is about 30 calls
    PowerCut cut(survives, n);
    disk.install(&loss);
    shop.transaction(n);
    disk.power_cut(cut);
    shop.store->get(0, 5, record, found);
    benchmark::DoNotOptimize(record);
    if (n % 256 == 0) {
      shop.store->restore_image();
      shop.memory.reset();
    }
  }
  state.SetItemsProcessed(state.iterations());
}

/// As a rehearsal's run does: from the image, with a hook, one cut, and back.
void run_with_a_cut(benchmark::State& state) {
  Shop shop;
  Disk& disk = *shop.store->disk();
  std::uint64_t n = 0;
  for (auto _ : state) {
    PowerLoss loss(++n % 40 + 1);
    PowerCut cut(Survives::reordered, n);
    disk.install(&loss);
    shop.transaction(n);
    disk.power_cut(cut);
    shop.transaction(n + 1);
    shop.store->restore_image();
    shop.memory.reset();
  }
  state.SetItemsProcessed(state.iterations());
}

BENCHMARK_CAPTURE(cut_and_recover, everything, Survives::everything)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(cut_and_recover, nothing, Survives::nothing)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(cut_and_recover, torn, Survives::torn)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(cut_and_recover, reordered, Survives::reordered)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(cut_and_recover, garbage, Survives::garbage)->Unit(benchmark::kMicrosecond);
BENCHMARK(run_with_a_cut)->Unit(benchmark::kMicrosecond);

}  // namespace
