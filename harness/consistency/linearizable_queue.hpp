#pragma once
/// Whether a first-in-first-out queue whose elements are told apart is linearizable, in O(n log n).
///
/// Henzinger, Sezgin and Vafeiadis (Aspect-oriented linearizability proofs, CONCUR 2013): it is
/// exactly when
///
/// - nothing is dequeued that was not enqueued, or not yet;
/// - nothing is dequeued twice;
/// - where one enqueue ended before another began, the later element does not leave before the
///   earlier one does (which may be never);
/// - no dequeue finds the queue empty while at every moment something was in it for certain.
///
/// A dequeue of unknown outcome may have taken one element that nobody else did. A drain is one
/// dequeue of each of its elements, and finds the queue empty then.

#include "harness/consistency/finding.hpp"
#include "harness/consistency/partition.hpp"

namespace rehearse::harness {

/// Of one key, a queue that is empty at first. Adds to `report.counts` what became of the elements.
/// Unknown where elements repeat, or where it depends on what dequeues of unknown outcome took.
Finding judge_queue(const Recording& recording, std::uint32_t key,
                    std::span<const std::uint32_t> events, RecordingReport& report);

}  // namespace rehearse::harness
