#pragma once
/// Anomalies between transactions over several keys, found as Elle finds them (Kingsbury and
/// Alvaro, Elle: inferring isolation anomalies from experimental observations, VLDB 2020), named as
/// Adya named them (Weak consistency, 1999):
///
/// - G1a: somebody read what a transaction had written that failed; G1b: what a transaction had
///   written on the way to another value; internal: a transaction does not see its own writes;
/// - G0: a cycle of writes; G1c: of writes and reads of what was written; G-single: of those and
/// one
///   read that missed a write; lost update: such a cycle, or two such reads, within one key between
///   two transactions that both changed what they had read; G2: any other cycle.
///
/// Lists (append) tell the order of their writes by themselves: the longest read has it. Registers
/// tell it where a transaction read a key before it wrote it, and of the value from before. Real
/// time is not looked at: what is found contradicts serializability, not only its strict form.

#include "harness/consistency/finding.hpp"

namespace rehearse::harness {

/// Operations that are no transactions count as ones of a single part. O(n log n) but for the
/// search of the shortest cycle, which is bounded. `initial`: what registers hold at first.
void judge_transactions(const Recording& recording, RecordedValue initial, RecordingReport& report);

}  // namespace rehearse::harness
