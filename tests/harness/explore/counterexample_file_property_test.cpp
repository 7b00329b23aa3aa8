#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "harness/explore/counterexample_file.hpp"
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

RC_GTEST_PROP(CounterexampleFile, ReadsBackWhatWasWritten, ()) {
  SavedCounterexample saved = testing::sample_counterexample();
  saved.nodes = any_nodes();
  const int choices = *rc::gen::inRange(0, 20);
  saved.choices.clear();
  for (int i = 0; i < choices; ++i) saved.choices.push_back(any_choice());
  saved.shape = any_shape(saved.plan);
  saved.seed = any_number();
  saved.hash = any_number();
  saved.run = *rc::gen::inRange<std::int64_t>(0, 1'000'000'000);
  saved.operations = *rc::gen::inRange<std::int64_t>(-1, 1'000'000);
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
