/// Random workloads under random faults of the disk, singly and in pairs.

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <memory>
#include <string>

#include "fault_injection/disk/disk_full.hpp"
#include "fault_injection/disk/in_turn.hpp"
#include "fault_injection/disk/io_error.hpp"
#include "fault_injection/disk/power_cut.hpp"
#include "fault_injection/disk/power_loss.hpp"
#include "fault_injection/disk/short_read.hpp"
#include "trial.hpp"

namespace rehearse::fault_injection {
namespace {

Transaction any_transaction() {
  Transaction made;
  switch (*rc::gen::inRange(0, 10)) {
    case 0:
      made.kind = Transaction::Kind::create_table;
      return made;
    case 1:
      made.kind = Transaction::Kind::drop_table;
      return made;
    default:
      break;
  }
  const auto changes = *rc::gen::inRange<std::size_t>(1, 30);
  for (std::size_t i = 0; i < changes; ++i) {
    const auto key = *rc::gen::inRange<std::int64_t>(1, 60);
    const auto size =
        *rc::gen::weightedOneOf<std::size_t>({{3, rc::gen::just<std::size_t>(0)},
                                              {6, rc::gen::inRange<std::size_t>(1, 300)},
                                              {1, rc::gen::inRange<std::size_t>(1000, 5000)}});
    if (size == 0) {
      made.changes.push_back({key, std::nullopt});
    } else {
      made.changes.push_back({key, std::string(size, *rc::gen::inRange('a', 'z'))});
    }
  }
  return made;
}

std::unique_ptr<DiskFault> any_fault() {
  const Moment moment{*rc::gen::inRange<std::uint64_t>(1, 200), *rc::gen::arbitrary<bool>()};
  switch (*rc::gen::inRange(0, 5)) {
    case 0:
      return std::make_unique<DiskIoError>(moment);
    case 1:
      return std::make_unique<DiskIsFull>(moment);
    case 2:
      return std::make_unique<ShortRead>(moment, false);
    default:
      return std::make_unique<PowerLoss>(moment.nth);
  }
}

/// A killed process does not bring the power back.
void check_any_trial(Database& database) {
  auto workload = *rc::gen::container<Workload>(rc::gen::exec(&any_transaction));
  // Each transaction in doubt doubles the states that are possible.
  workload.resize(std::min<std::size_t>(workload.size(), 8));
  const std::unique_ptr<DiskFault> first = any_fault(), second = any_fault();
  InTurn both(*first, *second);
  PowerCut cut(static_cast<Survives>(*rc::gen::inRange<std::uint64_t>(0, survives_count)),
               *rc::gen::arbitrary<std::uint64_t>());
  const bool killed = *rc::gen::arbitrary<bool>() && *rc::gen::arbitrary<bool>();
  const auto pure_power = [](DiskFault& fault) {
    return dynamic_cast<PowerLoss*>(&fault) != nullptr;
  };
  const bool needs_power = pure_power(*first) || pure_power(*second);
  RC_ASSERT(failure_of(database, workload, {&both, killed && !needs_power ? nullptr : &cut}) == "");
}

RC_GTEST_PROP(StoreOnAFaultyDisk, KeepsItsPromises, ()) {
  static const std::unique_ptr<Database> database = store_database();
  check_any_trial(*database);
}

RC_GTEST_PROP(WalOnAFaultyDisk, KeepsItsPromises, ()) {
  static const std::unique_ptr<Database> database = sql_database({"WAL"});
  check_any_trial(*database);
}

RC_GTEST_PROP(SmallCacheOnAFaultyDisk, KeepsItsPromises, ()) {
  static const std::unique_ptr<Database> database = sql_database({"TRUNCATE", "FULL", 3});
  check_any_trial(*database);
}

}  // namespace
}  // namespace rehearse::fault_injection
