#pragma once
/// Where every track stands after every phase, as far as the plan alone tells.
///
/// Segments, gates that fail and rollbacks are left out: this is the walk of a plan in which all
/// goes well. A backfill counts as done once a gate has waited for `backfill_remaining` = 0, and as
/// verified once a keyed `verify` step has run after that.

#include <vector>

#include "scenarios/plan.hpp"

namespace rehearse::scenarios {

/// `stage` of `track` after `step`; steps that do not concern the track change nothing.
Stage apply_step(Stage stage, const std::string& track, const Step& step);

/// One row per phase, in it one stage per track, in the plan's order.
std::vector<std::vector<Stage>> stages_after(const Plan& plan);

/// The same before the first phase.
std::vector<Stage> initial_stages(const Plan& plan);

}  // namespace rehearse::scenarios
