// Each dimension in which a failing run gets smaller, and what stays as it was.
#include "harness/explore/shrink.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "harness/explore/run_size.hpp"
#include "scenarios/fault_kinds.hpp"
#include "tests/harness/explore/failing_runs.hpp"

namespace rehearse::harness {
namespace {

using fault_injection::KindSet;
using fault_injection::Opportunity;
using fault_injection::Strike;
using testing::FailingRun;
using testing::Stage;

std::uint8_t kind(const char* name) {
  return static_cast<std::uint8_t>(*scenarios::fault_index(name));
}

SavedCounterexample shrunk(Stage& stage, const FailingRun& run, const std::string& property) {
  return shrink(stage.rehearsal, run.spec, 0, testing::property_of(property), run.subject);
}

RunSize size_of_run(Stage& stage, const RunSpec& spec) {
  stage.rehearsal.run(spec);
  return size_of(stage.rehearsal.history());
}

/// The replay must be the same history and fail alike; its size.
RunSize size_of_replay(Stage& stage, const SavedCounterexample& saved, const FailingRun& run) {
  const Replay again = replay(saved);
  EXPECT_TRUE(again.faithful);
  EXPECT_TRUE(again.violated);
  EXPECT_EQ(saved.subject, run.subject);
  EXPECT_EQ(again.verdict.subject, run.subject);
  EXPECT_EQ(again.unknown_choices, 0U);
  EXPECT_EQ(again.operations_missing, 0);
  EXPECT_TRUE(again.faults_missing.empty());
  // What the shrinker ran and what the choices in the file give is the same.
  const RunSize size = size_of_run(stage, spec_of(saved));
  EXPECT_EQ(stage.rehearsal.history().hash, saved.hash);
  return size;
}

TEST(Shrink, LeavesNoFaultWhereNoneIsNeeded) {
  Stage stage("broken/backfill-overwrites.json");
  FailingRun run = testing::first_failure(stage, "D3", 2);
  Strike crash;  // beside what the scenario draws
  crash.kind = kind("crash");
  crash.node = stage.blueprint.instances.front().node;
  crash.time = 50'000;
  crash.duration = scenarios::Duration(20'000);
  run.spec.strikes = {crash};
  run.subject = testing::fails_about(stage, run.spec, "D3");
  ASSERT_NE(run.subject, "");
  ASSERT_GE(size_of_run(stage, run.spec).faults, 1);
  const SavedCounterexample saved = shrunk(stage, run, "D3");
  EXPECT_FALSE(saved.faults);
  EXPECT_TRUE(saved.strikes.empty());
  EXPECT_EQ(size_of_replay(stage, saved, run).faults, 0);
}

TEST(Shrink, MakesDrawnFaultsExplicitAndDropsThoseThatAreNotNeeded) {
  Stage stage("broken/idempotency-key-per-attempt.json");
  std::int64_t index = 0;
  FailingRun run;
  do {
    run = testing::first_failure(stage, "D2", index++);
  } while (size_of_run(stage, run.spec).faults < 3);
  ASSERT_TRUE(run.spec.faults);
  const SavedCounterexample saved = shrunk(stage, run, "D2");
  EXPECT_FALSE(saved.faults);
  ASSERT_EQ(saved.strikes.size(), 1U);
  EXPECT_TRUE(saved.strikes.front().at_message());
  EXPECT_EQ(size_of_replay(stage, saved, run).faults, 1);
  const std::string name(scenarios::fault_kinds()[saved.strikes.front().kind].name);
  EXPECT_NE(saved.sentence.find(name), std::string::npos) << saved.sentence;
  // Without it there is no failure.
  SavedCounterexample without = saved;
  without.strikes.clear();
  EXPECT_FALSE(replay(without).violated);
}

/// A run without drawn faults that fails because this one fault, which lasts long, strikes.
FailingRun failing_by(Stage& stage, const char* name, const std::string& property) {
  FailingRun run;
  run.spec.seed = 7;
  run.spec.faults = false;
  std::vector<Opportunity> places;
  stage.rehearsal.watch(&places, KindSet{1} << kind(name));
  stage.rehearsal.run(run.spec);
  stage.rehearsal.watch(nullptr);
  for (const Opportunity& place : places) {
    Strike strike;
    strike.kind = kind(name);
    strike.message = place.message;
    strike.duration = scenarios::Duration(5'000'000);
    run.spec.strikes = {strike};
    run.subject = testing::fails_about(stage, run.spec, property);
    if (!run.subject.empty()) return run;
  }
  ADD_FAILURE() << "no " << name << " makes " << property << " fail";
  return run;
}

TEST(Shrink, MakesFaultsShorter) {
  Stage stage("broken/second-write-ignored.json");
  const FailingRun run = failing_by(stage, "second_write_lost", "D3");
  const SavedCounterexample saved = shrunk(stage, run, "D3");
  ASSERT_EQ(saved.strikes.size(), 1U);
  EXPECT_LT(saved.strikes.front().duration, scenarios::Duration(1'000'000));
  EXPECT_GT(saved.strikes.front().duration, scenarios::Duration(0));
  size_of_replay(stage, saved, run);
}

TEST(Shrink, LeavesOutOperationsClientsInstancesKeysAndPhases) {
  Stage stage("broken/read-before-verified.json");
  std::int64_t index = 0;
  FailingRun run;
  do {
    run = testing::first_failure(stage, "C1", index++);
  } while (run.spec.shape.course != Course::forward);
  const RunSize before = size_of_run(stage, run.spec);
  ASSERT_GT(before.operations, 100);
  ASSERT_GT(before.clients, 1);
  ASSERT_GT(before.instances, 1);
  ASSERT_GT(before.keys, 1);
  const SavedCounterexample saved = shrunk(stage, run, "C1");
  const RunSize after = size_of_replay(stage, saved, run);
  EXPECT_LE(after.operations, 2);
  EXPECT_EQ(after.clients, 1);
  EXPECT_EQ(after.instances, 1);
  EXPECT_EQ(after.keys, 1);
  EXPECT_LT(after.phases, before.phases);
  EXPECT_EQ(saved.operations_before, before.operations);
  ASSERT_TRUE(saved.operations);
  EXPECT_EQ(saved.operations->size(), static_cast<std::size_t>(after.operations));
  for (const PlacedOperation& placed : *saved.operations) EXPECT_EQ(placed.client, 0);
}

TEST(Shrink, EndsThePlanBehindThePhaseThatFails) {
  Stage stage("broken/backfill-overwrites.json");
  std::int64_t index = 0;
  FailingRun run;
  do {
    run = testing::first_failure(stage, "D3", index++);
  } while (run.spec.shape.course != Course::forward);
  const SavedCounterexample saved = shrunk(stage, run, "D3");
  size_of_replay(stage, saved, run);
  EXPECT_NE(saved.shape.course, Course::forward);
  EXPECT_EQ(stage.plan.phases[saved.shape.at.phase].name, "backfill");
}

TEST(Shrink, BringsTimesTogether) {
  Stage stage("broken/read-before-verified.json");
  const FailingRun run = testing::first_failure(stage, "C1");
  const SavedCounterexample saved = shrunk(stage, run, "C1");
  size_of_replay(stage, saved, run);
  ASSERT_TRUE(saved.operations);
  for (const PlacedOperation& placed : *saved.operations) {
    EXPECT_NE(placed.phase, simulators::no_phase);  // each stays with its phase
    EXPECT_LT(placed.at, 10'000) << placed.id;
  }
}

TEST(Shrink, KeepsTheSimplestChoices) {
  Stage stage("broken/backfill-overwrites.json");
  const FailingRun run = testing::first_failure(stage, "D3");
  const auto not_plain = [](const std::vector<simulators::Choice>& choices) {
    return std::count_if(choices.begin(), choices.end(),
                         [](const simulators::Choice& choice) { return choice.value != 0; });
  };
  simulators::RandomChoices random(run.spec.seed);
  simulators::RecordingChoices recording(random);
  stage.rehearsal.run(run.spec, &recording);
  const auto before = not_plain(recording.recorded());
  const SavedCounterexample saved = shrunk(stage, run, "D3");
  EXPECT_LT(not_plain(saved.choices), before / 10);
}

TEST(Shrink, GivesWhatItHasWhenItIsStopped) {
  Stage stage("broken/backfill-overwrites.json");
  const FailingRun run = testing::first_failure(stage, "D3");
  int asked = 0;
  const auto stop = [&asked] { return ++asked > 20; };
  const SavedCounterexample saved =
      shrink(stage.rehearsal, run.spec, 0, testing::property_of("D3"), run.subject, stop);
  size_of_replay(stage, saved, run);
}

TEST(Shrink, IsAFunctionOfTheRun) {
  Stage stage("broken/contract-while-v1-serves.json");
  const FailingRun run = testing::first_failure(stage, "X1");
  const SavedCounterexample first = shrunk(stage, run, "X1");
  const SavedCounterexample second = shrunk(stage, run, "X1");
  EXPECT_EQ(first.hash, second.hash);
  EXPECT_EQ(first.operations, second.operations);
  EXPECT_EQ(first.choices, second.choices);
}

}  // namespace
}  // namespace rehearse::harness
