#pragma once
/// Reads a history once and keeps what may have happened so far: the *frontier*, all combinations
/// of a state and of which acts under way have taken effect.
///
/// Just-in-time linearization (Lowe, Testing for linearizability, 2017): an act takes effect only
/// when an end demands it, or when another act needs what it leaves. Further:
///
/// - an act that only looks takes effect as soon as it can;
/// - when a write takes effect, each other write under way may have done so just before, unseen: it
///   becomes *free*: it need not take effect any more, and still may. So writes do not branch;
/// - acts of unknown outcome are free from their begin to the end of time; equal ones are counted,
///   not told apart;
/// - what has the same state, owes no more and may do no less makes another one superfluous.

#include <memory>
#include <string>

#include "harness/consistency/contestant.hpp"

namespace rehearse::harness {

/// Where a frontier found no order: the end that could not be, and what could have been before it.
struct DeadEnd {
  std::uint32_t act = 0;             ///< Whose end.
  std::vector<std::int64_t> states;  ///< Possible just before, each once, ascending; at most 8.
};

class FrontierSearch : public Contestant {
 public:
  virtual const DeadEnd& dead_end() const = 0;  ///< After `no_order`.
};

/// `puzzle` must outlive it. Null: more than 4 096 acts are under way at a time.
std::unique_ptr<FrontierSearch> make_frontier(const Puzzle& puzzle, std::uint64_t bytes_max);

}  // namespace rehearse::harness
