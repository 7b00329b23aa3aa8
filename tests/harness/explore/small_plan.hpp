#pragma once
/// A dual write of one track, small enough for hundreds of rehearsals in a unit test.

#include <cstdint>

#include "scenarios/plan.hpp"
#include "scenarios/scenario.hpp"

namespace rehearse::harness::testing {

/// Orders move from one table to another: expand, dual write, backfill, verify, cut-over, contract.
scenarios::Plan small_plan();

/// On model stores, with message faults, with so many client operations a run.
scenarios::Scenario small_scenario(const scenarios::Plan& plan, int operations);

}  // namespace rehearse::harness::testing
