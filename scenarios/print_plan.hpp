#pragma once
/// Plans as text. `read_plan(print_plan(x)) == x` for every valid plan x.

#include <string>

#include "scenarios/plan.hpp"

namespace rehearse::scenarios {

/// For people: indented, what equals the default left out.
std::string print_plan(const Plan& plan);

/// For digests: one line, every value said, so that a new default does not change its meaning.
/// It reads back to the same plan.
std::string canonical_text(const Plan& plan);

}  // namespace rehearse::scenarios
