// The catalogue of situations, and what tells each of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "harness/situations/situation.hpp"
#include "scenarios/fault_kinds.hpp"
#include "scenarios/read_plan.hpp"
#include "tests/harness/explore/small_plan.hpp"

namespace rehearse::harness {
namespace {

using simulators::Event;
using simulators::EventKind;
using simulators::FailureReason;
using simulators::WriteSource;
using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

using Ids = std::vector<std::string>;

scenarios::Plan storefront() {
  auto plan =
      scenarios::load_plan(std::string(REHEARSE_SOURCE_DIR) + "/scenarios/ecommerce/plan.json");
  if (!plan) throw std::logic_error(to_string(plan.errors().front()));
  scenarios::Tolerates& tolerates = plan.value().tolerates;
  tolerates.app_crashes = tolerates.conductor_crashes = 3;
  tolerates.relay_crashes = tolerates.backfill_crashes = 3;
  tolerates.store_outage = scenarios::Duration(1'000'000);
  tolerates.message_loss = tolerates.message_duplication = true;
  plan.value().application.cache.ttl = scenarios::Duration(1'000);
  return std::move(plan).value();
}

/// The storefront with every fault that can be injected, and what a history of it tells.
class Storefront : public ::testing::Test {
 protected:
  Storefront() : plan_(storefront()), scenario_(testing::small_scenario(plan_, 10)) {
    for (const char* node : {"relay.catalog", "backfill.catalog", "conductor"}) {
      scenarios::FaultSpec crash;
      crash.kinds = {"crash"};
      crash.node = node;
      scenario_.faults.push_back(crash);
    }
    blueprint_.emplace(plan_, scenario_);
  }

  Event& add(EventKind kind, std::uint8_t detail = 0) {
    Event event;
    event.kind = kind;
    event.detail = detail;
    history_.events.push_back(event);
    return history_.events.back();
  }
  Event& in(std::uint16_t phase, EventKind kind, std::uint8_t detail = 0) {
    Event& event = add(kind, detail);
    event.phase = phase;
    return event;
  }
  Event& on(simulators::TrackIndex track, EventKind kind, std::uint8_t detail = 0) {
    Event& event = add(kind, detail);
    event.track = track;
    return event;
  }
  Event& write(simulators::TrackIndex track, WriteSource source,
               EventKind kind = EventKind::commit) {
    return on(track, kind, static_cast<std::uint8_t>(source));
  }

  Ids seen() {
    Situations situations(*blueprint_);
    const std::vector<bool>& bits = situations.seen_in(history_);
    Ids ids;
    for (std::size_t i = 0; i < bits.size(); ++i)
      if (bits[i]) ids.push_back(situations.all()[i].id);
    history_.events.clear();
    return ids;
  }
  Ids all(bool applicable) {
    const Situations situations(*blueprint_);
    Ids ids;
    for (const Situation& one : situations.all())
      if (one.applicable == applicable) ids.push_back(one.id);
    return ids;
  }

  scenarios::Plan plan_;
  scenarios::Scenario scenario_;
  std::optional<simulators::Blueprint> blueprint_;
  simulators::History history_;
};

constexpr std::uint8_t orders = 0, payments = 1, catalog = 2, carts = 3;
constexpr std::uint16_t dual = 1, verify = 3, contract = 9;

TEST(Catalogue, NamesAreUniqueAndStatementsHaveRoomForTheirItem) {
  std::set<std::string_view> names;
  for (const SituationFamily& family : situation_families()) {
    EXPECT_TRUE(names.insert(family.name).second) << family.name;
    EXPECT_EQ(family.statement.find("{}") != std::string_view::npos, family.over != Over::run)
        << family.name;
    EXPECT_FALSE(family.reach.ends_with('.')) << family.name;
    EXPECT_FALSE(family.told_by.empty()) << family.name;
  }
}

/// "| `name.{phase}` | statement | reach |", one line for each family.
TEST(Catalogue, IsTheTableOfItsPage) {
  std::ifstream file(std::string(REHEARSE_SOURCE_DIR) + "/docs/situations.md");
  ASSERT_TRUE(file);
  std::vector<std::string> rows;
  for (std::string line; std::getline(file, line);)
    if (line.starts_with("| `")) rows.push_back(line);
  std::vector<std::string> wanted;
  for (const SituationFamily& family : situation_families()) {
    const std::string_view item = placeholder(family.over);
    wanted.push_back("| `" + std::string(family.name) +
                     (item.empty() ? "" : "." + std::string(item)) + "` | " +
                     with_item(family.statement, item) + " | " + std::string(family.reach) + " |");
  }
  EXPECT_EQ(rows, wanted);
}

TEST(Pattern, StandsForWhatItSays) {
  EXPECT_TRUE(stands_for("rollback.dual", "rollback.dual"));
  EXPECT_TRUE(stands_for("rollback.*", "rollback.dual"));
  EXPECT_TRUE(stands_for("rollback", "rollback.dual"));
  EXPECT_TRUE(stands_for("*", "undone"));
  EXPECT_TRUE(stands_for("*.dual", "held.dual"));
  EXPECT_TRUE(stands_for("gate_*.ver*y", "gate_failed.verify"));
  EXPECT_TRUE(stands_for("a*b*c", "a.b.b.c"));
  EXPECT_FALSE(stands_for("rollback.*", "rollback_midway.dual"));
  EXPECT_FALSE(stands_for("rollback.dual", "rollback.dual2"));
  EXPECT_FALSE(stands_for("roll", "rollback.dual"));
  EXPECT_FALSE(stands_for("gate_*.verify", "gate_failed.verify:entry"));
  EXPECT_FALSE(stands_for("", "undone"));
}

TEST_F(Storefront, ThePlanDecidesWhatThereIs) {
  const Ids there = all(true);
  for (const char* id :
       {"phase.expand", "rollback.rampdown", "held.contract", "gate_failed.verify", "fault.crash",
        "repair_queue_used.orders", "old_epoch_refused.catalog", "stream_used.catalog",
        "relay_restarted.catalog", "backfill_restarted.catalog", "effect_repeated.payments",
        "webhook_repeated.payments", "operation.checkout", "conductor_resumed"})
    EXPECT_THAT(there, Contains(id));
  for (const char* id :
       {"rollback.contract", "rollback.settle", "held.settle", "gate_met.dual",
        "gate_met.verify:entry", "repair_queue_used.catalog", "stream_used.orders",
        "verifier_mended.orders", "phase.carts", "served_by_new.carts", "fault.pause"})
    EXPECT_THAT(there, Not(Contains(id)));
  // Nobody crashes the relay of orders, and pauses are not injected.
  EXPECT_THAT(all(false), Contains("backfill_restarted.orders"));
  EXPECT_THAT(all(false), Contains("fault.pause"));
}

TEST_F(Storefront, APlanWithoutRepairsHasNoRepairSituation) {
  for (scenarios::Phase& phase : plan_.phases)
    for (auto& [track, change] : phase.set) change.second_write_failure.reset();
  blueprint_.emplace(plan_, scenario_);
  for (const bool applicable : {true, false})
    for (const std::string& id : all(applicable)) {
      EXPECT_FALSE(id.starts_with("repair_queue_used")) << id;
      EXPECT_FALSE(id.starts_with("repaired")) << id;
    }
}

TEST_F(Storefront, TheScenarioDecidesWhatCanHappen) {
  scenario_.faults.clear();
  scenario_.explore.rollback = scenarios::RollbackSweep::none;
  scenario_.traffic.mix = {{"browse", 1}};
  blueprint_.emplace(plan_, scenario_);
  const Ids idle = all(false);
  for (const char* id :
       {"fault.reply_lost", "fault_in.dual", "rollback.dual", "rollback_midway.dual",
        "operation.checkout", "retry_succeeded", "conductor_resumed"})
    EXPECT_THAT(idle, Contains(id));
  EXPECT_THAT(all(true), Contains("operation.browse"));
}

TEST_F(Storefront, TellsPhasesAndRollbacks) {
  in(dual, EventKind::phase_begin);
  in(dual, EventKind::invoke).operation = 1;
  EXPECT_THAT(seen(), UnorderedElementsAre("phase.dual", "operation_in.dual"));

  in(dual, EventKind::rollback_begin).extra = 1;  // of three actions
  in(simulators::no_phase, EventKind::rollback_end, 1);
  EXPECT_THAT(seen(), UnorderedElementsAre("rollback.dual", "rollback_midway.dual"));
  in(dual, EventKind::rollback_begin).extra = 3;
  in(dual, EventKind::rollback_end, 0);  // given up
  EXPECT_THAT(seen(), IsEmpty());
  in(verify, EventKind::rollback_begin, static_cast<std::uint8_t>(simulators::RollbackCause::gate))
      .extra = 99;
  EXPECT_THAT(seen(), UnorderedElementsAre("rollback_by_itself.verify"));

  in(dual, EventKind::plan_end, static_cast<std::uint8_t>(simulators::PlanEnd::held));
  in(dual, EventKind::plan_end, static_cast<std::uint8_t>(simulators::PlanEnd::completed));
  in(contract, EventKind::step_end, 0);
  in(dual, EventKind::step_end, 1);
  EXPECT_THAT(seen(), UnorderedElementsAre("held.dual", "step_failed.contract"));
}

TEST_F(Storefront, TellsGates) {
  const auto exit = static_cast<std::uint8_t>(simulators::GateKind::exit);
  in(verify, EventKind::gate_met, exit);
  EXPECT_THAT(seen(), UnorderedElementsAre("gate_met.verify"));
  in(verify, EventKind::gate_failed, exit).extra = 4;
  EXPECT_THAT(seen(), UnorderedElementsAre("gate_failed.verify", "gate_held_back.verify"));
  in(verify, EventKind::gate_inconclusive, exit);
  EXPECT_THAT(seen(), UnorderedElementsAre("gate_inconclusive.verify"));
  in(verify, EventKind::gate_met, static_cast<std::uint8_t>(simulators::GateKind::entry));
  EXPECT_THAT(seen(), IsEmpty());  // the phase has no such gate
}

TEST_F(Storefront, TellsFaultsAndWhoCameBack) {
  in(dual, EventKind::fault_begin, 1);
  EXPECT_THAT(seen(), UnorderedElementsAre("fault.reply_lost", "fault_in.dual"));
  add(EventKind::fault_begin, 0);
  add(EventKind::conductor_resumed);
  EXPECT_THAT(seen(), UnorderedElementsAre("fault.request_lost", "conductor_resumed"));
}

TEST_F(Storefront, TellsWhatTheApplicationMet) {
  on(orders, EventKind::second_failed);
  on(orders, EventKind::repair_queued);
  EXPECT_THAT(seen(),
              UnorderedElementsAre("second_write_failed.orders", "repair_queue_used.orders"));
  on(orders, EventKind::turned_away, static_cast<std::uint8_t>(FailureReason::stale_epoch));
  on(catalog, EventKind::turned_away, static_cast<std::uint8_t>(FailureReason::denied));
  EXPECT_THAT(seen(), UnorderedElementsAre("old_epoch_refused.orders", "write_denied.catalog"));
  on(payments, EventKind::shadow_compared, 1);
  on(orders, EventKind::shadow_compared, 0);
  EXPECT_THAT(seen(), UnorderedElementsAre("shadow_compared.payments", "shadow_compared.orders",
                                           "shadow_differed.orders"));
  on(payments, EventKind::effect).flags = simulators::flag_repeat;
  on(payments, EventKind::webhook).flags = simulators::flag_repeat;
  EXPECT_THAT(seen(),
              UnorderedElementsAre("effect_repeated.payments", "webhook_repeated.payments"));
  on(payments, EventKind::effect);
  on(payments, EventKind::webhook);
  on(carts, EventKind::turned_away, static_cast<std::uint8_t>(FailureReason::denied));
  EXPECT_THAT(seen(), IsEmpty());
}

TEST_F(Storefront, TellsWhoServedAClient) {
  using scenarios::Side;
  write(orders, WriteSource::second).side = Side::new_side;
  write(orders, WriteSource::application).side = Side::old_side;
  Event& shadow = on(payments, EventKind::effect);
  shadow.side = Side::new_side;
  shadow.flags = simulators::flag_shadow;
  EXPECT_THAT(seen(), IsEmpty());
  write(orders, WriteSource::application).side = Side::new_side;
  on(catalog, EventKind::observe).side = Side::new_side;
  on(payments, EventKind::effect).side = Side::new_side;
  EXPECT_THAT(seen(), UnorderedElementsAre("served_by_new.orders", "served_by_new.catalog",
                                           "served_by_new.payments"));
}

TEST_F(Storefront, TellsWhatTheRelayDid) {
  const simulators::NodeId relay = blueprint_->tracks[catalog].relay_forward;
  write(catalog, WriteSource::relay);
  EXPECT_THAT(seen(), UnorderedElementsAre("stream_used.catalog"));
  Event& lost = add(EventKind::fault_begin, 1);
  lost.node = relay;
  write(catalog, WriteSource::relay);
  EXPECT_THAT(seen(), UnorderedElementsAre("fault.reply_lost", "stream_used.catalog",
                                           "relay_lost_message.catalog"));
  add(EventKind::node_down, 1).node = relay;
  EXPECT_THAT(seen(), IsEmpty());  // it carried nothing after that
  add(EventKind::node_down, 1).node = relay;
  write(catalog, WriteSource::relay, EventKind::skip);
  EXPECT_THAT(seen(), UnorderedElementsAre("stream_used.catalog", "relay_restarted.catalog",
                                           "record_left_alone.catalog"));
}

TEST_F(Storefront, TellsWhatTheBackfillMet) {
  write(catalog, WriteSource::application);
  write(catalog, WriteSource::backfill);
  EXPECT_THAT(seen(), IsEmpty());  // before it ran
  write(catalog, WriteSource::backfill);
  write(catalog, WriteSource::application);
  EXPECT_THAT(seen(), IsEmpty());  // it may have been over
  write(catalog, WriteSource::backfill);
  write(catalog, WriteSource::application);
  write(catalog, WriteSource::backfill);
  EXPECT_THAT(seen(), UnorderedElementsAre("changed_during_backfill.catalog"));
  add(EventKind::node_down, 1).node = blueprint_->tracks[catalog].backfiller;
  write(catalog, WriteSource::backfill);
  EXPECT_THAT(seen(), UnorderedElementsAre("backfill_restarted.catalog"));
  write(orders, WriteSource::repair);
  EXPECT_THAT(seen(), UnorderedElementsAre("repaired.orders"));
}

TEST_F(Storefront, TellsWhatTheVerifierMended) {
  for (scenarios::Phase& phase : plan_.phases)
    for (scenarios::Step& step : phase.steps) step.repair = true;
  blueprint_.emplace(plan_, scenario_);
  write(orders, WriteSource::verifier);
  EXPECT_THAT(seen(), UnorderedElementsAre("verifier_mended.orders"));
}

TEST_F(Storefront, TellsWhatClientsGot) {
  const auto start = [&](simulators::OperationId id) {
    Event& invoke = add(EventKind::invoke);
    invoke.operation = id;
    invoke.value = 2;  // checkout
  };
  const auto finish = [&](simulators::OperationId id, simulators::Outcome outcome) {
    add(EventKind::finish, static_cast<std::uint8_t>(outcome)).operation = id;
  };
  start(1);
  start(2);
  add(EventKind::call_failed).operation = 2;
  finish(1, simulators::Outcome::ok);
  EXPECT_THAT(seen(), UnorderedElementsAre("operation.checkout"));
  start(2);
  add(EventKind::call_failed).operation = 2;
  finish(2, simulators::Outcome::ok);
  EXPECT_THAT(seen(), UnorderedElementsAre("operation.checkout", "retry_succeeded"));
  finish(3, simulators::Outcome::info);
  finish(4, simulators::Outcome::refused);
  finish(5, simulators::Outcome::fail);
  EXPECT_THAT(seen(), UnorderedElementsAre("answer_unknown", "business_refusal"));
  write(orders, WriteSource::application).write = simulators::write_id(3, 0, true);
  on(orders, EventKind::observe).flags = simulators::flag_cached;
  EXPECT_THAT(seen(), UnorderedElementsAre("undone", "cached_read"));
}

TEST_F(Storefront, LooksAtHistoriesThatMakeNoSense) {
  for (int kind = 0; kind < static_cast<int>(simulators::event_kinds); ++kind) {
    Event& event = add(static_cast<EventKind>(kind), 255);
    event.phase = 60'000;
    event.track = 200;
    event.node = 50'000;
    event.operation = UINT64_MAX;
    event.value = event.extra = INT64_MIN;
  }
  EXPECT_THAT(seen(), UnorderedElementsAre("conductor_resumed"));  // that one says it all by itself
}

}  // namespace
}  // namespace rehearse::harness
