#pragma once
/// The history of one key as a puzzle: which acts, in which real-time order, have to be put in one.

#include <span>

#include "harness/consistency/act.hpp"
#include "harness/recording/recording.hpp"

namespace rehearse::harness {

/// Of a register, cas-register, append or counter. `initial`: what the object holds at first. The
/// recording must outlive the puzzle.
Puzzle make_puzzle(const Recording& recording, std::span<const std::uint32_t> events,
                   RecordedValue initial);

/// A state of the puzzle in words: "3", "nil", "\"x 0 0 y\"".
std::string state_words(const Recording& recording, const Puzzle& puzzle, std::int64_t state);

}  // namespace rehearse::harness
