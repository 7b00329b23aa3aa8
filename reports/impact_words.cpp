#include "reports/impact_words.hpp"

#include <limits>

#include "reports/text.hpp"

namespace rehearse::reports {

using harness::OperationImpact;
using harness::ScenarioResult;

namespace {

constexpr std::int64_t million = 1'000'000;

/// `part` of `whole` in millionths, whatever a stranger's certificate says.
std::int64_t per_million(std::int64_t part, std::int64_t whole) {
  if (part <= 0 || whole <= 0) return 0;
  if (part <= std::numeric_limits<std::int64_t>::max() / million) return part * million / whole;
  return whole < million ? std::numeric_limits<std::int64_t>::max() / million
                         : part / (whole / million);
}

std::int64_t rise(const OperationImpact& row) { return subtract(row.p99_us, row.control_p99_us); }

}  // namespace

const OperationImpact* all_of(const ScenarioResult& scenario) {
  for (const OperationImpact& row : scenario.impact)
    if (row.operation.empty()) return &row;
  return nullptr;
}

std::vector<const OperationImpact*> kinds_of(const ScenarioResult& scenario) {
  std::vector<const OperationImpact*> rows;
  for (const OperationImpact& row : scenario.impact)
    if (!row.operation.empty() && row.phase.empty() && row.side.empty()) rows.push_back(&row);
  return rows;
}

std::string harm_line(const ScenarioResult& scenario) {
  const OperationImpact* const all = all_of(scenario);
  if (all == nullptr) return {};
  return count(all->harmed) + " of " + count(all->operations, "operation") + " failed that " +
         (all->harmed == 1 ? "succeeds" : "succeed") + " without the migration";
}

std::string impact_line(const ScenarioResult& scenario) {
  const OperationImpact* worst = nullptr;
  for (const OperationImpact* row : kinds_of(scenario))
    if (worst == nullptr || rise(*row) > rise(*worst)) worst = row;
  if (worst == nullptr) return harm_line(scenario);
  if (rise(*worst) <= 0) return harm_line(scenario) + "; p99 rose for no kind of operation";
  return harm_line(scenario) + "; p99 rose most for " + shortened(worst->operation, 40) + ": " +
         milliseconds(worst->p99_us) + ", without the migration " +
         milliseconds(worst->control_p99_us);
}

std::string impact_basis(const ScenarioResult& scenario) {
  return "Measured on " + count(scenario.impact_runs, "run") +
         " beside control twins, which have the same traffic and faults and no migration, "
         "operation by operation. Latency counts from the moment when the user wanted it, so that "
         "time spent in a queue is not left out.";
}

std::string budget_spent(const ScenarioResult& scenario, const OperationImpact& row) {
  if (row.failed <= 0) return "0 %";
  if (scenario.failures_per_million <= 0) return "none allowed";
  const std::int64_t share = per_million(row.failed, row.operations);
  const std::int64_t percent = per_million(share, scenario.failures_per_million) / (million / 100);
  return percent == 0 ? "below 1 %" : count(percent) + " %";
}

std::string timelines_words() {
  return "Of each write that was confirmed to a client, and of each record from before the run: "
         "lost (neither it nor a later one is there at the end), resurrected (a delete whose "
         "record came back), stale (a read that began later showed an earlier state), stable (all "
         "such reads showed it or a later one), or never read (no read began while it was the "
         "newest; then only the end tells). Of services: operations with an effect, and those of "
         "which two effects stood at a time.";
}

}  // namespace rehearse::reports
