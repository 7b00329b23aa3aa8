#pragma once
/// The certificate's section on the point of no return, from runs of its own and from the rollbacks
/// that the exploration has done anyway.

#include <vector>

#include "harness/explore/explore.hpp"
#include "harness/explore/outcome.hpp"

namespace rehearse::harness {

/// Runs at each boundary from the first departure on, unless that were more runs in all than the
/// exploration itself has.
constexpr std::int64_t ways_back_each = 4;

/// Computes the point, fills `exploration.result.point_of_no_return`, and adds a counterexample
/// when the declared point is too late and no counterexample of the exploration shows it.
void add_point_of_no_return(Exploration& exploration, const scenarios::Plan& plan,
                            const scenarios::Scenario& scenario, const ExploreOptions& options,
                            const std::vector<Tried>& tried);

}  // namespace rehearse::harness
