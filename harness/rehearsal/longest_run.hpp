#pragma once
/// How long a run can take by all that its plan and scenario say.

#include "simulators/blueprint/blueprint.hpp"

namespace rehearse::harness {

/// Longer than the plan can take by all that it says. Faults heal then, at the latest; a plan that
/// takes as long again is stuck.
scenarios::Duration longest_plan(const simulators::Blueprint& blueprint);
/// No fault can strike later than this.
scenarios::Duration longest_run(const simulators::Blueprint& blueprint);

}  // namespace rehearse::harness
