#pragma once
/// Tries one order after the other, the next act being one that no pending end forbids, and
/// remembers which sets of acts led to which states in vain.
///
/// Wing and Gong (Testing and verifying concurrent objects, 1993) with the memory of Lowe (2017),
/// as Porcupine and Knossos have it. Acts of unknown outcome have no end: they may stand anywhere
/// behind their begin, or be left out.

#include <memory>

#include "harness/consistency/contestant.hpp"

namespace rehearse::harness {

/// `puzzle` must outlive it.
std::unique_ptr<Contestant> make_depth_first(const Puzzle& puzzle, std::uint64_t bytes_max);

}  // namespace rehearse::harness
