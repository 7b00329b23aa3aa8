#include "fault_injection/overlay.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <functional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "scenarios/default_scenario.hpp"
#include "scenarios/fault_kinds.hpp"
#include "scenarios/read_plan.hpp"
#include "tests/simulators/runtime/laboratory.hpp"

namespace rehearse::fault_injection {
namespace {

using scenarios::Duration;
using scenarios::FaultSpec;
using simulators::Event;
using simulators::EventKind;
using simulators::Fate;
using simulators::Time;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

scenarios::Plan load(const std::string& file) {
  auto plan = scenarios::load_plan(REHEARSE_SOURCE_DIR "/tests/" + file);
  if (!plan) throw std::logic_error(to_string(plan.errors().front()));
  return std::move(plan).value();
}

scenarios::Plan sound_plan() {
  scenarios::Plan made = load("scenarios/data/sound.plan.json");
  made.tolerates.message_loss = true;
  made.tolerates.message_duplication = true;
  made.tolerates.app_crashes = 1;
  made.tolerates.conductor_crashes = 1;
  made.tolerates.store_outage = Duration(200'000);
  return made;
}

std::size_t kind_index(const std::string& name) {
  for (std::size_t i = 0; i < scenarios::fault_kinds().size(); ++i)
    if (scenarios::fault_kinds()[i].name == name) return i;
  throw std::logic_error("no kind " + name);
}

/// An overlay over idle processes; crashes are only noted.
class Bench final : private simulators::Processes {
 public:
  Bench(scenarios::Plan plan, std::vector<FaultSpec> faults, std::uint64_t seed = 1)
      : plan_(std::move(plan)),
        scenario_(with(std::move(faults))),
        blueprint(plan_, scenario_),
        overlay(blueprint),
        choices_(seed) {
    for (std::size_t i = 0; i <= blueprint.nodes.size(); ++i) runtime_.add_node(idle_);
    runtime_.reset(choices_, nullptr, {Duration(100), Duration(100)}, history_);
    for (NodeId node = 0; node <= outside(); ++node) runtime_.start_node(node);
    overlay.begin(*this, choices_);
  }
  ~Bench() override { runtime_.destroy_tasks(); }
  Bench(const Bench&) = delete;
  Bench& operator=(const Bench&) = delete;

  NodeId node(const std::string& name) const {
    for (NodeId id = 0; id < blueprint.nodes.size(); ++id)
      if (blueprint.nodes[id] == name) return id;
    throw std::logic_error("no node " + name);
  }
  void begin_again() { overlay.begin(*this, choices_); }
  Fate message(const std::string& from, const std::string& to, bool reply = false,
               simulators::OperationId operation = 0) {
    requests_.emplace_back().tag = ++tag_;
    requests_.back().operation = operation;
    simulators::Message sent{node(from), node(to), reply, &requests_.back(), nullptr};
    if (reply) sent.answer = &answer_;
    return overlay.on_message(sent);
  }
  /// Lets time pass.
  void pass(Time until) {
    runtime_.spawn(outside(), sleep(until - runtime_.now()));
    runtime_.run(until);
  }
  std::int64_t fired(const std::string& kind) const { return overlay.fired()[kind_index(kind)]; }
  bool planned(const std::string& kind) const { return overlay.planned()[kind_index(kind)]; }
  std::size_t fault_events() const { return history_.events.size(); }

  std::vector<std::string> crashes;  ///< "time node back", in order.
  bool real_disks = false;           ///< Whether they can be full by themselves.
  std::vector<bool> filled;          ///< What they were told.

 private:
  scenarios::Scenario with(std::vector<FaultSpec> faults) const {
    scenarios::Scenario scenario = scenarios::default_scenario(plan_);
    scenario.faults = std::move(faults);
    return scenario;
  }
  simulators::Task<void> sleep(Time duration) {
    co_await simulators::Sleep(runtime_, Duration(duration));
  }
  void crash(NodeId who, Duration back) override {
    crashes.push_back(std::to_string(runtime_.now()) + " " + blueprint.nodes[who] + " " +
                      std::to_string(back.count()));
  }
  void restore_backup(NodeId who, Duration back) override {
    crashes.push_back("restored " + blueprint.nodes[who] + " " + std::to_string(back.count()));
  }
  simulators::Disk* disk(NodeId) override { return nullptr; }
  bool fill_disk(NodeId, bool full) override {
    if (real_disks) filled.push_back(full);
    return real_disks;
  }
  bool up(simulators::NodeId node) const override { return runtime_.up(node); }
  void send_again(simulators::NodeId from, simulators::NodeId to,
                  const simulators::Request& request) override {
    runtime_.send_again(from, to, request);
  }
  std::uint64_t history_hash() const override { return runtime_.history_hash(); }
  simulators::Runtime& runtime() override { return runtime_; }
  NodeId outside() const override { return static_cast<NodeId>(blueprint.nodes.size()); }

  scenarios::Plan plan_;
  scenarios::Scenario scenario_;

 public:
  simulators::Blueprint blueprint;
  Overlay overlay;

 private:
  std::vector<std::string> log_;
  simulators::laboratory::Scripted idle_{&log_, "idle"};
  simulators::RandomChoices choices_;
  simulators::History history_;
  simulators::SimulatedRuntime runtime_;
  std::uint64_t tag_ = 0;
  std::deque<simulators::Request> requests_;
  simulators::Reply answer_;
};

FaultSpec scheduled(const std::string& kind) {
  FaultSpec fault;
  fault.kinds = {kind};
  return fault;
}

FaultSpec drawn(std::vector<std::string> kinds, std::int64_t per_million) {
  FaultSpec fault;
  fault.kinds = std::move(kinds);
  fault.drawn = true;
  fault.rate_per_million = per_million;
  return fault;
}

// ---- what is granted ----

TEST(Overlay, GrantsOnlyWhatThePlanTolerates) {
  const scenarios::Tolerates nothing;
  for (const auto& kind : scenarios::fault_kinds())
    EXPECT_FALSE(granted(kind.name, nothing)) << kind.name;
  scenarios::Tolerates loss;
  loss.message_loss = true;
  EXPECT_TRUE(granted("request_lost", loss));
  EXPECT_TRUE(granted("reply_lost", loss));
  EXPECT_FALSE(granted("duplicated", loss));
  EXPECT_FALSE(granted("crash", loss));
  EXPECT_FALSE(granted("no such thing", loss));
}

TEST(Overlay, WithholdsWhatIsNotGranted) {
  scenarios::Plan plan = sound_plan();
  plan.tolerates = scenarios::Tolerates{};
  Bench bench(std::move(plan), {scheduled("request_lost"), scheduled("crash"),
                                drawn({"message", "process"}, 1'000'000)});
  for (int i = 0; i < 100; ++i) {
    EXPECT_FALSE(bench.message("app/1", "shop").lost);
    EXPECT_FALSE(bench.message("shop", "app/1", true).lost);
  }
  bench.pass(10'000'000);
  EXPECT_THAT(bench.crashes, IsEmpty());
  EXPECT_EQ(bench.fault_events(), 0U);
  for (const auto& kind : scenarios::fault_kinds())
    EXPECT_FALSE(bench.planned(std::string(kind.name))) << kind.name;
}

// ---- whom a pattern names ----

TEST(Overlay, PatternsNameNodes) {
  const Bench bench(sound_plan(), {});
  EXPECT_THAT(nodes_matching(bench.blueprint, "app"), SizeIs(3));
  EXPECT_THAT(nodes_matching(bench.blueprint, "app/2"), ElementsAre(bench.node("app/2")));
  EXPECT_THAT(nodes_matching(bench.blueprint, "shop"), ElementsAre(bench.node("shop")));
  EXPECT_THAT(nodes_matching(bench.blueprint, "orders.old"), ElementsAre(bench.node("shop")));
  EXPECT_THAT(nodes_matching(bench.blueprint, "payments.new"),
              ElementsAre(bench.node("payments.new")));
  EXPECT_THAT(nodes_matching(bench.blueprint, "nobody"), IsEmpty());
  EXPECT_THAT(nodes_matching(bench.blueprint, "nobody.old"), IsEmpty());
}

// ---- messages ----

TEST(Overlay, AScheduledFaultStrikesItsNthOpportunityOnItsLink) {
  FaultSpec fault = scheduled("request_lost");
  fault.between = {"app/2", "shop"};
  fault.nth = 3;
  Bench bench(sound_plan(), {fault});
  EXPECT_FALSE(bench.message("app/2", "shop").lost);
  EXPECT_FALSE(bench.message("app/1", "shop").lost);        // another link
  EXPECT_FALSE(bench.message("shop", "app/2", true).lost);  // a reply
  EXPECT_FALSE(bench.message("app/2", "shop").lost);
  EXPECT_TRUE(bench.message("app/2", "shop").lost);
  EXPECT_FALSE(bench.message("app/2", "shop").lost);
  EXPECT_EQ(bench.fired("request_lost"), 1);
  EXPECT_EQ(bench.fault_events(), 1U);
}

// In another world moments and instances are others; what was said is the same.
TEST(Overlay, WhatIsPlacedInKindStrikesAtWhatSaysTheSame) {
  Bench bench(sound_plan(), {scheduled("reply_lost")});
  EXPECT_TRUE(bench.message("shop", "app/1", true, 7).lost);
  bench.overlay.follow_scenario(false);
  bench.overlay.place_in_kind(bench.overlay.struck(), bench.overlay.struck_contents());
  bench.begin_again();
  EXPECT_FALSE(bench.message("shop", "app/1", true, 8).lost);          // for another operation
  EXPECT_FALSE(bench.message("shop", "app/1", false, 7).lost);         // no reply
  EXPECT_FALSE(bench.message("payments.old", "app/1", true, 7).lost);  // of somebody else
  EXPECT_TRUE(bench.message("shop", "app/2", true, 7).lost);
  EXPECT_FALSE(bench.message("shop", "app/2", true, 7).lost) << "once";
}

TEST(Overlay, ADiskThatCanBeFullByItselfIsNotPlayed) {
  FaultSpec full = scheduled("disk_full");
  full.node = "shop";
  full.after = Duration(10'000);
  full.duration = Duration(100'000);
  for (const bool real : {false, true}) {
    Bench bench(sound_plan(), {full});
    bench.real_disks = real;
    bench.pass(200'000);
    EXPECT_EQ(bench.fired("disk_full"), 1);
    EXPECT_EQ(bench.filled, real ? (std::vector<bool>{true, false}) : std::vector<bool>{});
  }
}

TEST(Overlay, ALostReplyIsAReply) {
  Bench bench(sound_plan(), {scheduled("reply_lost")});
  EXPECT_FALSE(bench.message("app/1", "shop").lost);
  EXPECT_TRUE(bench.message("shop", "app/1", true).lost);
}

TEST(Overlay, DuplicatesAndDelaysRequests) {
  FaultSpec delay = scheduled("delayed");
  delay.duration = Duration(7'000);
  delay.nth = 2;
  Bench bench(sound_plan(), {scheduled("duplicated"), delay});
  EXPECT_TRUE(bench.message("app/1", "shop").duplicated);
  bench.message("app/1", "shop");
  EXPECT_EQ(bench.fired("duplicated"), 1);
  for (int i = 0; i < 3 && bench.fired("delayed") == 0; ++i) bench.message("app/1", "shop");
  EXPECT_EQ(bench.fired("delayed"), 1);
}

TEST(Overlay, StrikesOnlyInItsPhase) {
  FaultSpec fault = scheduled("request_lost");
  fault.phase = "cutover";
  Bench bench(sound_plan(), {fault});
  std::uint16_t cutover = 0;
  while (bench.blueprint.plan.phases[cutover].name != "cutover") ++cutover;
  EXPECT_FALSE(bench.message("app/1", "shop").lost);
  bench.overlay.phase_changed(static_cast<std::uint16_t>(cutover - 1));
  EXPECT_FALSE(bench.message("app/1", "shop").lost);
  bench.overlay.phase_changed(cutover);
  EXPECT_TRUE(bench.message("app/1", "shop").lost);
}

TEST(Overlay, StrikesOnlyAfterItsTime) {
  FaultSpec fault = scheduled("request_lost");
  fault.after = Duration(1'000);
  Bench bench(sound_plan(), {fault});
  bench.pass(999);
  EXPECT_FALSE(bench.message("app/1", "shop").lost);
  bench.pass(1'000);
  EXPECT_TRUE(bench.message("app/1", "shop").lost);
}

TEST(Overlay, LeavesTheClientsOwnLinksAlone) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Bench bench(sound_plan(), {drawn({"message"}, 250'000)}, seed);
    const std::string clients = bench.blueprint.nodes[bench.blueprint.clients];
    for (int i = 0; i < 50; ++i) {
      const Fate there = bench.message(clients, "app/1");
      const Fate back = bench.message("app/1", clients, true);
      EXPECT_FALSE(there.lost || there.duplicated || there.extra_delay.count() > 0);
      EXPECT_FALSE(back.lost || back.duplicated || back.extra_delay.count() > 0);
    }
    EXPECT_EQ(bench.fault_events(), 0U);
  }
}

TEST(Overlay, DrawnFaultsStrikeAtTheirRateInAboutHalfOfTheRuns) {
  int runs_with = 0;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    Bench bench(sound_plan(), {drawn({"request_lost"}, 100'000)}, seed);
    int lost = 0;
    for (int i = 0; i < 1'000; ++i) lost += bench.message("app/1", "shop").lost ? 1 : 0;
    EXPECT_EQ(lost > 0, bench.planned("request_lost"));
    EXPECT_EQ(bench.fired("request_lost"), lost);
    if (lost == 0) continue;
    ++runs_with;
    EXPECT_GT(lost, 50);
    EXPECT_LT(lost, 160);
  }
  EXPECT_GT(runs_with, 30);
  EXPECT_LT(runs_with, 70);
}

TEST(Overlay, HealingEndsEverything) {
  FaultSpec crash = scheduled("crash");
  crash.after = Duration(1'000);
  Bench bench(sound_plan(), {scheduled("request_lost"), crash});
  bench.overlay.heal();
  EXPECT_FALSE(bench.message("app/1", "shop").lost);
  bench.pass(10'000);
  EXPECT_THAT(bench.crashes, IsEmpty());
}

// ---- processes ----

TEST(Overlay, CrashesTheNamedProcessAtItsTime) {
  FaultSpec fault = scheduled("crash");
  fault.node = "app/3";
  fault.after = Duration(5'000);
  fault.restart_after = Duration(70'000);
  Bench bench(sound_plan(), {fault});
  bench.pass(100'000);
  EXPECT_THAT(bench.crashes, ElementsAre("5000 app/3 70000"));
}

TEST(Overlay, CrashesNoMoreThanTheBudget) {
  std::vector<FaultSpec> faults(4, scheduled("crash"));
  Bench bench(sound_plan(), faults);
  bench.pass(100'000);
  EXPECT_THAT(bench.crashes, SizeIs(1));
  EXPECT_EQ(bench.fired("crash"), 1);
}

TEST(Overlay, StrikesNobodyWhereThePlanHasNobodyWhomItCouldHit) {
  // One service moves: no table, so no backfill and no relay.
  scenarios::Plan plan = load("harness/explore/cases/slow-new-service.plan.json");
  plan.tolerates.app_crashes = plan.tolerates.relay_crashes = plan.tolerates.backfill_crashes = 3;
  Bench bench(std::move(plan),
              {scheduled("backfill_crash"), scheduled("relay_crash"), scheduled("crash")});
  bench.pass(100'000);
  EXPECT_EQ(bench.fired("backfill_crash"), 0);
  EXPECT_EQ(bench.fired("relay_crash"), 0);
  EXPECT_EQ(bench.fired("crash"), 1);
}

TEST(Overlay, CrashesTheConductorInItsPhase) {
  FaultSpec fault = scheduled("conductor_crash");
  fault.phase = "dual";
  fault.after = Duration(500);
  Bench bench(sound_plan(), {fault});
  bench.pass(2'000);
  EXPECT_THAT(bench.crashes, IsEmpty());
  bench.overlay.phase_changed(1);
  bench.pass(10'000);
  EXPECT_THAT(bench.crashes, ElementsAre("2500 conductor 300000"));
}

TEST(Overlay, AnOutageIsNoLongerThanTolerated) {
  FaultSpec fault = scheduled("outage");
  fault.node = "shop";
  fault.duration = Duration(900'000);
  Bench bench(sound_plan(), {fault});
  bench.pass(1'000);
  EXPECT_THAT(bench.crashes, ElementsAre("1 shop 200000"));
}

TEST(Overlay, TheSameSeedGivesTheSameFaults) {
  const auto struck = [](std::uint64_t seed) {
    Bench bench(sound_plan(), {drawn({"message", "process"}, 50'000)}, seed);
    std::vector<std::string> seen;
    for (int i = 0; i < 200; ++i)
      seen.push_back(bench.message("app/1", "shop").lost ? "lost" : "arrived");
    bench.pass(10'000'000);
    seen.insert(seen.end(), bench.crashes.begin(), bench.crashes.end());
    return seen;
  };
  EXPECT_EQ(struck(3), struck(3));
  EXPECT_NE(struck(3), struck(4));
}

}  // namespace
}  // namespace rehearse::fault_injection
