#pragma once
/// What a run violates beyond its control twin: only that is the plan's.
///
///     run --judge--> violated? --> twin: same traffic, same faults, no migration --judge-->
///       A1, A2, R1  operations that failed in the twin too, or were at a process that a fault
///                   killed, are left out, and the run is judged again
///       A1, A2      blamed on the plan where it is worse than in the twin (by a quarter)
///       others      violated in both: nobody can tell what the migration adds

#include <vector>

#include "harness/explore/rehearsal.hpp"

namespace rehearse::harness {

struct JudgedBesideControl {
  std::vector<Verdict> verdicts;  ///< By property; what the twin excuses is left out of them.
  std::vector<bool> baseline;     ///< Violated, and the twin is to blame.
  std::vector<simulators::OperationId> excused;  ///< Ascending.
};

/// Judges the last run, made by `spec`; its twin is run only where something was violated that can
/// be violated without a migration. `rehearsal.facts()` are the run's afterwards.
JudgedBesideControl judge_beside_control(Rehearsal& rehearsal, const RunSpec& spec);

/// Whether a baseline violation leaves the property unknown, and not merely excused: what must
/// never happen happens without the migration as well.
bool baseline_is_unknown(std::string_view property);

}  // namespace rehearse::harness
