#pragma once
/// What a read may say, given the order of the writes to its element: shared by C1 and C2.

#include <span>
#include <string>
#include <vector>

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

/// A client was shown a write before its writer was told that it is done, if ever.
struct ShownFact {
  EventId event = no_event;  ///< The finish of who was shown something.
  Time time = 0;
  ElementId element = nothing;
  WriteIndex latest = nothing;      ///< Greatest position shown so far,
  OperationIndex reader = nothing;  ///< to this one,
  EventId observed = no_event;      ///< here.
  Chain chain;
};

/// What clients were shown that nobody had been told yet. Answers from a cache count for nothing.
/// Uses `first` of the scratch.
class ShownBeforeTold final {
 public:
  explicit ShownBeforeTold(const Facts& facts);  ///< O(reads).
  /// The newest that the reader must have come after; null: none.
  const ShownFact* binding(const ObserveFact& observe) const;
  /// By end of the reader. The newest of an element carries the greatest position of all.
  std::span<const ShownFact> all() const { return shown_; }
  bool is_newest(const ShownFact& fact) const { return &shown_[newest_[fact.element]] == &fact; }

 private:
  const Facts& facts_;
  std::vector<ShownFact> shown_;        // by end of the reader
  std::vector<std::uint32_t>& newest_;  // by element; unused while nothing was shown
};

/// "no record", "the record from before the run", "what checkout (operation 41) had written".
std::string seen_words(const Facts& facts, const ObserveFact& observe);

}  // namespace rehearse::harness
