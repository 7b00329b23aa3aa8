#pragma once
/// What a plan is rehearsed under when nobody says: a scenario for the first look.

#include "scenarios/plan.hpp"
#include "scenarios/scenario.hpp"

namespace rehearse::scenarios {

/// Named "default": every operation of the plan alike, in bursts of 8 at 100/s, from 12 clients,
/// 400 operations a run on 40 records, half of the traffic on 4 of them. Message faults at 0.5 %,
/// within what the plan tolerates; a rollback after every step; clients wait 10 s and retry twice.
/// Fits every valid plan.
Scenario default_scenario(const Plan& plan);

}  // namespace rehearse::scenarios
