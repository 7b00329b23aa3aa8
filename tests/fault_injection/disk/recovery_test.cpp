/// Faults during the recovery from a fault: for each first fault, the second strikes at the first
/// call after it, the second, ... until recovery and what follows no longer reach it.

#include <array>
#include <functional>
#include <memory>

#include "counter_loop.hpp"
#include "fault_injection/disk/disk_full.hpp"
#include "fault_injection/disk/in_turn.hpp"
#include "fault_injection/disk/io_error.hpp"
#include "fault_injection/disk/power_cut.hpp"
#include "fault_injection/disk/power_loss.hpp"

namespace rehearse::fault_injection {
namespace {

struct Recovered {
  const char* name;
  std::unique_ptr<Database> (*make)();
};

const std::array recovered{
    Recovered{"Store", &store_database},
    Recovered{"Delete",
              [] {
                return sql_database({"DELETE", "EXTRA"});
              }},
    Recovered{"Wal", [] { return sql_database({"WAL"}); }},
};

/// Small, so that all pairs can be tried: one transaction that grows, one that frees.
Workload two_transactions() {
  const Workload all = shop_workload();
  return {all[1], all[4]};
}

using MakeFault = std::function<std::unique_ptr<DiskFault>(std::uint64_t n)>;

std::unique_ptr<DiskFault> power_loss(std::uint64_t n) { return std::make_unique<PowerLoss>(n); }
std::unique_ptr<DiskFault> io_error(std::uint64_t n) {
  return std::make_unique<DiskIoError>(Moment{n, false});
}
std::unique_ptr<DiskFault> io_errors(std::uint64_t n) {
  return std::make_unique<DiskIoError>(Moment{n, true});
}
std::unique_ptr<DiskFault> disk_full(std::uint64_t n) {
  return std::make_unique<DiskIsFull>(Moment{n, true});
}

class DiskRecovery : public testing::TestWithParam<Recovered> {
 protected:
  /// Number of pairs.
  std::uint64_t loop(const MakeFault& first, const MakeFault& second, Survives survives) {
    std::uint64_t pairs = 0;
    count_until_unreached([&](std::uint64_t n) {
      Step outer;
      pairs += count_until_unreached([&](std::uint64_t m) {
        const auto one = first(n), two = second(m);
        InTurn both(*one, *two);
        PowerCut cut(survives, n * 1000 + m);
        Step inner{false, failure_of(*database_, workload_, {&both, &cut})};
        inner.reached = two->reached();
        outer.reached = one->reached();
        if (!inner.failure.empty()) outer.failure = "the second fault is the one";
        return inner;
      });
      return outer;
    });
    return pairs;
  }

  std::unique_ptr<Database> database_ = GetParam().make();
  const Workload workload_ = two_transactions();
};
INSTANTIATE_TEST_SUITE_P(Databases, DiskRecovery, testing::ValuesIn(recovered),
                         [](const auto& kind) { return std::string(kind.param.name); });

TEST_P(DiskRecovery, SurvivesAPowerCutInTheRecoveryFromAPowerCut) {
  for (const Survives survives : {Survives::nothing, Survives::reordered, Survives::garbage})
    EXPECT_GT(loop(power_loss, power_loss, survives), 200U);
}

TEST_P(DiskRecovery, SurvivesAnIoErrorInTheRecoveryFromAPowerCut) {
  EXPECT_GT(loop(power_loss, io_error, Survives::torn), 200U);
}

TEST_P(DiskRecovery, SurvivesAPowerCutAfterAnIoError) {
  EXPECT_GT(loop(io_error, power_loss, Survives::reordered), 200U);
}

TEST_P(DiskRecovery, SurvivesIoErrorsInTheCleanUpAfterAFullDisk) {
  EXPECT_GT(loop(disk_full, io_errors, Survives::torn), 100U);
}

}  // namespace
}  // namespace rehearse::fault_injection
