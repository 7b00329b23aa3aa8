#include "harness/history/describe_event.hpp"

#include <gtest/gtest.h>

#include "tests/harness/history_builder.hpp"

namespace rehearse::harness::testing {
namespace {

using scenarios::OperationStepKind;
using simulators::WriteSource;

std::string told(const HistoryBuilder& b, EventId id) {
  const Facts facts(b.plan, b.scenario, b.history);
  return describe_event(facts, id);
}

TEST(DescribeEvent, ClientsSpeakOfTheirOperations) {
  HistoryBuilder b;
  const EventId invoke = b.invoke(41, checkout);
  const EventId add = b.intend(41, 0, catalog, 3, OperationStepKind::add, -1);
  const EventId charge = b.intend(41, 1, payments, 17, OperationStepKind::charge, 500);
  const EventId seen = b.observe(41, orders, 17, new_side, wrote(40));
  const EventId finish =
      b.finish(41, simulators::Outcome::info, simulators::FailureReason::timeout);
  EXPECT_EQ(told(b, invoke), "client 3 starts checkout (operation 41)");
  EXPECT_EQ(told(b, add), "checkout (operation 41) means to change product 3 in catalog by -1");
  EXPECT_EQ(told(b, charge), "checkout (operation 41) means to call 500 for order 17");
  EXPECT_EQ(told(b, seen),
            "checkout (operation 41) sees order 17 in the new orders table: the "
            "write of operation 40");
  EXPECT_EQ(told(b, finish),
            "client 3 gets no certain answer for checkout (operation 41) after 4 "
            "ms: no answer in time");
  const Facts facts(b.plan, b.scenario, b.history);
  EXPECT_EQ(event_lane(facts, finish), "client 3");
}

TEST(DescribeEvent, StoresSpeakOfRecords) {
  HistoryBuilder b;
  const EventId commit = b.commit(41, 0, orders, 17, new_side, WriteSource::second);
  b.history.events[commit].value = 3;
  EXPECT_EQ(told(b, commit),
            "the new orders table writes order 17: version 3 (the second write, "
            "operation 41)");
  const EventId erase = b.commit(42, 0, orders, 17, old_side, WriteSource::application,
                                 simulators::flag_erased | simulators::flag_one_transaction);
  EXPECT_EQ(told(b, erase),
            "the old orders table deletes order 17 (the application, operation 42, "
            "both sides in one transaction)");
}

TEST(DescribeEvent, ServicesSpeakOfEffects) {
  HistoryBuilder b;
  const EventId effect = b.effect(41, 17, new_side, simulators::EffectKind::charge);
  EXPECT_EQ(told(b, effect),
            "the new payments service makes a charge of 500 for order 17 "
            "(operation 41)");
  const EventId repeat =
      b.effect(41, 17, new_side, simulators::EffectKind::charge, 500, simulators::flag_repeat);
  EXPECT_EQ(told(b, repeat),
            "the new payments service answers a repeated charge for order 17 from "
            "memory (operation 41)");
}

TEST(DescribeEvent, TheConductorSpeaksOfPhases) {
  HistoryBuilder b;
  b.in(cutover);
  EXPECT_EQ(told(b, b.step_begin(1)), "step 2 (orders.drain) begins");
  const EventId publish = b.publish(orders, stage_of(new_side, new_side, true), 10);
  EXPECT_EQ(told(b, publish),
            "the conductor publishes a stage for orders for 10 % of the traffic: "
            "the new orders table answers reads");
  EXPECT_EQ(told(b, b.truth(orders, 1, 1, 17)),
            "in truth 1 record of orders differs with nothing "
            "under way to mend it, such as order 17");
  EXPECT_EQ(told(b, b.rollback_begin()), "rollback from cutover to the start begins, as rehearsed");
  EXPECT_EQ(told(b, b.plan_end()), "the plan is completed");
  b.in(shadow);
  EXPECT_EQ(told(b, b.gate_sample(0, 2, 30, simulators::flag_failed)),
            "the gate of shadow measures orders.shadow_mismatch as 2 over 30 samples: failed");
}

TEST(DescribeEvent, FaultsAndProcesses) {
  HistoryBuilder b;
  EXPECT_EQ(told(b, b.fault_begin(1, pay_old, 41)),
            "reply_lost strikes payments.old (operation 41)");
  const EventId up = b.add(EventKind::node_up, 0, 1);
  b.history.events[up].node = app_1;
  EXPECT_EQ(told(b, up), "app/1 is up and runs v2");
}

TEST(DescribeEvent, EveryKindHasWordsWhateverItsNumbers) {
  for (int kind = 0; kind < static_cast<int>(simulators::event_kinds); ++kind) {
    for (const int detail : {0, 1, 2}) {
      HistoryBuilder b;
      Event event;
      event.kind = static_cast<EventKind>(kind);
      event.detail = static_cast<std::uint8_t>(detail);
      event.node = 999;
      event.phase = 77;
      event.value = 12345;
      EXPECT_FALSE(told(b, b.add(event)).empty());
    }
  }
}

}  // namespace
}  // namespace rehearse::harness::testing
