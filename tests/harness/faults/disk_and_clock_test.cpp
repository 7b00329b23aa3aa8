// What lies below a store, and what a node believes the time to be: what a sound store survives,
// and what the judges say when it does not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "tests/harness/faults/ground.hpp"

namespace rehearse::harness {
namespace {

using ::testing::Contains;
using testing::Ground;
using ::testing::IsEmpty;
using testing::KindIndex;

KindIndex kind(const std::string& name) {
  return static_cast<KindIndex>(*scenarios::fault_index(name));
}

/// Properties other than those of time that are violated with the kind at any of so many of its
/// places.
std::set<std::string> violated(Ground& ground, const std::string& name, std::size_t places) {
  std::set<std::string> ids;
  for (const auto* place : ground.places_of(kind(name), places)) {
    ground.run(kind(name), *place);
    const std::vector<Verdict>& verdicts = ground.rehearsal.judge();
    for (std::size_t p = 0; p < verdicts.size(); ++p) {
      const Property& property = all_properties()[p];
      if (verdicts[p].outcome == Outcome::violated && property.id[0] != 'A')
        ids.insert(std::string(property.id));
    }
  }
  return ids;
}

Ground shop(const std::string& store) {
  return Ground("/scenarios/ecommerce/plan.json", "/scenarios/ecommerce/flash-sale.json", store);
}

TEST(PowerCut, OfAStoreThatSyncsLosesNothing) {
  Ground ground = shop("sqlite");
  EXPECT_GT(ground.places_of(kind("power_cut"), 100).size(), 50U);
  EXPECT_THAT(violated(ground, "power_cut", 100), IsEmpty());
}

TEST(PowerCut, OfAModelStoreIsACrashAsItAnswers) {
  Ground ground = shop("model");
  EXPECT_THAT(violated(ground, "power_cut", 100), IsEmpty());
}

TEST(PowerCut, IsTheSameEachTime) {
  Ground ground = shop("sqlite");
  for (const auto* place : ground.places_of(kind("power_cut"), 10)) {
    ground.run(kind("power_cut"), *place);
    const std::uint64_t hash = ground.rehearsal.history().hash;
    ground.run(kind("power_cut"), *place);
    EXPECT_EQ(ground.rehearsal.history().hash, hash);
  }
}

TEST(LyingSync, LosesAcknowledgedWrites) {
  Ground ground = shop("sqlite");
  EXPECT_THAT(violated(ground, "lying_sync", 20), Contains("D1"));
}

TEST(LyingSync, NeedsADisk) {
  Ground ground = shop("model");
  EXPECT_THAT(ground.places_of(kind("lying_sync"), 20), IsEmpty());
}

TEST(StoreRestored, LosesAcknowledgedWrites) {
  Ground ground = shop("model");
  EXPECT_THAT(violated(ground, "store_restored", 20), Contains("D1"));
}

TEST(Clocks, StrikeOnlyWhereOneIsRead) {
  Ground ground = shop("model");  // no cache; the new gateway's keys expire
  for (const auto* place : ground.places_of(kind("clock_ahead"), 1'000))
    EXPECT_EQ(ground.blueprint.nodes[place->message.to], "payments.new");
  EXPECT_GT(ground.places_of(kind("clock_ahead"), 1'000).size(), 0U);
}

}  // namespace
}  // namespace rehearse::harness
