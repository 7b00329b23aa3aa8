// Each kind of the catalogue, placed alone into a run: it strikes, it changes what happens, and
// when it is healed the run comes to rest as it would have without it.
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/harness/faults/ground.hpp"

namespace rehearse::harness {
namespace {

using testing::Ground;
using testing::KindIndex;

const std::vector<std::unique_ptr<Ground>>& grounds() {
  static const std::vector<std::unique_ptr<Ground>> all = [] {
    std::vector<std::unique_ptr<Ground>> made;
    made.push_back(std::make_unique<Ground>("/scenarios/ecommerce/plan.json",
                                            "/scenarios/ecommerce/flash-sale.json"));
    made.push_back(
        std::make_unique<Ground>("/tests/harness/explore/cases/purged-before-the-point.plan.json",
                                 "/tests/harness/explore/cases/calm.scenario.json"));
    // Everybody reads the same record, over and over, and remembers it for a while.
    made.push_back(std::make_unique<Ground>("/scenarios/ecommerce/plan.json",
                                            "/tests/harness/faults/one-product.scenario.json"));
    made.push_back(std::make_unique<Ground>("/scenarios/ecommerce/plan.json",
                                            "/tests/harness/faults/one-product.scenario.json", "",
                                            scenarios::Duration(50'000)));
    return made;
  }();
  return all;
}

class EveryFault : public ::testing::TestWithParam<KindIndex> {};

TEST_P(EveryFault, StrikesAndChangesTheRun) {
  const KindIndex kind = GetParam();
  const std::string name(scenarios::fault_kinds()[kind].name);
  const Ground* struck = nullptr;
  for (const auto& ground : grounds()) {
    if (!ground->changes(kind)) continue;
    struck = ground.get();
    break;
  }
  ASSERT_NE(struck, nullptr) << name
                             << " changes no run of any of the plans, wherever it is placed";
  // Healed, the run comes to rest.
  EXPECT_TRUE(struck->rehearsal.history().final.pending.empty())
      << struck->rehearsal.history().final.pending;
}

INSTANTIATE_TEST_SUITE_P(All, EveryFault,
                         ::testing::Range(KindIndex{0},
                                          static_cast<KindIndex>(scenarios::fault_kinds().size())),
                         [](const auto& one) {
                           return std::string(scenarios::fault_kinds()[one.param].name);
                         });

}  // namespace
}  // namespace rehearse::harness
