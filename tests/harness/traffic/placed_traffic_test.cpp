/// Operations that come with the phases of a plan, and what fills up the rest of a phase.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "harness/traffic/traffic.hpp"
#include "simulators/runtime/simulated_runtime.hpp"
#include "tests/harness/explore/small_plan.hpp"

namespace rehearse::harness {
namespace {

using namespace simulators;
using scenarios::Duration;

/// Whatever it is asked is done.
class Willing final : public Node {
 public:
  std::optional<Reply> answer(const Request&) override {
    Reply reply;
    reply.body = OperationReply{};
    return reply;
  }
  void crash() override {}
};

class PlacedTraffic : public ::testing::Test {
 protected:
  PlacedTraffic()
      : plan(testing::small_plan()),
        scenario(testing::small_scenario(plan, 60)),
        blueprint(plan, scenario),
        traffic(blueprint, runtime, memory,
                [](std::uint16_t, const JobBlueprint&) { return false; }) {
    for (NodeId node = 0; node < blueprint.nodes.size(); ++node)
      runtime.add_node(node == blueprint.clients ? static_cast<Node&>(traffic) : willing);
  }

  /// Phase 0 begins after 10 ms, phase 1 after 110 ms, and 150 ms are all; the invocations.
  std::vector<Event> invoked(bool fills) {
    const std::vector<PlacedOperation> placed{{5, 0, 1'000, 0, 0, 0}, {9, 1, 2'000, 0, 1, 0}};
    traffic.reset(&placed, fills);
    runtime.reset(choices, nullptr, {Duration(100), Duration(100)}, history);
    for (NodeId node = 0; node < blueprint.nodes.size(); ++node) runtime.start_node(node);
    runtime.spawn(blueprint.clients, course());
    runtime.run(150'000);
    runtime.destroy_tasks();
    std::vector<Event> all;
    for (const Event& event : history.events)
      if (event.kind == EventKind::invoke) all.push_back(event);
    return all;
  }
  Task<void> course() {
    Sleep first(runtime, Duration(10'000));
    co_await first;
    tell(0);
    Sleep second(runtime, Duration(100'000));
    co_await second;
    tell(1);
  }
  void tell(std::int64_t phase) {
    Control news;
    news.verb = ControlVerb::phase;
    news.value = phase;
    Request request;
    request.body = news;
    static_cast<void>(traffic.answer(request));
  }

  scenarios::Plan plan;
  scenarios::Scenario scenario;
  Blueprint blueprint;
  SimulatedRuntime runtime;
  Memory memory;
  RandomChoices choices{1};
  History history;
  Willing willing;
  Traffic traffic;
};

TEST_F(PlacedTraffic, ComesWithItsPhase) {
  const std::vector<Event> all = invoked(false);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].operation, 5U);
  EXPECT_EQ(all[0].time, 11'000);
  EXPECT_EQ(all[1].operation, 9U);
  EXPECT_EQ(all[1].time, 112'000);
}

TEST_F(PlacedTraffic, IsFilledUpUntilTheNextPhaseBegins) {
  const std::vector<Event> all = invoked(true);
  ASSERT_GT(all.size(), 6U);
  EXPECT_EQ(all[0].operation, 5U);
  OperationId last =
      9;  // behind all that are placed; what needs a key that is not there is left out
  int in_second = 0;
  for (std::size_t i = 1; i < all.size(); ++i) {
    in_second += all[i].time > 110'000 ? 1 : 0;
    if (all[i].time == 112'000) {
      EXPECT_EQ(all[i].operation, 9U);
      EXPECT_EQ(in_second, 1) << "none before those that are placed there";
      continue;
    }
    EXPECT_GT(all[i].operation, last);
    last = all[i].operation;
    EXPECT_EQ(all[i].time, all[i].extra) << "it was not sent when it was due";
  }
  EXPECT_GT(in_second, 1);
}

}  // namespace
}  // namespace rehearse::harness
