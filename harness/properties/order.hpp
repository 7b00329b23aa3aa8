#pragma once
/// What a read may say, given the order of the writes to its element: shared by C1 and C2.

#include <string>

#include "harness/properties/facts.hpp"

namespace rehearse::harness {

/// Whether a read contradicts that it came after `known` (a write with a place in the order; or
/// `nothing`: the initial record). False where the order does not tell: counters change under one
/// record, a write without a place, a write that was undone meanwhile.
bool contradicts(const Facts& facts, const ObserveFact& observe, WriteIndex known);

/// How old an answer from a cache may be: the declared time to live; 0 for all others.
Time allowance(const Facts& facts, const ObserveFact& observe);

/// The newest acknowledgement that the reader must have come after; null: none.
const AckFact* binding_ack(const Facts& facts, const ObserveFact& observe);

/// "no record", "the record from before the run", "what checkout (operation 41) had written".
std::string seen_words(const Facts& facts, const ObserveFact& observe);

}  // namespace rehearse::harness
