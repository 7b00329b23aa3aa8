#include "harness/impact/timelines.hpp"

#include <gtest/gtest.h>

#include "tests/harness/history_builder.hpp"

namespace rehearse::harness::testing {
namespace {

using simulators::EffectKind;

Timelines of(const HistoryBuilder& b, TrackIndex track = orders) {
  const Facts facts(b.plan, b.scenario, b.history);
  return timelines_of(facts)[track];
}

/// Every confirmed write has one fate.
void expect_sum(const Timelines& all) {
  EXPECT_EQ(all.confirmed, all.stable + all.never_read + all.stale + all.lost + all.resurrected);
}

/// What the old side, which answers, has at the end.
void end_with(HistoryBuilder& b, Key key, WriteId write) {
  b.final_record(orders, old_side, key, write);
}

TEST(Timelines, OfNothingAreEmpty) { EXPECT_EQ(of(HistoryBuilder{}), Timelines{}); }

TEST(Timelines, AWriteThatAllLaterReadsShowIsStable) {
  HistoryBuilder b;
  b.write(1, place, 17);
  b.read(2, 17, old_side, wrote(1));
  end_with(b, 17, wrote(1));
  const Timelines all = of(b);
  EXPECT_EQ(all.confirmed, 1);
  EXPECT_EQ(all.stable, 1);
}

TEST(Timelines, AWriteThatNobodyReadBeforeTheNextIsNeverRead) {
  HistoryBuilder b;
  b.write(1, place, 17);
  b.write(2, change, 17);
  b.read(3, 17, old_side, wrote(2));
  end_with(b, 17, wrote(2));
  const Timelines all = of(b);
  EXPECT_EQ(all.confirmed, 2);
  EXPECT_EQ(all.never_read, 1);
  EXPECT_EQ(all.stable, 1);
}

TEST(Timelines, AReadThatBeganTooEarlySaysNothing) {
  HistoryBuilder b;
  b.invoke(2, look);
  b.write(1, place, 17);
  b.observe(2, orders, 17, old_side, 0);
  b.ok(2);
  end_with(b, 17, wrote(1));
  EXPECT_EQ(of(b).never_read, 1);
  EXPECT_EQ(of(b).stale, 0);
}

TEST(Timelines, AWriteThatALaterReadMissesIsStaleForSoLong) {
  HistoryBuilder b;
  b.write(1, place, 17);
  b.write(2, change, 17);
  b.wait(50'000);
  b.read(3, 17, new_side, wrote(1));
  b.read(4, 17, old_side, wrote(2));
  end_with(b, 17, wrote(2));
  const Timelines all = of(b);
  EXPECT_EQ(all.stale, 1);
  EXPECT_EQ(all.stale_us, 50'000);
  EXPECT_EQ(all.never_read, 1) << "the first: nobody read it before the second was there";
  expect_sum(all);
}

TEST(Timelines, AWriteThatIsNotThereAtTheEndIsLost) {
  HistoryBuilder b;
  b.write(1, place, 17);
  b.read(2, 17, old_side, wrote(1));
  b.write(3, place, 18);
  end_with(b, 17, wrote(1));
  const Timelines all = of(b);
  EXPECT_EQ(all.lost, 1);
  EXPECT_EQ(all.stable, 1);
  expect_sum(all);
}

TEST(Timelines, WhatIsUnderWayAtTheEndIsNotLost) {
  HistoryBuilder b;
  b.write(1, place, 17);
  b.history.final.quiet = false;
  b.final_track(orders).repairs_pending = 1;
  EXPECT_EQ(of(b).lost, 0);
}

TEST(Timelines, ARecordFromBeforeTheRunCounts) {
  HistoryBuilder b;
  b.initial(orders, 17);
  b.initial(orders, 18);
  b.read(1, 17, old_side, simulators::initial_write(orders, 17));
  end_with(b, 17, simulators::initial_write(orders, 17));
  const Timelines all = of(b);
  EXPECT_EQ(all.confirmed, 2);
  EXPECT_EQ(all.stable, 1);
  EXPECT_EQ(all.lost, 1);
}

TEST(Timelines, ADeletedRecordThatIsReadAgainIsResurrected) {
  HistoryBuilder b;
  b.write(1, place, 17);
  b.write(2, cancel, 17);
  b.read(3, 17, new_side, wrote(1));
  const Timelines all = of(b);
  EXPECT_EQ(all.resurrected, 1);
  expect_sum(all);
}

TEST(Timelines, ADeletedRecordThatIsThereAtTheEndIsResurrected) {
  HistoryBuilder b;
  b.write(1, place, 17);
  b.write(2, cancel, 17);
  EXPECT_EQ(of(b).resurrected, 0);
  end_with(b, 17, wrote(1));
  EXPECT_EQ(of(b).resurrected, 1);
}

TEST(Timelines, WritesThatFailedOrAreUnknownAreNotConfirmed) {
  HistoryBuilder b;
  b.invoke(1, place);
  b.intend(1, 0, orders, 17, scenarios::OperationStepKind::insert);
  b.commit(1, 0, orders, 17, old_side);
  b.finish(1, simulators::Outcome::info, simulators::FailureReason::timeout);
  EXPECT_EQ(of(b).confirmed, 0);
}

TEST(Timelines, ThreeChargesOfOneOrderAreOneDuplicate) {
  HistoryBuilder b;
  for (OperationId id = 1; id <= 3; ++id) {
    b.invoke(id, checkout);
    b.effect(id, 900, id == 1 ? old_side : new_side, EffectKind::charge);
    b.ok(id);
  }
  b.invoke(4, checkout);
  b.effect(4, 901, old_side, EffectKind::charge);
  b.effect(4, 901, old_side, EffectKind::charge, 500, simulators::flag_repeat);
  b.ok(4);
  const Timelines all = of(b, payments);
  EXPECT_EQ(all.confirmed, 2);
  EXPECT_EQ(all.duplicated, 1);
}

TEST(Timelines, AddUpAndKeepTheLongestTime) {
  Timelines one;
  one.confirmed = one.stable = one.never_read = one.stale = one.lost = one.resurrected = 1;
  one.duplicated = 1;
  one.stale_us = 7;
  Timelines two = one;
  two.stale_us = 3;
  std::vector<Timelines> all;
  add({one}, all);
  add({two, one}, all);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].confirmed + all[0].stable + all[0].never_read + all[0].stale + all[0].lost +
                all[0].resurrected + all[0].duplicated,
            14);
  EXPECT_EQ(all[0].stale_us, 7);
  EXPECT_EQ(all[1], one);
}

}  // namespace
}  // namespace rehearse::harness::testing
