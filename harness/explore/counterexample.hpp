#pragma once
/// A counterexample that can be replayed: plan and scenario as they were, the course of the run,
/// its client operations and every choice, all under their stable names. The seed is only a label.
///
/// Replayed as it was written it gives the same history, bit for bit. It also survives an edit of
/// its plan: what it says goes by the names of phases, steps, operations and nodes, and what it
/// does not say is answered plainly. Then the violation is what counts, not the history.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "fault_injection/strike.hpp"
#include "harness/certificate/certificate.hpp"
#include "harness/conductor/boundary.hpp"
#include "harness/explore/laid_over.hpp"
#include "harness/history/history_file.hpp"
#include "harness/properties/facts.hpp"
#include "harness/properties/property.hpp"
#include "harness/traffic/traffic.hpp"
#include "scenarios/plan.hpp"
#include "scenarios/result.hpp"
#include "scenarios/scenario.hpp"
#include "simulators/runtime/choices.hpp"

namespace rehearse::harness {

struct RunSpec;

struct SavedCounterexample {
  scenarios::Plan plan;
  scenarios::Scenario scenario;
  /// Of plan and scenario when it was written, as in certificates.
  std::string plan_digest, scenario_digest;
  std::string property;  ///< Id.
  std::string subject;
  std::string sentence;
  std::uint64_t seed = 0;  ///< Of the run; a label.
  std::int64_t run = 0;    ///< Index of the run; a label.
  RunShape shape;
  /// The client operations, in order; without a list: as the choices say.
  std::optional<std::vector<PlacedOperation>> operations;
  std::int64_t operations_before = -1;  ///< Of the run that was shrunk; -1: it was not.
  bool faults = true;  ///< Whether the scenario's faults are drawn and scheduled as well.
  /// The faults that it needs, each at its place; nodes by their number in `nodes`.
  std::vector<fault_injection::Strike> strikes;
  /// Operations whose failure is not the plan's doing: they failed in the control twin too, or a
  /// fault killed the process that they were at. Ascending.
  std::vector<simulators::OperationId> excused;
  std::uint64_t hash = 0;          ///< Of the history that a faithful replay gives.
  std::vector<std::string> nodes;  ///< Names that the choices' node numbers stand for.
  std::vector<simulators::Choice> choices;
  /// Not in the file: what it names and an edited plan or scenario does not have any more, in
  /// words.
  std::vector<std::string> gone;
  LaidOver laid_over;  ///< Not in the file: the choices say the same.

  /// Plan or scenario are not those that it was written for.
  bool edited() const;
};

/// The run that it is, for the very plan and scenario that it was made of.
RunSpec spec_of(const SavedCounterexample& saved);

struct Replay {
  bool faithful = false;                    ///< Same history, bit for bit.
  std::uint64_t unknown_choices = 0;        ///< Asked for and not in the file: answered plainly.
  std::uint64_t unused_choices = 0;         ///< In the file and not asked for.
  std::vector<std::string> gone_nodes;      ///< Named by choices, and not there any more.
  std::int64_t operations_missing = 0;      ///< Placed by the file, and never begun.
  std::vector<std::string> faults_missing;  ///< Kinds of faults in the file that never struck.
  std::string ended;                        ///< How the plan ended, in words; "": it did not.
  bool violated = false;                    ///< The same property, about the same subject.
  Verdict verdict;                          ///< Of that property.
  Counterexample told;                      ///< The events, for people.
  std::vector<std::string> trace;           ///< Every event, one line each.
  StoredHistory history;
};

/// `saved.gone` must be empty, and plan and scenario must fit each other.
Replay replay(const SavedCounterexample& saved);

/// A violation told for people: what and by which events. Run, shape, file and command are whose
/// run it was to fill in.
Counterexample told_violation(const Facts& facts, const Verdict& verdict);
/// "C1 session, D3 convergence": what else these verdicts, by property, say is violated.
std::string also_violated(const std::vector<Verdict>& verdicts, std::size_t but);

/// A verdict's sentence, and where it names no operation, the last that its witness has: who did
/// what, in which phase, what struck, and what is lost.
std::string explained(const Facts& facts, const Verdict& verdict);

}  // namespace rehearse::harness
