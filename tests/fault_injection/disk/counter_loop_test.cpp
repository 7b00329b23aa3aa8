/// Counter loops in the manner of SQLite's own tests (https://www.sqlite.org/testing.html): the
/// first call fails, the second, ... until a run no longer reaches it; each once and from then on;
/// each ended by a killed process and by a power cut.

#include "counter_loop.hpp"

#include <array>
#include <memory>

#include "fault_injection/disk/disk_full.hpp"
#include "fault_injection/disk/in_turn.hpp"
#include "fault_injection/disk/io_error.hpp"
#include "fault_injection/disk/power_cut.hpp"
#include "fault_injection/disk/power_loss.hpp"
#include "fault_injection/disk/short_read.hpp"

namespace rehearse::fault_injection {
namespace {

struct Looped {
  const char* name;
  std::unique_ptr<Database> (*make)();
};

/// The store's own settings, and the other sound ones of SQLite. DELETE needs EXTRA, see
/// https://www.sqlite.org/pragma.html#pragma_synchronous and canary_test.cpp.
const std::array looped{
    Looped{"Store", &store_database},
    Looped{"Truncate", [] { return sql_database({}); }},
    Looped{"Delete",
           [] {
             return sql_database({"DELETE", "EXTRA"});
           }},
    Looped{"Persist", [] { return sql_database({"PERSIST"}); }},
    Looped{"Wal", [] { return sql_database({"WAL"}); }},
    Looped{"TruncateThatSpills",
           [] {
             return sql_database({"TRUNCATE", "FULL", 3});
           }},
};

class DiskLoop : public testing::TestWithParam<Looped> {
 protected:
  std::unique_ptr<Database> database_ = GetParam().make();
  const Workload workload_ = shop_workload();

  /// Each way to end, for a fault that is made anew for each trial. Returns how many occasions the
  /// loop has failed.
  template <typename Make>
  std::uint64_t loop(const Make& make) {
    return count_until_unreached([&](std::uint64_t n) {
      Step step;
      for (std::uint64_t end = 0; end <= survives_count && step.failure.empty(); ++end) {
        auto fault = make(n);
        PowerCut cut(static_cast<Survives>(end % survives_count), n);
        step.failure =
            failure_of(*database_, workload_, {&fault, end == survives_count ? nullptr : &cut});
        step.reached = fault.reached();
      }
      return step;
    });
  }
};
INSTANTIATE_TEST_SUITE_P(Databases, DiskLoop, testing::ValuesIn(looped),
                         [](const auto& kind) { return std::string(kind.param.name); });

TEST_P(DiskLoop, SurvivesAnIoErrorAtAnyCall) {
  EXPECT_GT(loop([](std::uint64_t n) { return DiskIoError({n, false}); }), 50U);
}

TEST_P(DiskLoop, SurvivesIoErrorsFromAnyCallOn) {
  EXPECT_GT(loop([](std::uint64_t n) { return DiskIoError({n, true}); }), 50U);
}

TEST_P(DiskLoop, SurvivesAFullDiskAtAnyGrowth) {
  EXPECT_GT(loop([](std::uint64_t n) { return DiskIsFull({n, false}); }), 10U);
}

TEST_P(DiskLoop, SurvivesADiskThatIsFullFromAnyGrowthOn) {
  EXPECT_GT(loop([](std::uint64_t n) { return DiskIsFull({n, true}); }), 10U);
}

TEST_P(DiskLoop, SurvivesAShortReadAnywhere) {
  EXPECT_GT(loop([](std::uint64_t n) { return ShortRead({n, false}, false); }), 3U);
}

TEST_P(DiskLoop, SurvivesShortReadsFromAnyOn) {
  EXPECT_GT(loop([](std::uint64_t n) { return ShortRead({n, true}, false); }), 3U);
}

/// The power goes between any two calls; ways to survive that draw do so more than once.
TEST_P(DiskLoop, SurvivesAPowerCutAtAnyCall) {
  constexpr std::uint64_t draws = 8;
  const std::uint64_t calls = count_until_unreached([&](std::uint64_t n) {
    Step step;
    for (std::uint64_t i = 0; i < survives_count * draws && step.failure.empty(); ++i) {
      const auto survives = static_cast<Survives>(i % survives_count);
      if (survives <= Survives::nothing && i >= survives_count) continue;
      PowerLoss loss(n);
      PowerCut cut(survives, n * draws + i);
      step.failure = failure_of(*database_, workload_, {&loss, &cut});
      step.reached = loss.reached();
    }
    return step;
  });
  EXPECT_GT(calls, 50U);
}

}  // namespace
}  // namespace rehearse::fault_injection
