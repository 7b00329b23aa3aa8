#include "harness/consistency/contest.hpp"

#include <algorithm>

#include "harness/consistency/depth_first.hpp"

namespace rehearse::harness {

namespace {

constexpr std::uint64_t first_slice = 50'000;
constexpr std::uint64_t longest_slice = 10'000'000;

}  // namespace

ContestResult run_contest(const Puzzle& puzzle, JudgeBudget& budget) {
  ContestResult result;
  const std::unique_ptr<FrontierSearch> frontier = make_frontier(puzzle, budget.bytes);
  // A history that the frontier reads to its end in its first slice needs no other search.
  std::unique_ptr<Contestant> deep;
  bool frontier_lost = frontier == nullptr, deep_lost = false;
  const auto turn = [&](Contestant& contestant, bool& lost, std::uint64_t slice) {
    if (lost) return false;
    const std::uint64_t before = contestant.spent();
    const std::optional<SearchAnswer> answer = contestant.advance(slice);
    budget.steps -= std::min(budget.steps, contestant.spent() - before);
    if (!answer) return false;
    lost = *answer == SearchAnswer::gave_up;
    if (!lost) result.answer = *answer;
    return !lost;
  };
  for (std::uint64_t slice = std::max<std::uint64_t>(first_slice, 64 * puzzle.events.size());;) {
    if (frontier != nullptr && turn(*frontier, frontier_lost, slice)) {
      result.by_frontier = true;
      result.dead_end = frontier->dead_end();
      return result;
    }
    if (deep == nullptr) deep = make_depth_first(puzzle, budget.bytes);
    if (turn(*deep, deep_lost, slice)) return result;
    result.why = "memory";
    if (frontier_lost && deep_lost) return result;
    result.why = "time";
    if (budget.steps == 0 || (budget.stop && budget.stop())) return result;
    slice = std::min({2 * slice, longest_slice, std::max<std::uint64_t>(budget.steps, 1)});
  }
}

}  // namespace rehearse::harness
