#pragma once
/// From the outcomes of all runs to the numbers of a certificate.

#include <cstdint>
#include <string>
#include <vector>

#include "harness/certificate/certificate.hpp"
#include "harness/explore/outcome.hpp"

namespace rehearse::harness {

/// Everything but counterexamples and the sample run.
ScenarioResult summarise(const scenarios::Plan& plan, const scenarios::Scenario& scenario,
                         const std::vector<RunOutcome>& outcomes, std::int64_t planned);

/// The first run that went through the whole plan, or else the first.
std::int64_t sample_run(const std::vector<RunOutcome>& outcomes);

/// Phase times and traffic of one run to the end, beside its control run.
void add_sample(ScenarioResult& result, Rehearsal& rehearsal, const RunSpec& spec);

/// The run that violates property `p` with the fewest faults, then the fewest events, then the
/// lowest index.
std::int64_t simplest_failure(const std::vector<RunOutcome>& outcomes, std::size_t p);

/// "D3 convergence, D5 conservation ...": what was exercised and held in every run.
std::string what_held(const ScenarioResult& result);

}  // namespace rehearse::harness
