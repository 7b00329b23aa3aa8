#include "harness/consistency/record_guarantees.hpp"

#include <gtest/gtest.h>

#include "tests/harness/history_builder.hpp"

namespace rehearse::harness::testing {
namespace {

std::string kept(const HistoryBuilder& b, std::string_view property = "C2") {
  const Facts facts(b.plan, b.scenario, b.history);
  return kept_of_record(facts, b.judge(property));
}

std::optional<Recording> order_17(const HistoryBuilder& b) {
  const Facts facts(b.plan, b.scenario, b.history);
  for (ElementId id = 0; id < facts.elements().size(); ++id)
    if (facts.elements()[id].key == 17) return record_as_register(facts, id);
  return std::nullopt;
}

TEST(RecordGuarantees, AStrangersStaleReadKeepsSequentialConsistency) {
  HistoryBuilder b;
  b.write(1, place, 17);
  b.write(2, change, 17);
  b.read(3, 17, new_side, wrote(1), 9);
  EXPECT_EQ(kept(b), "of order 17 clients kept sequential consistency");
}

TEST(RecordGuarantees, ReadingBackwardsLosesMonotonicReads) {
  HistoryBuilder b;
  b.write(1, place, 17);
  b.write(2, change, 17);
  b.read(3, 17, old_side, wrote(2), 9);
  b.read(4, 17, new_side, wrote(1), 9);
  const std::string words = "of order 17 clients kept read your writes, not monotonic reads";
  EXPECT_EQ(kept(b, "C2"), words);
  EXPECT_EQ(kept(b, "C1"), words);
}

TEST(RecordGuarantees, NotToSeeWhatOneWroteLosesReadYourWrites) {
  HistoryBuilder b;
  b.write(1, place, 17);
  b.write(2, change, 17);
  b.read(3, 17, new_side, wrote(1));
  EXPECT_EQ(kept(b), "of order 17 clients kept monotonic reads, not read your writes");
}

TEST(RecordGuarantees, BothMayBeLost) {
  HistoryBuilder b;
  b.write(1, place, 17);
  b.write(2, change, 17);
  b.read(3, 17, new_side, wrote(1));
  b.read(4, 17, old_side, wrote(2), 9);
  b.read(5, 17, new_side, wrote(1), 9);
  EXPECT_EQ(kept(b), "of order 17 clients kept neither read your writes nor monotonic reads");
}

TEST(RecordGuarantees, AnotherOrderOfTheWritesMayExplainWhatClientsSaw) {
  HistoryBuilder b;
  b.initial(orders, 17);
  b.write_begins(1, change, 17, old_side, false, 1);
  b.write_begins(2, change, 17, old_side, false, 2);
  b.ok(2);
  b.read(3, 17, old_side, wrote(1), 3);
  b.ok(1);
  EXPECT_EQ(kept(b), "of order 17 clients kept linearizability");
}

TEST(RecordGuarantees, WhatNobodyReadIsNoCase) {
  HistoryBuilder b;
  b.write(1, place, 17);
  EXPECT_EQ(kept(b), "");
}

TEST(RecordGuarantees, OperationsLieBetweenBeginAndEnd) {
  HistoryBuilder b;
  b.write_begins(1, place, 17);
  b.read(2, 17, old_side, wrote(1), 9);
  b.ok(1);
  const auto recording = order_17(b);
  ASSERT_TRUE(recording);
  ASSERT_EQ(recording->operations.size(), 2U);
  EXPECT_EQ(recording->operations[0].function, Function::write);
  EXPECT_EQ(recording->operations[0].invoked, 0U);
  EXPECT_EQ(recording->operations[0].completed, 3U);
  EXPECT_EQ(recording->operations[1].value, recording->operations[0].value);
  EXPECT_EQ(recording->processes.size(), 2U);
}

TEST(RecordGuarantees, AnUnknownWriteIsUnknown) {
  HistoryBuilder b;
  b.write_begins(1, place, 17);
  b.finish(1, simulators::Outcome::info);
  ASSERT_TRUE(order_17(b));
  EXPECT_TRUE(order_17(b)->operations[0].unknown());
}

TEST(RecordGuarantees, ReadsThatDoNotTellAWriteAreNoRegister) {
  HistoryBuilder b;
  b.write(1, place, 17);
  b.read(2, 17, old_side, 999);
  EXPECT_FALSE(order_17(b));
}

TEST(RecordGuarantees, NoRecordIsTheOnlyDelete) {
  HistoryBuilder b;
  b.initial(orders, 17);
  b.write(1, cancel, 17);
  b.read(2, 17, old_side, 0);
  ASSERT_TRUE(order_17(b));
  EXPECT_EQ(order_17(b)->operations[1].value, order_17(b)->operations[0].value);
}

}  // namespace
}  // namespace rehearse::harness::testing
