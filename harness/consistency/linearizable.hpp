#pragma once
/// Whether each object of a recording is linearizable.

#include "harness/consistency/judge_recording.hpp"

namespace rehearse::harness {

/// Of registers, cas-registers, appends and counters. Fills everything but the counts of
/// operations.
void judge_linearizability(const Recording& recording, const RecordingJudgeOptions& options,
                           RecordingReport& report);

}  // namespace rehearse::harness
