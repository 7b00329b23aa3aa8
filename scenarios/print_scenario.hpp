#pragma once
/// Scenarios as text. `read_scenario(print_scenario(x)) == x` for every valid scenario x.

#include <string>

#include "scenarios/scenario.hpp"

namespace rehearse::scenarios {

/// For people: indented, what equals the default left out.
std::string print_scenario(const Scenario& scenario);

/// For digests: one line, every value said.
std::string canonical_text(const Scenario& scenario);

}  // namespace rehearse::scenarios
