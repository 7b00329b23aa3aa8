// The judges against a checker that tries every order, on many small histories of each model.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "harness/consistency/contest.hpp"
#include "harness/consistency/depth_first.hpp"
#include "harness/consistency/judge_recording.hpp"
#include "harness/consistency/partition.hpp"
#include "harness/consistency/puzzle.hpp"
#include "tests/harness/consistency/many_histories.hpp"
#include "tests/harness/consistency/recording_builder.hpp"

namespace rehearse::harness {
namespace {

constexpr std::size_t operations_max = 7, script_bytes = 48;

/// Runs `judged(recording)`, which gives whether it holds, on many histories; counts both answers.
template <typename Judged>
void compare(Model model, bool repeat, Judged judged) {
  int holding = 0, violated = 0;
  check_many([&] {
    const std::vector<std::uint8_t> script = *script_of(script_bytes);
    const Recording recording = small_recording(model, script, operations_max, repeat);
    const bool expected = linearizable_by_force(recording);
    ++(expected ? holding : violated);
    RC_ASSERT(judged(recording) == expected);
  });
  // Neither answer is rare, so that both are tried.
  EXPECT_GT(holding, many_histories / 10);
  EXPECT_GT(violated, many_histories / 10);
}

bool holds_by_judge(const Recording& recording) {
  const RecordingReport report = judge_recording(recording, {});
  RC_ASSERT(report.outcome != Outcome::unknown);
  if (report.outcome == Outcome::violated) {
    RC_ASSERT(report.findings.size() == 1U);
    RC_ASSERT(!report.findings[0].witness.empty());
    RC_ASSERT(report.findings[0].witness.size() <= (recording.model == Model::queue ? 8U : 4U));
    RC_ASSERT(!report.findings[0].because.empty());
    RC_ASSERT(!report.findings[0].proof.however.empty());
  }
  return report.outcome == Outcome::holds;
}

bool holds_by_depth(const Recording& recording) {
  Partition partition(recording);
  if (recording.keys.empty()) return true;
  const Puzzle puzzle = make_puzzle(recording, partition.events(0), {});
  const auto search = make_depth_first(puzzle, std::uint64_t{1} << 30U);
  return search->advance(1'000'000) == SearchAnswer::ordered;
}

bool holds_by_frontier(const Recording& recording) {
  Partition partition(recording);
  if (recording.keys.empty()) return true;
  const Puzzle puzzle = make_puzzle(recording, partition.events(0), {});
  const auto search = make_frontier(puzzle, std::uint64_t{1} << 30U);
  std::optional<SearchAnswer> answer;
  while (!answer) answer = search->advance(3);  // left and taken up again all the time
  return *answer == SearchAnswer::ordered;
}

TEST(LinearizableRegister, ZonesAgreeWithEveryOrder) { compare(Model::reg, false, holds_by_judge); }

TEST(LinearizableRegister, SearchAgreesWithEveryOrderWhereValuesRepeat) {
  compare(Model::reg, true, holds_by_judge);
}

/// What is not linearizable and said to be sequentially consistent is, and nothing else is.
TEST(Guarantees, SequentialConsistencyAgreesWithEveryOrder) {
  int kept = 0, lost = 0;
  check_many([&] {
    const std::vector<std::uint8_t> script = *script_of(script_bytes);
    const Recording recording = small_recording(Model::reg, script, operations_max, false);
    const RecordingReport report = judge_recording(recording, {});
    const bool sequential = sequential_by_force(recording);
    if (report.outcome == Outcome::holds) {
      RC_ASSERT(sequential);
      return;
    }
    ++(sequential ? kept : lost);
    for (const RecordedOperation& operation : recording.operations) {
      RC_LOG() << operation.process << ": " << operation_words(recording, operation) << " "
               << operation_lines(recording, operation) << "\n";
    }
    RC_ASSERT((report.findings[0].held == "sequential consistency") == sequential);
  });
  EXPECT_GT(kept, many_histories / 100);
  EXPECT_GT(lost, many_histories / 100);
}

/// Longer histories than every order could be tried of: zones and searches say the same.
TEST(LinearizableRegister, ZonesAgreeWithTheSearches) {
  int holding = 0, violated = 0;
  rc::check([&] {
    const std::vector<std::uint8_t> script = *script_of(600);
    const Recording recording = small_recording(Model::reg, script, 120, false);
    const bool holds = judge_recording(recording, {}).outcome == Outcome::holds;
    ++(holds ? holding : violated);
    RC_ASSERT(holds_by_frontier(recording) == holds);
    RC_ASSERT(holds_by_depth(recording) == holds);
  });
  EXPECT_GT(violated, 0);
}

TEST(LinearizableCasRegister, SearchAgreesWithEveryOrder) {
  compare(Model::cas_register, true, holds_by_judge);
}

TEST(LinearizableAppend, SearchAgreesWithEveryOrder) {
  compare(Model::append, true, holds_by_judge);
}

TEST(LinearizableAppend, SearchAgreesWithEveryOrderOfLists) {
  compare(Model::append, false, holds_by_judge);
}

TEST(LinearizableCounter, SearchAgreesWithEveryOrder) {
  compare(Model::counter, true, holds_by_judge);
}

TEST(LinearizableSet, LevelsAgreeWithEveryOrder) { compare(Model::set, false, holds_by_judge); }

TEST(LinearizableQueue, AspectsAgreeWithEveryOrder) {
  int undecided = 0;
  compare(Model::queue, false, [&](const Recording& recording) {
    const RecordingReport report = judge_recording(recording, {});
    if (report.outcome != Outcome::unknown) return holds_by_judge(recording);
    ++undecided;  // said of an empty queue and dequeues of unknown outcome only
    return linearizable_by_force(recording);
  });
  EXPECT_LT(undecided, many_histories / 20);
}

class EachSearch : public ::testing::TestWithParam<Model> {};

TEST_P(EachSearch, FrontierAgreesWithEveryOrder) { compare(GetParam(), true, holds_by_frontier); }

TEST_P(EachSearch, DepthFirstAgreesWithEveryOrder) { compare(GetParam(), true, holds_by_depth); }

INSTANTIATE_TEST_SUITE_P(Linearizable, EachSearch,
                         ::testing::Values(Model::reg, Model::cas_register, Model::append,
                                           Model::counter),
                         [](const auto& model) {
                           std::string name(model_name(model.param));
                           std::erase(name, '-');
                           return name;
                         });

}  // namespace
}  // namespace rehearse::harness
