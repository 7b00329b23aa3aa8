#pragma once
/// Races the searches for an order against each other, on one core: each goes on for as long as the
/// other has had, and the first answer counts. The frontier is fast where little is under way at a
/// time, going deep is where much is and the history is in order.

#include <cstdint>
#include <functional>

#include "harness/consistency/act.hpp"
#include "harness/consistency/frontier.hpp"

namespace rehearse::harness {

/// What may be spent on all keys of a recording.
struct JudgeBudget {
  std::uint64_t steps = 2'000'000'000;            ///< Acts tried; some tens of millions a second.
  std::uint64_t bytes = std::uint64_t{1} << 30U;  ///< Of each search, about.
  std::function<bool()> stop;  ///< Asked now and then; true: give up at once. May be empty.
};

struct ContestResult {
  SearchAnswer answer = SearchAnswer::gave_up;
  std::string_view why;  ///< It gave up: "memory", "time"; static storage.
  DeadEnd dead_end;  ///< Where there is no order; its states are empty when going deep found it.
  bool by_frontier = false;
};

/// Takes from the steps of `budget` what it needs.
ContestResult run_contest(const Puzzle& puzzle, JudgeBudget& budget);

}  // namespace rehearse::harness
