#pragma once
/// Static findings: what is wrong with a valid plan before anything is simulated.

#include <vector>

#include "scenarios/finding.hpp"
#include "scenarios/plan.hpp"
#include "scenarios/read_plan.hpp"

namespace rehearse::scenarios {

/// In the order of the plan. `sources`, when there are any, give findings their places (and the
/// notes on what was inferred).
std::vector<Finding> check_plan(const Plan& plan, const SourceMap* sources = nullptr);
std::vector<Finding> check_plan(const PlanFile& file);

}  // namespace rehearse::scenarios
