#pragma once
/// What a certificate shows of single runs: one run from the first phase to the last, and what the
/// same traffic and faults would have been without a migration.

#include <vector>

#include "harness/certificate/certificate.hpp"
#include "harness/explore/outcome.hpp"
#include "harness/explore/rehearsal.hpp"
#include "harness/history/history_file.hpp"

namespace rehearse::harness {

/// Phase times, faults and traffic of one run, beside its control twin where there is one.
void show_run(ScenarioResult& result, const simulators::History& history,
              const simulators::History* twin);

/// Phase times, faults and traffic of one run, beside its control twin. Returns its history.
StoredHistory add_sample(ScenarioResult& result, const scenarios::Plan& plan, Rehearsal& rehearsal,
                         const RunSpec& spec);

/// A run that was done, and what makes it again.
struct Twin {
  RunSpec spec;
  const RunOutcome* run = nullptr;
};

/// At most so many runs to the end have a control twin, and as many others.
constexpr std::size_t control_twins = 20;

/// Latency without the migration, as a whole and by the phase that the run was in, from the control
/// twins of those of these runs that went to the end; and the objective `p99_vs_control` (A2) over
/// all of them, since the p99 of one run is a handful of operations. What clients noticed
/// (`impact`) is measured on all of these runs.
void add_control(ScenarioResult& result, const scenarios::Plan& plan,
                 const scenarios::Scenario& scenario, Rehearsal& rehearsal,
                 const std::vector<Twin>& twins);

}  // namespace rehearse::harness
