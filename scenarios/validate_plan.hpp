#pragma once
/// What makes a plan meaningless, whatever it is rehearsed under: names of nothing, names twice,
/// transforms that do not apply, axes that contradict each other. (What is merely unwise:
/// check_plan.hpp.)

#include <string>
#include <vector>

#include "scenarios/plan.hpp"
#include "scenarios/scenario.hpp"

namespace rehearse::scenarios {

struct Problem {
  std::string pointer;  ///< Where it is in the canonical form of the file.
  std::string message;
  std::string way_out;
  /// Parts of the file that this judgement relies on: when one is broken, nothing is said. With
  /// "/*" at the end: when anything in it is.
  std::vector<std::string> relies_on;
};

/// All of them; empty for a plan that can be rehearsed.
std::vector<Problem> validate_plan(const Plan& plan);

/// Names in the scenario that the plan does not have (operations, phases, steps, nodes), and
/// scheduled faults that its budget does not grant.
std::vector<Problem> validate_scenario(const Scenario& scenario, const Plan& plan);

}  // namespace rehearse::scenarios
