#pragma once
/// One client operation at its place as one line, and back: of counterexample files, and of live
/// runs that try a counterexample.
///
///     {"id": 49, "operation": "browse", "client": 2, "phase": "backfill", "at_us": 1200}
///     {"id": 900, "operation": "bill", "client": 1, "job_of": "workers", "at_us": 400000}
///
/// Operations and phases stand by name, so that the line means the same after an edit of the plan;
/// `at_us` counts from the begin of the phase, or of the run where there is none.

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "harness/explore/line_members.hpp"
#include "harness/traffic/traffic.hpp"
#include "scenarios/plan.hpp"
#include "scenarios/scenario.hpp"

namespace rehearse::harness {

/// Operation and phase must be of the plan.
std::string operation_line(const PlacedOperation& placed, const scenarios::Plan& plan);

/// The operation, or nothing and in `problem` one sentence.
std::optional<PlacedOperation> read_operation(const nlohmann::ordered_json& line,
                                              const scenarios::Plan& plan,
                                              const scenarios::Scenario& scenario,
                                              LineProblem& problem);

}  // namespace rehearse::harness
