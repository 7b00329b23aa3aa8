#pragma once
/// What a certificate does not say: what was not tried, and why. One sentence each.

#include <string>
#include <vector>

#include "cli/inputs.hpp"
#include "harness/certificate/certificate.hpp"

namespace rehearse::cli {

/// A function of plan, scenarios and results only. `results[i]` belongs to `inputs.scenarios[i]`.
/// `live_stores`: what the stores of live runs were, "SQLite files"; empty: they were simulated.
std::vector<std::string> assumptions_of(const Inputs& inputs,
                                        const std::vector<harness::ScenarioResult>& results,
                                        const std::string& live_stores = {});

}  // namespace rehearse::cli
