#pragma once
/// What clients noticed beside the control runs, in words that all reports share.

#include <string>
#include <vector>

#include "harness/certificate/certificate.hpp"

namespace rehearse::reports {

/// The row of all operations; null when nothing was measured.
const harness::OperationImpact* all_of(const harness::ScenarioResult& scenario);

/// The rows of whole kinds, of all phases and sides together.
std::vector<const harness::OperationImpact*> kinds_of(const harness::ScenarioResult& scenario);

/// "0 of 9 299 operations failed that succeed without the migration"; empty when nothing was
/// measured.
std::string harm_line(const harness::ScenarioResult& scenario);

/// The same, and: "p99 rose most for checkout:
/// 217.7 ms, without the migration 183.6 ms"; empty when nothing was measured.
std::string impact_line(const harness::ScenarioResult& scenario);

/// How it was measured: runs, twins, from when latency counts.
std::string impact_basis(const harness::ScenarioResult& scenario);

/// The share of the error budget that the failures of these operations are: "40 %"; "none allowed"
/// where the objective allows no failure and there were some.
std::string budget_spent(const harness::ScenarioResult& scenario,
                         const harness::OperationImpact& row);

/// What the columns of the timelines mean.
std::string timelines_words();

}  // namespace rehearse::reports
