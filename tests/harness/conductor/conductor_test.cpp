// The conductor in whole rehearsals of a small plan: gates, rollback, its own crash.
#include "harness/conductor/conductor.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "harness/explore/rehearsal.hpp"
#include "tests/harness/explore/small_plan.hpp"

namespace rehearse::harness {
namespace {

using scenarios::Duration;
using scenarios::GateExit;
using scenarios::Side;
using simulators::Event;
using simulators::EventKind;
using simulators::PlanEnd;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// One run and what it told.
class Rehearsed {
 public:
  explicit Rehearsed(scenarios::Plan plan, RunShape shape = {},
                     std::vector<scenarios::FaultSpec> faults = {}, std::uint64_t seed = 1)
      : plan_(std::move(plan)), scenario_(testing::small_scenario(plan_, 60)) {
    scenario_.faults = std::move(faults);
    const simulators::Blueprint blueprint(plan_, scenario_);
    Rehearsal rehearsal(blueprint);
    RunSpec spec;
    spec.seed = seed;
    spec.shape = shape;
    rehearsal.run(spec);
    const std::vector<Verdict>& verdicts = rehearsal.judge();
    for (std::size_t i = 0; i < verdicts.size(); ++i)
      if (verdicts[i].outcome == Outcome::violated)
        violated.push_back(std::string(all_properties()[i].id) + ": " + verdicts[i].because);
    history = rehearsal.history();
  }

  std::vector<Event> all(EventKind kind) const {
    std::vector<Event> found;
    std::copy_if(history.events.begin(), history.events.end(), std::back_inserter(found),
                 [&](const Event& event) { return event.kind == kind; });
    return found;
  }
  std::optional<PlanEnd> end() const {
    const std::vector<Event> ends = all(EventKind::plan_end);
    if (ends.size() != 1) return std::nullopt;
    return static_cast<PlanEnd>(ends[0].detail);
  }
  /// Names of phases in the order in which they began.
  std::vector<std::string> phases() const {
    std::vector<std::string> names;
    for (const Event& event : all(EventKind::phase_begin))
      names.push_back(plan_.phases.at(event.phase).name);
    return names;
  }

  simulators::History history;
  std::vector<std::string> violated;

