#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "harness/certificate/digest.hpp"
#include "harness/explore/counterexample_file.hpp"
#include "scenarios/fault_kinds.hpp"
#include "scenarios/print_scenario.hpp"
#include "tests/harness/explore/counterexample_file_fixture.hpp"

namespace rehearse::harness {
namespace {

using simulators::Choice;
using simulators::NodeId;
using simulators::SiteKind;

/// Names that repeat now and then: a repeated name cannot stand for its node.
std::vector<std::string> any_nodes() {
  const std::vector<std::string> names{"app/1", "app/2", "desk", "\"quoted\"", "é→😀", "", "7"};
  return *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(names));
}

std::uint64_t any_number() {
  const std::uint64_t bound = 1ULL << 53U;
  const std::vector<std::uint64_t> special{bound - 1, bound, bound + 1, ~0ULL};
  return *rc::gen::oneOf(rc::gen::inRange<std::uint64_t>(0, 1000),
                         rc::gen::arbitrary<std::uint64_t>(), rc::gen::elementOf(special));
}

Choice any_choice() {
  Choice choice;
  choice.site.kind = static_cast<SiteKind>(*rc::gen::inRange(0, 15));
  choice.site.index = *rc::gen::elementOf(std::vector<std::uint8_t>{0, 1, 254, 255});
  choice.site.a = *rc::gen::oneOf(rc::gen::inRange<NodeId>(0, 6), rc::gen::arbitrary<NodeId>());
  choice.site.b = *rc::gen::oneOf(rc::gen::inRange<NodeId>(0, 6), rc::gen::arbitrary<NodeId>());
  choice.site.n = any_number();
  choice.n = std::max<std::uint64_t>(1, any_number());
  choice.value = any_number() % choice.n;
  return choice;
}

RunShape any_shape(const scenarios::Plan& plan) {
  RunShape shape;
  shape.course =
      *rc::gen::elementOf(std::vector<Course>{Course::forward, Course::rollback, Course::hold});
  shape.at.phase =
      static_cast<std::uint16_t>(*rc::gen::inRange<std::size_t>(0, plan.phases.size()));
  const std::size_t actions = actions_of(plan.phases[shape.at.phase]).size();
  shape.at.action = static_cast<std::uint16_t>(*rc::gen::inRange<std::size_t>(0, actions));
  return shape;
}

/// An index of a phase, or none.
std::uint16_t any_phase(const scenarios::Plan& plan) {
  const auto phases = static_cast<std::uint16_t>(plan.phases.size());
  const auto phase = *rc::gen::inRange<std::uint16_t>(0, phases + 1);
  return phase == phases ? simulators::no_phase : phase;
}

std::optional<std::vector<PlacedOperation>> any_operations(const SavedCounterexample& saved) {
  if (*rc::gen::arbitrary<bool>()) return std::nullopt;
  std::vector<PlacedOperation> operations;
  const int count = *rc::gen::inRange(0, 5);
  for (int i = 0; i < count; ++i) {
    PlacedOperation placed;
    placed.id = static_cast<simulators::OperationId>(i + 1 + *rc::gen::inRange(0, 1) * 10);
    placed.phase = any_phase(saved.plan);
    placed.at = *rc::gen::inRange<std::int64_t>(0, 1'000'000'000);
    placed.client =
        static_cast<std::uint16_t>(*rc::gen::inRange(0, saved.scenario.traffic.clients));
    if (*rc::gen::arbitrary<bool>()) placed.job_of = 1;  // "app" is always there
    operations.push_back(placed);
  }
  return operations;
}

NodeId any_node() {
  return *rc::gen::oneOf(rc::gen::inRange<NodeId>(0, 6),
                         rc::gen::just(NodeId{fault_injection::no_node}));
}

std::vector<fault_injection::Strike> any_strikes(const SavedCounterexample& saved) {
  std::vector<fault_injection::Strike> strikes;
  const int count = *rc::gen::inRange(0, 4);
  for (int i = 0; i < count; ++i) {
    fault_injection::Strike strike;
    strike.kind = static_cast<fault_injection::KindIndex>(
        *rc::gen::inRange<std::size_t>(0, scenarios::fault_kinds().size()));
    strike.message = {any_node(), any_node(), *rc::gen::arbitrary<bool>(), any_number()};
    if (!strike.at_message()) strike.phase = any_phase(saved.plan);
    strike.time = *rc::gen::inRange<std::int64_t>(0, 1'000'000'000);
    strike.node = any_node();
    strike.duration = scenarios::Duration(*rc::gen::inRange<std::int64_t>(0, 1'000'000'000));
    if (*rc::gen::arbitrary<bool>()) strike.spec = 0;
    strikes.push_back(strike);
  }
  return strikes;
}

RC_GTEST_PROP(CounterexampleFile, ReadsBackWhatWasWritten, ()) {
  SavedCounterexample saved = testing::sample_counterexample();
  saved.nodes = any_nodes();
  saved.scenario.faults.resize(1);
  saved.scenario.faults[0].kinds = {"request_lost"};
  saved.scenario.faults[0].between = {"app", "desk"};
  saved.scenario.faults[0].drawn = true;
  saved.scenario_digest = sha256_name(scenarios::canonical_text(saved.scenario));
  const int choices = *rc::gen::inRange(0, 20);
  saved.choices.clear();
  for (int i = 0; i < choices; ++i) saved.choices.push_back(any_choice());
  saved.shape = any_shape(saved.plan);
  saved.seed = any_number();
  saved.hash = any_number();
  saved.run = *rc::gen::inRange<std::int64_t>(0, 1'000'000'000);
  saved.operations_before = *rc::gen::inRange<std::int64_t>(-1, 1'000'000);
  saved.operations = any_operations(saved);
  saved.strikes = any_strikes(saved);
  saved.faults = *rc::gen::arbitrary<bool>();
  const auto read = read_counterexample(write_counterexample(saved), "x.json");
  if (!read) RC_FAIL(to_string(read.errors().front()));
  RC_ASSERT(testing::same(read.value(), saved));
  RC_ASSERT(write_counterexample(read.value()) == write_counterexample(saved));
}

/// Any damage is an error or another counterexample, never a crash.
RC_GTEST_PROP(CounterexampleFile, SurvivesDamage, ()) {
  std::string text = write_counterexample(testing::sample_counterexample());
  const int hits = *rc::gen::inRange(1, 6);
  for (int i = 0; i < hits; ++i) {
    const std::size_t at = *rc::gen::inRange<std::size_t>(0, text.size());
    text[at] = static_cast<char>(*rc::gen::oneOf(rc::gen::arbitrary<char>(),
                                                 rc::gen::elementOf(std::string("{}[]\",:0-e"))));
  }
  const auto read = read_counterexample(text, "x.json");
  if (!read) RC_ASSERT(!read.errors().empty());
}

}  // namespace
}  // namespace rehearse::harness
