#pragma once
/// Plans that differ from a plan by one deliberate mistake: a gate, a condition, a step or an axis
/// left out, two neighbours swapped, an axis or an option made weaker. A rehearsal that cannot tell
/// a mutant from the plan has a blind property, or the plan has a needless step.

#include <string>
#include <vector>

#include "scenarios/plan.hpp"

namespace rehearse::harness {

struct Mutant {
  std::string name;  ///< "cutover: without step 2, orders.drain"; no two of a plan are the same.
  scenarios::Plan plan;  ///< May be invalid: validate it first.
};

/// All of them, by phase in the order of the plan.
std::vector<Mutant> mutants_of(const scenarios::Plan& plan);

}  // namespace rehearse::harness
