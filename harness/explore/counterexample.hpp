#pragma once
/// A counterexample that can be replayed: plan and scenario as they were, the course of the run,
/// and every choice under its stable name. The seed is only a label.

#include <cstdint>
#include <string>
#include <vector>

#include "harness/certificate/certificate.hpp"
#include "harness/conductor/boundary.hpp"
#include "harness/history/history_file.hpp"
#include "harness/properties/property.hpp"
#include "scenarios/plan.hpp"
#include "scenarios/result.hpp"
#include "scenarios/scenario.hpp"
#include "simulators/runtime/choices.hpp"

namespace rehearse::harness {

struct SavedCounterexample {
  scenarios::Plan plan;
  scenarios::Scenario scenario;
  std::string property;  ///< Id.
  std::string subject;
  std::string sentence;
  std::uint64_t seed = 0;  ///< Of the run; a label.
  std::int64_t run = 0;    ///< Index of the run; a label.
  RunShape shape;
  std::int64_t operations = -1;  ///< At most so many client operations; -1: the scenario's.
  bool faults = true;  ///< False: the scenario's faults were switched off, and it still fails.
  /// Operations whose failure is not the plan's doing: they failed in the control twin too, or a
  /// fault killed the process that they were at. Ascending.
  std::vector<simulators::OperationId> excused;
  std::uint64_t hash = 0;          ///< Of the history that a faithful replay gives.
  std::vector<std::string> nodes;  ///< Names that the choices' node numbers stand for.
  std::vector<simulators::Choice> choices;
};

struct Replay {
  bool faithful = false;              ///< Same history, bit for bit.
  std::uint64_t unknown_choices = 0;  ///< Asked for and not in the file.
  bool violated = false;              ///< The same property, about the same subject.
  Verdict verdict;                    ///< Of that property.
  Counterexample told;                ///< The events, for people.
  std::vector<std::string> trace;     ///< Every event, one line each.
  StoredHistory history;
};

Replay replay(const SavedCounterexample& saved);

}  // namespace rehearse::harness
