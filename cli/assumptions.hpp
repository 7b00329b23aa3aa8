#pragma once
/// What a certificate does not say: what was not tried, and why. One sentence each.

#include <string>
#include <vector>

#include "cli/inputs.hpp"
#include "harness/certificate/certificate.hpp"

namespace rehearse::cli {

/// A function of plan, scenarios and results only. `results[i]` belongs to `inputs.scenarios[i]`.
/// `live`: the runs had real processes.
std::vector<std::string> assumptions_of(const Inputs& inputs,
                                        const std::vector<harness::ScenarioResult>& results,
                                        bool live = false);

}  // namespace rehearse::cli
