// Runs that are done twice, and what is told when they are not the same.
#include "harness/explore/determinism.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "harness/explore/explore.hpp"
#include "tests/harness/explore/small_plan.hpp"

namespace rehearse::harness {
namespace {

using simulators::Choices;
using simulators::EventKind;
using simulators::History;
using simulators::Site;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;

/// Not a function of the seed: it also looks at how many were made before it.
class Forgetful final : public Choices {
 public:
  Forgetful(std::uint64_t seed, int made) : random_(seed), made_(made) {}
  std::uint64_t pick(const Site& site, std::uint64_t n) override {
    if (site.kind == simulators::SiteKind::operation && site.n == 9)
      return static_cast<std::uint64_t>(made_) % n;
    return random_.pick(site, n);
  }

 private:
  simulators::RandomChoices random_;
  int made_;
};

std::vector<std::int64_t> sample(std::int64_t runs, const std::vector<Course>& courses) {
  return runs_done_twice(runs, [&](std::int64_t index) {
    return courses[static_cast<std::size_t>(index) % courses.size()];
  });
}

TEST(RunsDoneTwice, AreTheFirstTwoOneOfEachCourseAndEvery64th) {
  using enum Course;
  EXPECT_THAT(sample(1, {forward}), ElementsAre(0));
  EXPECT_THAT(sample(2, {forward}), ElementsAre(0, 1));
  EXPECT_THAT(sample(130, {forward}), ElementsAre(0, 1, 64, 128));
  EXPECT_THAT(sample(12, {forward, rollback, forward, rollback, forward, hold}),
              ElementsAre(0, 1, 5));
  EXPECT_THAT(sample(0, {forward}), ElementsAre());
}

TEST(Determinism, WhatIsDoneTwiceIsCounted) {
  const scenarios::Plan plan = testing::small_plan();
  ExploreOptions options;
  options.runs = 12;
  options.jobs = 2;
  const Exploration exploration = explore(plan, testing::small_scenario(plan, 40), options);
  EXPECT_EQ(exploration.diverged, "");
  EXPECT_EQ(exploration.result.repeated, 3);  // one of each course
}

TEST(Determinism, ARunThatIsNoFunctionOfItsSeedIsCaught) {
  const scenarios::Plan plan = testing::small_plan();
  int made = 0;
  ExploreOptions options;
  options.runs = 2;
  options.choices = [&made](const RunSpec& spec) {
    return std::make_unique<Forgetful>(spec.seed, made++);
  };
  const Exploration exploration = explore(plan, testing::small_scenario(plan, 60), options);
  EXPECT_THAT(exploration.diverged,
              MatchesRegex("run 0 \\(seed [0-9]+, to the end\\), done twice, differs from event "
                           "[0-9]+: the first time at [0-9.]+ s client [0-9]+ starts [a-z]+ "
                           "\\(operation 9\\), the second time at [0-9.]+ s .*"));
  EXPECT_EQ(exploration.result.repeated, 0);
}

class FirstDifference : public ::testing::Test {
 protected:
  FirstDifference()
      : plan_(testing::small_plan()),
        scenario_(testing::small_scenario(plan_, 20)),
        blueprint_(plan_, scenario_) {
    Rehearsal rehearsal(blueprint_);
    rehearsal.run({});
    first_ = rehearsal.history();
    second_ = first_;
  }

  std::string found() const { return first_difference(blueprint_, first_, second_); }

  scenarios::Plan plan_;
  scenarios::Scenario scenario_;
  simulators::Blueprint blueprint_;
  History first_, second_;
};

TEST_F(FirstDifference, IsNoneBetweenEqualHistories) { EXPECT_EQ(found(), ""); }

TEST_F(FirstDifference, IsTheFirstEventThatDiffersInWords) {
  simulators::Event& event = second_.events[7];
  event.kind = EventKind::conductor_resumed;
  event.time = 2'000'000;
  EXPECT_THAT(found(), HasSubstr("event 7: the first time at "));
  EXPECT_THAT(found(),
              HasSubstr(", the second time at 2.000 s the conductor resumes from its journal"));
}

TEST_F(FirstDifference, TellsThatOneEndedEarlier) {
  second_.events.resize(30);
  EXPECT_THAT(found(), HasSubstr("event 30: the first time at "));
  EXPECT_THAT(found(), HasSubstr("the second time nothing more happened, until "));
}

TEST_F(FirstDifference, TellsThatWordsAreNotEnough) {
  second_.events[0].spare2 = 17;
  EXPECT_THAT(found(), HasSubstr("the second time the same with other numbers"));
}

TEST_F(FirstDifference, LooksAtWhatIsLeftInTheStores) {
  second_.final.tracks[0].repairs_pending = 1;
  EXPECT_THAT(found(), HasSubstr("every event was the same, and the stores"));
}

}  // namespace
}  // namespace rehearse::harness
