// A run that has no control twin: what was at a process that a fault killed is nobody's fault.
#include <gtest/gtest.h>

#include "harness/explore/against_control.hpp"
#include "tests/harness/history_builder.hpp"

namespace rehearse::harness {
namespace {

using simulators::EventKind;
using simulators::FailureReason;
using simulators::NodeId;

/// One operation fails at app/1, which went down in between: a fault killed it, or it was
/// restarted.
Outcome availability_when(bool killed, NodeId died) {
  testing::HistoryBuilder b;
  b.in(testing::dual);
  b.invoke(1, testing::browse);
  Event down;
  down.kind = EventKind::node_down;
  down.node = died;
  down.detail = killed ? 1 : 0;
  b.add(down);
  const EventId end = b.finish(1, simulators::Outcome::info, FailureReason::timeout);
  b.history.events[end].node = testing::app_1;
  Facts facts(b.plan, b.scenario);
  const JudgedBesideControl judged = judge_alone(facts, b.history);
  const auto properties = all_properties();
  for (std::size_t p = 0; p < properties.size(); ++p)
    if (properties[p].id == "A1") return judged.verdicts[p].outcome;
  return Outcome::unknown;
}

TEST(JudgeAlone, WhatWasAtAProcessThatAFaultKilledIsExcused) {
  EXPECT_EQ(availability_when(true, testing::app_1), Outcome::holds);
}

TEST(JudgeAlone, NothingElseIs) {
  EXPECT_EQ(availability_when(true, testing::app_2), Outcome::violated);
  EXPECT_EQ(availability_when(false, testing::app_1), Outcome::violated);
}

}  // namespace
}  // namespace rehearse::harness
