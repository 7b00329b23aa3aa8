#include "reports/changes.hpp"

#include <gmock/gmock.h>

#include "tests/reports/fixtures.hpp"

namespace rehearse::tests {
namespace {

using reports::Change;
using reports::ChangeKind;
using reports::changes_between;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

auto is(ChangeKind kind, const std::string& what) {
  return AllOf(Field(&Change::kind, kind), Field(&Change::what, HasSubstr(what)));
}

harness::ScenarioResult& first(harness::Certificate& certificate) {
  return certificate.scenarios.front();
}

TEST(Changes, OfACertificateFromItselfAreNone) {
  const harness::Certificate same = rejected_certificate();
  EXPECT_THAT(changes_between(same, same), IsEmpty());
  EXPECT_EQ(reports::in_words({}), "nothing of note is different");
}

TEST(Changes, AViolationIsNewAndThenGone) {
  const harness::Certificate before = certified_certificate();
  harness::Certificate after = before;
  harness::PropertyResult& lost = *harness::find_property(first(after), "D1");
  lost.verdict = "violated";
  lost.violated = 3;
  lost.because = "Order 41 is gone.";
  const auto changes = changes_between(before, after);
  EXPECT_THAT(changes, ElementsAre(is(ChangeKind::newly_violated, "D1 no_lost_write, in 3 of")));
  EXPECT_THAT(changes.front().what, HasSubstr("Order 41 is gone."));
  EXPECT_TRUE(reports::worse(changes.front()));
  const auto back = changes_between(after, before);
  EXPECT_THAT(back, ElementsAre(is(ChangeKind::no_longer_violated, "D1 no_lost_write")));
  EXPECT_FALSE(reports::worse(back.front()));
}

TEST(Changes, WhatIsNotLookedAtAnyMoreIsDropped) {
  const harness::Certificate before = certified_certificate();
  harness::Certificate after = before;
  harness::find_property(first(after), "D3")->verdict = "not exercised";
  harness::find_property(first(after), "D4")->verdict = "unknown";
  auto& properties = first(after).properties;
  properties.erase(properties.begin());
  first(after).runs -= 10;
  for (auto& fault : first(after).faults) fault.fired = 0;
  first(after).phases.front().rollbacks_rehearsed = 0;
  const auto changes = changes_between(before, after);
  EXPECT_EQ(changes.front().kind, ChangeKind::no_longer_known);  // worst first
  EXPECT_THAT(changes,
              Contains(is(ChangeKind::no_longer_known, "D4 no_phantom, was holds and is")));
  EXPECT_THAT(changes, Contains(is(ChangeKind::dropped, "D3 convergence")));
  EXPECT_THAT(changes, Contains(is(ChangeKind::dropped, "A1 availability is no longer judged")));
  EXPECT_THAT(changes, Contains(is(ChangeKind::dropped, "does not strike any more")));
  EXPECT_THAT(changes, Contains(is(ChangeKind::dropped, "runs, were ")));
  EXPECT_THAT(changes, Contains(is(ChangeKind::dropped, "no rollback is rehearsed from")));
  for (const Change& change : changes) EXPECT_TRUE(reports::worse(change)) << change.what;
}

TEST(Changes, OnlyALatencyThatOneWouldNoticeIsTold) {
  const harness::Certificate before = certified_certificate();
  harness::Certificate after = before;
  std::int64_t& p99 = first(after).phases[1].p99_us;
  ASSERT_GT(p99, 0);
  const std::int64_t was = p99;
  p99 = was + 999;
  EXPECT_THAT(changes_between(before, after), IsEmpty());
  p99 = was * 2 + 1000;
  const auto changes = changes_between(before, after);
  EXPECT_THAT(changes, ElementsAre(is(ChangeKind::slower, "p99 in ")));
  EXPECT_FALSE(reports::worse(changes.front()));
  EXPECT_THAT(changes_between(after, before), ElementsAre(is(ChangeKind::faster, "p99 in ")));
}

TEST(Changes, ScenariosComeAndGo) {
  const harness::Certificate one = certified_certificate();
  harness::Certificate two = rejected_certificate();  // steady-day is new
  two.previous = {};
  EXPECT_THAT(changes_between(one, two),
              Contains(is(ChangeKind::newly_exercised, "the scenario steady-day")));
  EXPECT_THAT(changes_between(two, one),
              Contains(is(ChangeKind::dropped, "the scenario steady-day is no longer rehearsed")));
}

TEST(Changes, AWayBackThatEndsTooEarlyIsAViolation) {
  const harness::Certificate before = certified_certificate();
  harness::Certificate after = before;
  first(after).point_of_no_return.verdict = "too late";
  first(after).point_of_no_return.sentence = "The plan says that one can go back.";
  const auto changes = changes_between(before, after);
  EXPECT_THAT(changes, ElementsAre(is(ChangeKind::newly_violated, "one can go back")));
}

TEST(Changes, AreCountedInTheCertificateThatCarriesThem) {
  harness::Certificate before = certified_certificate(), after = before;
  after.plan_digest = "sha256:other";
  const harness::PreviousCertificate told = reports::told_beside(before, after);
  EXPECT_EQ(told.digest, before.digest);
  EXPECT_THAT(reports::since_line(told), HasSubstr("CERTIFIED"));
  EXPECT_THAT(reports::since_line(told), HasSubstr(": 1 changed"));
  EXPECT_EQ(reports::since_line({}), "");
}

TEST(Changes, OfHostileCertificatesAreOnlyWords) {
  const harness::Certificate hostile = hostile_certificate(), tame = rejected_certificate();
  EXPECT_FALSE(changes_between(tame, hostile).empty());
  EXPECT_FALSE(changes_between(hostile, tame).empty());
}

}  // namespace
}  // namespace rehearse::tests
