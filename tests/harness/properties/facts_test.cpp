#include "harness/properties/facts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/properties/words.hpp"
#include "tests/harness/history_builder.hpp"

namespace rehearse::harness::testing {
namespace {

using scenarios::OperationStepKind;
using simulators::WriteSource;

TEST(Catalogue, IsInTheOrderOfTheTable) {
  std::vector<std::string_view> ids;
  for (const Property& property : all_properties()) ids.push_back(property.id);
  EXPECT_THAT(ids, ::testing::ElementsAre("A1", "A2", "D1", "D2", "D3", "D4", "D5", "D6", "C1",
                                          "C2", "R1", "R2", "L1", "V1", "V2", "I1", "X1"));
}

TEST(Catalogue, AnEmptyHistoryViolatesNothingButProgress) {
  const HistoryBuilder b;
  for (const Property& property : all_properties()) {
    const Verdict verdict = b.judge(property.id);
    EXPECT_EQ(verdict.outcome, property.id == "L1" ? Outcome::violated : Outcome::holds)
        << property.id;
  }
}

TEST(Catalogue, AHistoryWithoutFinalStateCrashesNoJudge) {
  HistoryBuilder b;
  b.write(1, place, 17);
  b.rollback_begin();
  b.rollback_end();
  b.history.final = {};
  for (const Property& property : all_properties()) b.judge(property.id);
  EXPECT_EQ(b.judge("D1").outcome, Outcome::unknown);
}

TEST(Facts, OrderIsThatOfLastCommits) {
  HistoryBuilder b;
  for (const OperationId id : {1U, 2U}) {
    b.invoke(id, change);
    b.intend(id, 0, orders, 17, OperationStepKind::update);
  }
  b.commit(2, 0, orders, 17, old_side);
  b.commit(1, 0, orders, 17, new_side, WriteSource::second);  // not the application's first
  b.commit(1, 0, orders, 17, old_side);
  const Facts once(b.plan, b.scenario, b.history);
  EXPECT_EQ(once.writes()[once.find_write(wrote(2))].position, 1U);
  EXPECT_EQ(once.writes()[once.find_write(wrote(1))].position, 2U);
  b.commit(2, 0, orders, 17, new_side);  // a retry that found the other side: done again, and later
  const Facts facts(b.plan, b.scenario, b.history);
  const WriteIndex first = facts.find_write(wrote(1));
  const WriteIndex again = facts.find_write(wrote(2));
  EXPECT_LT(facts.writes()[first].position, facts.writes()[again].position);
  EXPECT_EQ(facts.elements()[facts.find_element(orders, 17)].first, first);
  EXPECT_EQ(facts.elements()[facts.find_element(orders, 17)].last, again);
  EXPECT_EQ(facts.writes()[again].next_in_order, nothing);
  EXPECT_EQ(facts.find_write(wrote(3)), nothing);
  EXPECT_EQ(facts.find_write(simulators::initial_write(orders, 17)), nothing);
}

TEST(Facts, SettleWhenTheLastLiveInstanceHasSeenTheEpoch) {
  HistoryBuilder b;
  b.publish(orders, stage_of(old_side, old_side, true), 100, false);
  const EventId first = b.add(EventKind::flags_seen, 0, 1);
  b.history.events[first].node = app_1;
  const EventId stale = b.add(EventKind::flags_seen, 0, 0);
  b.history.events[stale].node = app_2;
  const EventId second = b.add(EventKind::flags_seen, 0, 1);
  b.history.events[second].node = app_2;
  const Facts facts(b.plan, b.scenario, b.history);
  EXPECT_EQ(facts.stages().back().settled, b.history.events[second].time);
}

TEST(Facts, AnInstanceThatGoesDownIsNotWaitedFor) {
  HistoryBuilder b;
  b.publish(orders, stage_of(old_side, old_side, true), 100, false);
  const EventId seen = b.add(EventKind::flags_seen, 0, 1);
  b.history.events[seen].node = app_1;
  const EventId down = b.add(EventKind::node_down, 1);
  b.history.events[down].node = app_2;
  const Facts facts(b.plan, b.scenario, b.history);
  EXPECT_EQ(facts.stages().back().settled, b.history.events[seen].time);
}

TEST(Facts, WithoutEpochsTheDeclaredDelayIsWaitedForToo) {
  HistoryBuilder b;
  b.plan.application.flag_delay[1] = std::chrono::milliseconds(200);
  const EventId made = b.publish(orders, stage_of(old_side, old_side, true));
  b.history.events[made].write = 0;
  const Facts facts(b.plan, b.scenario, b.history);
  EXPECT_EQ(facts.stages().back().settled, b.history.events[made].time + 200'000);
}

TEST(Facts, RebuildingForgetsTheHistoryBefore) {
  HistoryBuilder a, b;
  for (OperationId id = 1; id <= 400; ++id) a.write(id, place, static_cast<Key>(id));
  b.write(7, place, 17);
  b.final_record(orders, old_side, 17, wrote(7));
  Facts facts(a.plan, a.scenario, a.history);
  facts.rebuild(b.history);
  EXPECT_EQ(facts.operations().size(), 1U);
  EXPECT_EQ(facts.find_element(orders, 300), nothing);
  EXPECT_EQ(facts.find_write(wrote(300)), nothing);
  for (const Property& property : all_properties()) {
    const Verdict verdict = property.judge(facts);
    EXPECT_EQ(verdict.outcome, b.judge(property.id).outcome) << property.id;
  }
}

TEST(Facts, EventsThatFitNoPlanAreLeftAside) {
  HistoryBuilder b;
  Event event;
  for (int kind = 0; kind < static_cast<int>(simulators::event_kinds); ++kind) {
    event.kind = static_cast<EventKind>(kind);
    event.track = 77;
    event.operation = 5;
    event.detail = 200;
    event.node = 999;
    event.value = -3;
    b.add(event);
  }
  for (const Property& property : all_properties()) b.judge(property.id);
}

TEST(Words, NameRecordsByTheirKey) {
  HistoryBuilder b;
  b.plan.tracks[catalog].record.key = "id";
  const Facts facts(b.plan, b.scenario, b.history);
  EXPECT_EQ(record_name(facts, orders, 17), "order 17");
  EXPECT_EQ(record_name(facts, payments, 17), "order 17");
  EXPECT_EQ(record_name(facts, catalog, 3), "catalog 3");
  EXPECT_EQ(record_name(facts, carts, 3), "customer 3 in carts");
  EXPECT_EQ(side_name(facts, carts, old_side), "the carts table");
  EXPECT_EQ(subject(facts, carts, old_side), "carts");
}

TEST(Words, LengthsAndTimes) {
  EXPECT_EQ(length(340), "340 us");
  EXPECT_EQ(length(12'500), "12.5 ms");
  EXPECT_EQ(length(7'000), "7 ms");
  EXPECT_EQ(length(2'104'000), "2.104 s");
  EXPECT_EQ(seconds(2'104'999), "2.104 s");
}

}  // namespace
}  // namespace rehearse::harness::testing
