#pragma once
/// Judges a recording by its model.
///
/// - register: linearizable, by zones where each value has one write, else by a search;
/// - cas-register, append, counter: linearizable, by a search under a budget;
/// - transactions of reads and writes or appends: no cycle of dependencies (see anomalies.hpp);
/// - set, queue, bank: what became of each element or of the money.

#include "harness/consistency/contest.hpp"
#include "harness/consistency/finding.hpp"

namespace rehearse::harness {

struct RecordingJudgeOptions {
  RecordedValue initial;  ///< What each object holds at first.
  JudgeBudget budget;
};

RecordingReport judge_recording(const Recording& recording, const RecordingJudgeOptions& options);

}  // namespace rehearse::harness
