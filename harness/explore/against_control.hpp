#pragma once
/// What a run violates beyond its control twin: only that is the plan's.
///
///     run --judge--> violated? --> twin: same traffic, same faults, no migration --judge-->
///       A1, A2, R1  operations that failed in the twin too, or were at a process that a fault
///                   killed, are left out, and the run is judged again
///       A2          so are those that a phase blocks, where they waited as long in the twin, or do
///                   there when what struck them strikes another of their messages
///       A1, A2      blamed on the plan where it is worse than in the twin (by a quarter)
///       others      violated in both: nobody can tell what the migration adds
///
/// One twin says little of a race that a fault opens: before a plan is rejected for what a fault
/// may do without the migration too, more twins are run: with other delays, and struck at other
/// messages of the same operations.

#include <string_view>
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

/// Judges a run that has no twin (live): of A1, A2 and R1 only the operations are left out that
/// were at a process that a fault killed. `facts` are the run's.
JudgedBesideControl judge_alone(Facts& facts, const simulators::History& history);

/// Runs `spec`, and says whether one of some other twins violates this property, which it violates
/// itself under faults. `rehearsal.facts()` are a twin's afterwards.
bool happens_without_migration(Rehearsal& rehearsal, const RunSpec& spec, std::size_t property);

/// Whether a baseline violation leaves the property unknown, and not merely excused: what must
/// never happen happens without the migration as well.
bool baseline_is_unknown(std::string_view property);

}  // namespace rehearse::harness
