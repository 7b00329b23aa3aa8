// Where the way back ends: what the runs that turned say (pure), and what plans that declare it
// too late, too early or rightly are told. Plans and scenarios are in cases/.
#include "harness/explore/point_of_no_return.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>
#include <string>

#include "harness/explore/explore.hpp"
#include "scenarios/read_plan.hpp"
#include "scenarios/read_scenario.hpp"

namespace rehearse::harness {
namespace {

const std::vector<Boundary> four{{0, 0}, {1, 0}, {1, 1}, {2, 0}};

WayBack unharmed(const Boundary& at) {
  WayBack way;
  way.at = at;
  return way;
}

WayBack harmed(const Boundary& at, const std::string& track) {
  WayBack way = unharmed(at);
  way.harms.push_back({"R1", track, "", "lost"});
  return way;
}

TEST(ComputedPoint, IsTheFirstUnsafeBoundaryBehindTheLastSafeOne) {
  const auto points = computed_points(
      four, {"orders"},
      {unharmed(four[0]), unharmed(four[1]), harmed(four[2], "orders"), harmed(four[3], "orders")});
  EXPECT_EQ(points.plan.kind, ComputedPoint::Kind::found);
  EXPECT_EQ(points.plan.at, four[2]);
  EXPECT_TRUE(points.plan.holes.empty());
}

TEST(ComputedPoint, OneHarmedRunOutweighsAllOthers) {
  std::vector<WayBack> ways(50, unharmed(four[0]));
  ways.push_back(harmed(four[0], "orders"));
  const auto points = computed_points({four[0]}, {"orders"}, ways);
  EXPECT_EQ(points.boundaries[0].answer, ReturnAnswer::unsafe);
  EXPECT_EQ(points.boundaries[0].runs, 51);
  EXPECT_EQ(points.boundaries[0].harmed, 1);
  EXPECT_EQ(points.plan.kind, ComputedPoint::Kind::found);
}

TEST(ComputedPoint, NoRunIsNoSafety) {
  const auto points = computed_points(four, {"orders"}, {unharmed(four[0])});
  EXPECT_EQ(points.boundaries[3].answer, ReturnAnswer::unknown);
  EXPECT_EQ(points.plan.kind, ComputedPoint::Kind::unknown);
}

TEST(ComputedPoint, AnUndecidedRunIsNoSafety) {
  WayBack open = unharmed(four[0]);
  open.undecided = true;
  const auto points = computed_points({four[0]}, {"orders"}, {open});
  EXPECT_EQ(points.boundaries[0].answer, ReturnAnswer::unknown);
  EXPECT_EQ(points.boundaries[0].undecided, 1);
}

TEST(ComputedPoint, ARunThatWasNotToGoHomeShowsHarmButNoSafety) {
  WayBack half = unharmed(four[0]);
  half.whole = false;
  EXPECT_EQ(computed_points({four[0]}, {}, {half}).boundaries[0].answer, ReturnAnswer::unknown);
  WayBack bad = harmed(four[0], "orders");
  bad.whole = false;
  EXPECT_EQ(computed_points({four[0]}, {}, {bad}).boundaries[0].answer, ReturnAnswer::unsafe);
}

TEST(ComputedPoint, SafeToTheEndIsNever) {
  const auto points =
      computed_points({four[0], four[1]}, {}, {unharmed(four[0]), unharmed(four[1])});
  EXPECT_EQ(points.plan.kind, ComputedPoint::Kind::never);
}

TEST(ComputedPoint, UnsafeBeforeASafeOneIsAHole) {
  const auto points =
      computed_points({four[0], four[1]}, {}, {harmed(four[0], ""), unharmed(four[1])});
  EXPECT_EQ(points.plan.kind, ComputedPoint::Kind::never);
  EXPECT_EQ(points.plan.holes, std::vector<Boundary>{four[0]});
}

TEST(ComputedPoint, EachTrackHasItsOwn) {
  const auto points =
      computed_points({four[0]}, {"orders", "payments"}, {harmed(four[0], "orders")});
  EXPECT_EQ(points.tracks[0].kind, ComputedPoint::Kind::found);
  EXPECT_EQ(points.tracks[1].kind, ComputedPoint::Kind::never);
}

TEST(ComputedPoint, HarmOfNoTrackLeavesEveryTrackOpen) {
  const auto points = computed_points({four[0]}, {"orders"}, {harmed(four[0], "")});
  EXPECT_EQ(points.plan.kind, ComputedPoint::Kind::found);
  EXPECT_EQ(points.tracks[0].kind, ComputedPoint::Kind::unknown);
}

struct Declared {
  std::string plan, verdict, kind, place, harm;
  bool rejected = false;
};

Exploration explored(const std::string& plan_file, const std::string& scenario_file,
                     std::int64_t runs) {
  const std::string root = REHEARSE_SOURCE_DIR;
  const auto plan = scenarios::load_plan(root + plan_file);
  const auto scenario = scenarios::load_scenario(root + scenario_file);
  if (!plan || !scenario) throw std::runtime_error(plan_file);
  ExploreOptions options;
  options.runs = runs;
  return explore(plan.value(), scenario.value(), options);
}

class DeclaredPoint : public ::testing::TestWithParam<Declared> {};

TEST_P(DeclaredPoint, IsHeldAgainstTheComputedOne) {
  const Declared& want = GetParam();
  const std::string cases = "/tests/harness/explore/cases/";
  const Exploration exploration =
      explored(cases + want.plan + ".plan.json", cases + "calm.scenario.json", 100);
  const ReturnPoint& point = exploration.result.point_of_no_return;
  EXPECT_EQ(point.verdict, want.verdict) << point.sentence;
  EXPECT_EQ(point.kind, want.kind);
  EXPECT_EQ(point.place, want.place);
  EXPECT_NE(point.sentence.find(want.harm), std::string::npos) << point.sentence;
  Certificate certificate;
  certificate.scenarios.push_back(exploration.result);
  conclude(certificate);
  EXPECT_EQ(certificate.verdict == CertificateVerdict::rejected, want.rejected)
      << certificate.cause;
  if (want.verdict != "too late") return;
  // The way back that fails can be replayed.
  const auto& told = exploration.result.counterexamples;
  const auto at = std::find_if(told.begin(), told.end(),
                               [&](const auto& one) { return one.file == point.counterexample; });
  ASSERT_NE(at, told.end()) << point.counterexample;
  const auto index = static_cast<std::size_t>(at - told.begin());
  const Replay again = replay(exploration.saved[index]);
  EXPECT_TRUE(again.faithful);
  EXPECT_TRUE(again.violated);
}

INSTANTIATE_TEST_SUITE_P(
    All, DeclaredPoint,
    ::testing::Values(Declared{"old-not-written-before-the-point", "too late", "found",
                               "after the flags of phase solo", "loses item", true},
                      Declared{"purged-before-the-point", "too late", "found",
                               "after step items.purge_old of phase rampdown", "loses item", true},
                      Declared{"point-declared-too-early", "too early", "found",
                               "after the flags of phase contract", "loses item", false},
                      Declared{"point-that-is-none", "too early", "never", "",
                               "Going back was safe to the end of the plan.", false},
                      Declared{"refunds-follow-the-route", "too late", "found",
                               "at 10 % of phase canary", "it knows of no such effect", true}),
    [](const auto& one) {
      std::string name = one.param.plan;
      std::replace(name.begin(), name.end(), '-', '_');
      return name;
    });

TEST(DeclaredPoint, OfTheECommercePlanAgrees) {
  const Exploration exploration =
      explored("/scenarios/ecommerce/plan.json", "/scenarios/ecommerce/flash-sale.json", 100);
  const ReturnPoint& point = exploration.result.point_of_no_return;
  EXPECT_EQ(point.verdict, "agrees") << point.sentence;
  EXPECT_EQ(point.phase, "contract");
  EXPECT_TRUE(point.counterexample.empty());
}

}  // namespace
}  // namespace rehearse::harness
