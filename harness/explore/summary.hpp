#pragma once
/// From the outcomes of all runs to the numbers of a certificate.

#include <cstdint>
#include <string>
#include <vector>

#include "harness/certificate/certificate.hpp"
#include "harness/explore/outcome.hpp"

namespace rehearse::harness {

/// Everything but counterexamples, the sample run and its like without the migration.
ScenarioResult summarise(const scenarios::Plan& plan, const scenarios::Scenario& scenario,
                         const std::vector<RunOutcome>& outcomes, std::int64_t planned);

/// The first run that went through the whole plan, or else the first.
std::int64_t sample_run(const std::vector<RunOutcome>& outcomes);

/// The run that violates property `p` with the fewest faults, then the fewest events, then the
/// lowest index.
std::int64_t simplest_failure(const std::vector<RunOutcome>& outcomes, std::size_t p);

/// "D3 convergence, D5 conservation ...": what was exercised and held in every run.
std::string what_held(const ScenarioResult& result);

}  // namespace rehearse::harness
