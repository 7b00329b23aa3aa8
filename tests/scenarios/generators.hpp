#pragma once
/// RapidCheck generators of valid plans and scenarios, for round trips and for whoever needs one.
/// They reach every field and every value of every enumeration.

#include <rapidcheck.h>

#include "scenarios/plan.hpp"
#include "scenarios/scenario.hpp"

namespace rehearse::scenarios::testing {

rc::Gen<Plan> any_plan();
rc::Gen<Scenario> any_scenario();

/// A change that is valid for `track`; `phases` are the phases that a population may name.
StageChange draw_change(const Track& track, const std::vector<std::string>& phases);

}  // namespace rehearse::scenarios::testing