 private:
  scenarios::Plan plan_;
  scenarios::Scenario scenario_;
};

std::size_t phase_named(const scenarios::Plan& plan, const std::string& name) {
  for (std::size_t i = 0; i < plan.phases.size(); ++i)
    if (plan.phases[i].name == name) return i;
  ADD_FAILURE() << "no phase " << name;
  return 0;
}

TEST(Conductor, RunsEveryPhaseInOrder) {
  const Rehearsed run(testing::small_plan());
  EXPECT_EQ(run.end(), PlanEnd::completed);
  EXPECT_THAT(run.phases(),
              ElementsAre("expand", "dual", "backfill", "verify", "cutover", "reads", "contract"));
  EXPECT_THAT(run.violated, IsEmpty());
}

TEST(Conductor, HoldsAtTheEndOfAPhaseWhenTold) {
  const scenarios::Plan plan = testing::small_plan();
  const std::vector<Boundary> places = hold_boundaries(plan);
  ASSERT_FALSE(places.empty());
  for (const Boundary& place : places) {
    RunShape shape;
    shape.course = Course::hold;
    shape.at = place;
    const Rehearsed run(plan, shape);
    EXPECT_EQ(run.end(), PlanEnd::held) << to_string(shape, plan);
    EXPECT_EQ(run.phases().size(), place.phase + 1U) << to_string(shape, plan);
    EXPECT_THAT(run.violated, IsEmpty()) << to_string(shape, plan);
  }
}

// ---- gates ----

/// Nobody reads the new side in phase dual, so this is never sampled.
scenarios::Plan with_unsampled_gate(GateExit inconclusive) {
  scenarios::Plan plan = testing::small_plan();
  scenarios::Condition condition;
  condition.metric = "orders.shadow_mismatch";
  condition.comparison = scenarios::Comparison::at_most;
  condition.over = Duration(50'000);
  condition.min_samples = 5;
  scenarios::Gate gate;
  gate.when = {condition};
  gate.deadline = Duration(200'000);
  gate.inconclusive = inconclusive;
  plan.phases[phase_named(plan, "dual")].gate = gate;
  return plan;
}

TEST(Conductor, AGateWithoutSamplesIsInconclusiveAndPauses) {
  const Rehearsed run(with_unsampled_gate(GateExit::pause));
  ASSERT_EQ(run.all(EventKind::gate_inconclusive).size(), 1U);
  EXPECT_EQ(run.end(), PlanEnd::paused);
  EXPECT_THAT(run.phases(), ElementsAre("expand", "dual"));
  // Only the gate of expand was met.
  for (const Event& met : run.all(EventKind::gate_met)) EXPECT_EQ(met.phase, 0);
}

TEST(Conductor, AGateWithoutSamplesMayProceedIfThePlanSaysSo) {
  const Rehearsed run(with_unsampled_gate(GateExit::proceed));
  EXPECT_EQ(run.all(EventKind::gate_inconclusive).size(), 1U);
  EXPECT_EQ(run.end(), PlanEnd::completed);
}

TEST(Conductor, AGateWithoutSamplesMayRollBackIfThePlanSaysSo) {
  const Rehearsed run(with_unsampled_gate(GateExit::rollback));
  EXPECT_EQ(run.all(EventKind::gate_inconclusive).size(), 1U);
  EXPECT_EQ(run.end(), PlanEnd::rolled_back);
  const std::vector<Event> begins = run.all(EventKind::rollback_begin);
  ASSERT_EQ(begins.size(), 1U);
  EXPECT_EQ(static_cast<simulators::RollbackCause>(begins[0].detail),
            simulators::RollbackCause::gate);
}

TEST(Conductor, AGateThatFailsRollsBack) {
  scenarios::Plan plan = testing::small_plan();
  scenarios::Phase& expand = plan.phases[0];
  ASSERT_TRUE(expand.gate.has_value());
  expand.gate->when[0].value = 99;  // so many instances will never run v1
  expand.gate->deadline = Duration(300'000);
  const Rehearsed run(std::move(plan));
  EXPECT_EQ(run.all(EventKind::gate_failed).size(), 1U);
  EXPECT_EQ(run.end(), PlanEnd::rolled_back);
  EXPECT_THAT(run.phases(), ElementsAre("expand"));
  EXPECT_THAT(run.violated, IsEmpty());
}

// ---- rollback ----

TEST(Conductor, ARollbackOfTheCutoverIsItsMirror) {
  const scenarios::Plan plan = testing::small_plan();
  const std::size_t cutover = phase_named(plan, "cutover");
  RunShape shape;
  shape.course = Course::rollback;
  shape.at.phase = static_cast<std::uint16_t>(cutover);
  shape.at.action = static_cast<std::uint16_t>(actions_of(plan.phases[cutover]).size() - 1);
  const Rehearsed run(plan, shape);
  EXPECT_EQ(run.end(), PlanEnd::rolled_back);
  EXPECT_THAT(run.violated, IsEmpty());
  const std::vector<Event> begins = run.all(EventKind::rollback_begin);
  const std::vector<Event> ends = run.all(EventKind::rollback_end);
  ASSERT_EQ(begins.size(), 1U);
  ASSERT_EQ(ends.size(), 1U);
  EXPECT_EQ(begins[0].phase, cutover);
  EXPECT_EQ(ends[0].detail, 1);
  // Authority went to the new side, and came back.
  Side before = Side::old_side;
  Side after = Side::new_side;
  for (const Event& event : run.all(EventKind::authority)) {
    const scenarios::Stage& stage = run.history.stages.at(static_cast<std::size_t>(event.value));
    (event.time <= begins[0].time ? before : after) = stage.write.first;
  }
  EXPECT_EQ(before, Side::new_side);
  EXPECT_EQ(after, Side::old_side);
}

TEST(Conductor, EveryRollbackThatThePlanAllowsArrives) {
  const scenarios::Plan plan = testing::small_plan();
  for (const Boundary& place : rollback_boundaries(plan, true)) {
    RunShape shape;
    shape.course = Course::rollback;
    shape.at = place;
    const Rehearsed run(plan, shape);
    EXPECT_EQ(run.end(), PlanEnd::rolled_back) << to_string(shape, plan);
    EXPECT_THAT(run.violated, IsEmpty()) << to_string(shape, plan);
  }
}

/// The small plan with a second track, notes, that is written to both sides with orders.
scenarios::Plan two_tracks() {
  scenarios::Plan plan = testing::small_plan();
  scenarios::Track notes = plan.tracks[0];
  notes.name = "notes";
  notes.old_location.table = "notes";
  notes.new_location.table = "notes_v2";
  plan.tracks.push_back(notes);
  scenarios::Step create = plan.phases[0].steps[0];
  create.track = "notes";
  plan.phases[0].steps.insert(plan.phases[0].steps.begin(), create);
  auto& dual = plan.phases[phase_named(plan, "dual")];
  dual.set.emplace_back("notes", dual.set[0].second);
  return plan;
}

/// Tracks in the order in which their flags went back, from the end of `phase` to the start.
std::vector<std::string> way_back(const std::vector<std::string>& order, const std::string& phase) {
  scenarios::Plan plan = two_tracks();
  plan.rollback.to = "start";
  plan.rollback.order = order;
  RunShape shape;
  shape.course = Course::rollback;
  shape.at.phase = static_cast<std::uint16_t>(phase_named(plan, phase));
  shape.at.action = static_cast<std::uint16_t>(actions_of(plan.phases[shape.at.phase]).size() - 1);
  const Rehearsed run(plan, shape);
  EXPECT_EQ(run.end(), PlanEnd::rolled_back);
  EXPECT_THAT(run.violated, IsEmpty());
  std::vector<std::string> tracks;
  const auto begin = run.all(EventKind::rollback_begin).at(0).time;
  for (const Event& event : run.all(EventKind::authority))
    if (event.time >= begin) tracks.push_back(plan.tracks[event.track].name);
  return tracks;
}

TEST(Conductor, RollsTracksBackInTheDeclaredOrder) {
  EXPECT_THAT(way_back({}, "dual"), ElementsAre("orders", "notes"));
  EXPECT_THAT(way_back({"notes"}, "dual"), ElementsAre("notes", "orders"));
  EXPECT_THAT(way_back({"notes", "orders"}, "dual"), ElementsAre("notes", "orders"));
  // Over several phases a track goes all the way before the next begins: backfill and dual.
  EXPECT_THAT(way_back({"orders"}, "backfill"), ElementsAre("orders", "orders", "notes"));
}

// ---- the conductor's own crash ----

scenarios::FaultSpec conductor_crash(const std::string& phase, std::int64_t after_us) {
  scenarios::FaultSpec fault;
  fault.kinds = {"conductor_crash"};
  fault.phase = phase;
  fault.after = Duration(after_us);
  fault.restart_after = Duration(30'000);
  return fault;
}

TEST(Conductor, ResumesFromItsJournalAfterACrashInAnyPhase) {
  scenarios::Plan plan = testing::small_plan();
  plan.tolerates.conductor_crashes = 1;
  int crashes = 0;
  for (const scenarios::Phase& phase : plan.phases) {
    for (const std::int64_t after : {0, 1'000, 7'000, 20'000}) {
      const Rehearsed run(plan, {}, {conductor_crash(phase.name, after)});
      EXPECT_EQ(run.end(), PlanEnd::completed) << phase.name << " after " << after;
      EXPECT_THAT(run.violated, IsEmpty()) << phase.name << " after " << after;
      // A resumed phase does not begin again.
      EXPECT_EQ(run.phases().size(), plan.phases.size()) << phase.name << " after " << after;
      crashes += static_cast<int>(run.all(EventKind::conductor_resumed).size());
    }
  }
  EXPECT_GE(crashes, 14);
}

TEST(Conductor, ResumesARollbackAfterACrash) {
  scenarios::Plan plan = testing::small_plan();
  plan.tolerates.conductor_crashes = 1;
  const std::size_t cutover = phase_named(plan, "cutover");
  int resumed = 0;
  for (std::int64_t after = 10'000; after <= 100'000; after += 5'000) {
    RunShape shape;
    shape.course = Course::rollback;
    shape.at.phase = static_cast<std::uint16_t>(cutover);
    shape.at.action = static_cast<std::uint16_t>(actions_of(plan.phases[cutover]).size() - 1);
    const Rehearsed run(plan, shape, {conductor_crash("cutover", after)});
    EXPECT_EQ(run.end(), PlanEnd::rolled_back) << after;
    EXPECT_THAT(run.violated, IsEmpty()) << after;
    resumed += static_cast<int>(run.all(EventKind::conductor_resumed).size());
  }
  EXPECT_GT(resumed, 0);
}

}  // namespace
}  // namespace rehearse::harness
