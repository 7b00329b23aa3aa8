/// The checks can fail: databases that are set up wrongly, and disks that lie, are caught by the
/// same trials that sound ones pass; and each for its own reason.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <set>

#include "fault_injection/disk/in_turn.hpp"
#include "fault_injection/disk/lying_sync.hpp"
#include "fault_injection/disk/power_cut.hpp"
#include "fault_injection/disk/power_loss.hpp"
#include "fault_injection/disk/short_read.hpp"
#include "trial.hpp"

namespace rehearse::fault_injection {
namespace {

using simulators::DiskRequest;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

/// Two hooks at once; the first that has something to say.
struct Both final : simulators::DiskHook {
  Both(DiskFault& one, DiskFault& two) : one_(one), two_(two) {}
  simulators::DiskAnswer before(const DiskRequest& request) override {
    const simulators::DiskAnswer second = two_.before(request);
    const simulators::DiskAnswer first = one_.before(request);
    return second.outcome == simulators::DiskOutcome::power_lost ? second : first;
  }
  DiskFault& one_;
  DiskFault& two_;
};

/// What the trials say in which the power goes at each call in turn.
std::set<std::string> said_under_power_cuts(Database& database, Survives survives,
                                            bool syncs_lie = false) {
  std::set<std::string> said;
  bool reached = true;
  for (std::uint64_t n = 1; reached; ++n) {
    LyingSync lie({1, true});
    PowerLoss loss(n);
    Both both(lie, loss);
    PowerCut cut(survives, n);
    simulators::DiskHook* const hook =
        syncs_lie ? static_cast<simulators::DiskHook*>(&both) : &loss;
    const std::string failure = failure_of(database, shop_workload(), {hook, &cut});
    if (!failure.empty()) said.insert(failure);
    reached = loss.reached();
  }
  return said;
}

TEST(DiskCanary, ASoundDatabaseIsNotAccused) {
  EXPECT_THAT(said_under_power_cuts(*store_database(), Survives::nothing), IsEmpty());
  EXPECT_THAT(said_under_power_cuts(*store_database(), Survives::garbage), IsEmpty());
}

TEST(DiskCanary, WithoutSyncsReorderingBreaksTheDatabase) {
  const auto database = sql_database({"TRUNCATE", "OFF"});
  const std::set<std::string> said = said_under_power_cuts(*database, Survives::reordered);
  EXPECT_THAT(said, Contains("after recovery committed transactions are lost"));
  EXPECT_THAT(said, Contains(HasSubstr("integrity_check")));
}

TEST(DiskCanary, WithoutSyncsCommitsAreLost) {
  const auto database = sql_database({"TRUNCATE", "OFF"});
  EXPECT_THAT(said_under_power_cuts(*database, Survives::nothing),
              Contains("after recovery committed transactions are lost"));
}

TEST(DiskCanary, WithoutAJournalTransactionsAreTornApart) {
  const auto database = sql_database({"OFF"});
  EXPECT_THAT(said_under_power_cuts(*database, Survives::everything), Not(IsEmpty()));
}

/// https://www.sqlite.org/pragma.html#pragma_synchronous: "EXTRA provides additional durability if
/// the commit is followed closely by a power loss": the deleted journal comes back.
TEST(DiskCanary, ADeletedJournalThatComesBackTakesTheCommitWithIt) {
  const auto database = sql_database({"DELETE", "FULL"});
  EXPECT_THAT(said_under_power_cuts(*database, Survives::nothing),
              Contains("after recovery committed transactions are lost"));
}

/// https://www.sqlite.org/wal.html#performance_considerations: with NORMAL, not each commit syncs.
TEST(DiskCanary, AWalWithNormalSyncsLosesCommitsButIsNotBroken) {
  const auto database = sql_database({"WAL", "NORMAL"});
  EXPECT_THAT(said_under_power_cuts(*database, Survives::nothing),
              testing::ElementsAre("after recovery committed transactions are lost"));
}

TEST(DiskCanary, SyncsThatLieLoseCommits) {
  EXPECT_THAT(said_under_power_cuts(*store_database(), Survives::nothing, true),
              Contains("after recovery committed transactions are lost"));
}

TEST(DiskCanary, SyncsThatLieAndReorderingBreakTheDatabase) {
  const auto said = said_under_power_cuts(*store_database(), Survives::reordered, true);
  EXPECT_THAT(said, Contains("after recovery committed transactions are lost"));
  EXPECT_THAT(said, Contains(HasSubstr("integrity_check")));
}

TEST(DiskCanary, SyncsThatLieAreHarmlessWhileThereIsPower) {
  const auto database = store_database();
  LyingSync lie({1, true});
  EXPECT_EQ(failure_of(*database, shop_workload(), {&lie, nullptr}), "");
  EXPECT_GT(lie.occasions(), 10U);
}

/// A hot journal that looks shorter than it is is not played back; then it is deleted.
TEST(DiskCanary, AReadThatLiesDuringRecoveryIsNoticed) {
  const auto database = store_database();
  std::set<std::string> said;
  bool lost_power = true;
  for (std::uint64_t n = 1; lost_power; n += 3) {
    bool lied = true;
    for (std::uint64_t m = 1; lied; ++m) {
      PowerLoss loss(n);
      ShortRead lie({m, false}, true);
      InTurn both(loss, lie);
      PowerCut cut(Survives::everything, n);
      said.insert(failure_of(*database, shop_workload(), {&both, &cut}));
      lied = lie.reached();
      lost_power = loss.reached();
    }
  }
  EXPECT_THAT(said, Contains(HasSubstr("integrity_check")));
}

}  // namespace
}  // namespace rehearse::fault_injection
