#include "harness/mutate/trial.hpp"

#include <algorithm>

#include "harness/explore/explore.hpp"
#include "harness/explore/rehearsal.hpp"
#include "scenarios/check_plan.hpp"
#include "scenarios/validate_plan.hpp"

namespace rehearse::harness {

using scenarios::Finding;
using scenarios::Plan;
using scenarios::Scenario;

namespace {

constexpr std::int64_t compared_most = 100;

std::vector<std::string> new_findings(const Plan& original, const Plan& mutant) {
  std::vector<std::string> before, found;
  for (const Finding& finding : scenarios::check_plan(original)) before.push_back(finding.id);
  for (const Finding& finding : scenarios::check_plan(mutant)) {
    const auto known = std::find(before.begin(), before.end(), finding.id);
    if (known != before.end())
      before.erase(known);
    else if (std::find(found.begin(), found.end(), finding.id) == found.end())
      found.push_back(finding.id);
  }
  return found;
}

/// Why it is no plan, or none under one of the scenarios; empty when it is.
std::string refusal(const Plan& plan, const std::vector<Scenario>& scenarios) {
  const auto problems = scenarios::validate_plan(plan);
  if (!problems.empty()) return problems.front().message;
  for (const Scenario& scenario : scenarios) {
    const auto unfit = scenarios::validate_scenario(scenario, plan);
    if (!unfit.empty()) return unfit.front().message;
  }
  return {};
}

const PropertyResult* first_violated(const ScenarioResult& result) {
  const PropertyResult* first = nullptr;
  for (const PropertyResult& one : result.properties)
    if (one.verdict == "violated" &&
        (first == nullptr || one.first_violated < first->first_violated))
      first = &one;
  return first;
}

/// Until something is violated, or to the end where what was violated happens without the migration
/// too.
Exploration rehearse_until_violated(const Plan& plan, const Scenario& scenario,
                                    const TrialOptions& options) {
  bool violated = false;
  ExploreOptions how;
  how.runs = options.runs;
  how.seed = options.seed;
  how.progress = [&](std::int64_t, std::int64_t violations, std::int64_t) {
    violated = violations > 0;
  };
  how.stop = [&] { return violated || options.stop(); };
  Exploration found = explore(plan, scenario, how);
  if (!violated || first_violated(found.result) != nullptr || options.stop()) return found;
  how.progress = nullptr;
  how.stop = options.stop;
  return explore(plan, scenario, how);
}

/// Whether the first runs of both are the same, event by event: what the mutant spoils is never
/// needed there.
bool same_runs(const Plan& original, const Plan& mutant, const std::vector<Scenario>& scenarios,
               const TrialOptions& options) {
  for (const Scenario& scenario : scenarios) {
    const simulators::Blueprint first(original, scenario), second(mutant, scenario);
    Rehearsal as_planned(first), spoiled(second);
    const std::int64_t runs = options.runs > 0 ? options.runs : scenario.explore.swarm_runs;
    for (std::int64_t i = 0; i < std::min(runs, compared_most); ++i) {
      if (options.stop()) return false;
      const RunSpec spec = run_spec(original, scenario, options.seed, i);
      if (run_spec(mutant, scenario, options.seed, i).shape != spec.shape) return false;
      as_planned.run(spec);
      spoiled.run(spec);
      if (as_planned.history().hash != spoiled.history().hash) return false;
    }
  }
  return true;
}

}  // namespace

Trial try_mutant(const Plan& original, const Mutant& mutant, const std::vector<Scenario>& scenarios,
                 const TrialOptions& options) {
  Trial trial;
  trial.mutant = mutant.name;
  trial.because = refusal(mutant.plan, scenarios);
  if (!trial.because.empty()) {
    trial.fate = Fate::refused;
    return trial;
  }
  trial.findings = new_findings(original, mutant.plan);
  Certificate certificate;
  certificate.plan = mutant.plan.name;
  std::int64_t before = 0;
  for (const Scenario& scenario : scenarios) {
    Exploration found = rehearse_until_violated(mutant.plan, scenario, options);
    if (const PropertyResult* property = first_violated(found.result)) {
      trial.fate = Fate::killed;
      trial.property = property->id;
      trial.phase = property->phase;
      trial.because = property->because;
      trial.run = before + property->first_violated;
      return trial;
    }
    if (found.cut_short) return trial;
    before += found.result.runs;
    certificate.scenarios.push_back(std::move(found.result));
    certificate.scenarios.back().name = scenario.name;
  }
  conclude(certificate);
  if (certificate.verdict == CertificateVerdict::certified) {
    trial.fate = same_runs(original, mutant.plan, scenarios, options) ? Fate::idle : Fate::survived;
  } else {
    trial.fate = Fate::uncertified;
    trial.because = certificate.cause;
  }
  return trial;
}

}  // namespace rehearse::harness
