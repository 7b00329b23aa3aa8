#pragma once
/// Whether a set that only grows is linearizable, exactly, in time linear in what was read (but for
/// sorting).
///
/// Reads must form a chain: of any two, one contains the other. So every operation has a level: the
/// reads of the k-th different content have level 2k, the adds that are in it and in no smaller one
/// 2k - 1. The recording is linearizable exactly when no operation ended before another one of a
/// lower level began: then levels, and real time within a level, are an order.
///
/// What became of each element that was acknowledged is counted: *stable* (in every read begun
/// after its add had ended), *stale* (missing in one of those, and there in the last one), *lost*
/// (missing in the last one), *never read* (no read began behind it). After Jepsen's set-full
/// checker.

#include "harness/consistency/finding.hpp"
#include "harness/consistency/partition.hpp"

namespace rehearse::harness {

/// Of one key, a set that is empty at first. Adds what was counted to `report`.
Finding judge_set(const Recording& recording, std::uint32_t key,
                  std::span<const std::uint32_t> events, RecordingReport& report);

}  // namespace rehearse::harness
