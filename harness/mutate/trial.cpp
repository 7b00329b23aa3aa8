#include "harness/mutate/trial.hpp"

#include <algorithm>
#include <utility>

#include "harness/explore/explore.hpp"
#include "scenarios/check_plan.hpp"
#include "scenarios/validate_plan.hpp"

namespace rehearse::harness {

using scenarios::Finding;
using scenarios::Plan;
using scenarios::Scenario;

namespace {

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

}  // namespace

Trials::Trials(Plan original, std::vector<Scenario> scenarios, TrialOptions options)
    : original_(std::move(original)),
      scenarios_(std::move(scenarios)),
      options_(std::move(options)) {
  for (const Finding& finding : scenarios::check_plan(original_)) findings_.push_back(finding.id);
  for (const Scenario& scenario : scenarios_)
    histories_.push_back(
        rehearse_until_violated(original_, scenario, options_).result.histories_digest);
}

std::vector<std::string> Trials::new_findings(const Plan& mutant) const {
  std::vector<std::string> before = findings_, found;
  for (const Finding& finding : scenarios::check_plan(mutant)) {
    const auto known = std::find(before.begin(), before.end(), finding.id);
    if (known != before.end())
      before.erase(known);
    else if (std::find(found.begin(), found.end(), finding.id) == found.end())
      found.push_back(finding.id);
  }
  return found;
}

Trial Trials::of(const Mutant& mutant) const {
  Trial trial;
  trial.mutant = mutant.name;
  trial.because = refusal(mutant.plan, scenarios_);
  if (!trial.because.empty()) {
    trial.fate = MutantFate::refused;
    return trial;
  }
  trial.findings = new_findings(mutant.plan);
  Certificate certificate;
  certificate.plan = mutant.plan.name;
  std::int64_t before = 0;
  std::string diverged;
  bool same = true;  // event by event: what the mutant spoils is never needed
  for (std::size_t s = 0; s < scenarios_.size(); ++s) {
    Exploration found = rehearse_until_violated(mutant.plan, scenarios_[s], options_);
    if (const PropertyResult* property = first_violated(found.result)) {
      trial.fate = MutantFate::killed;
      trial.property = property->id;
      trial.phase = property->phase;
      trial.because = property->because;
      trial.run = before + property->first_violated;
      return trial;
    }
    if (found.cut_short) return trial;
    before += found.result.runs;
    if (diverged.empty()) diverged = found.diverged;
    same = same && found.result.histories_digest == histories_[s];
    certificate.scenarios.push_back(std::move(found.result));
    certificate.scenarios.back().name = scenarios_[s].name;
  }
  conclude(certificate, diverged);
  if (certificate.verdict == CertificateVerdict::certified) {
    trial.fate = same ? MutantFate::idle : MutantFate::survived;
  } else {
    trial.fate = MutantFate::uncertified;
    trial.because = certificate.cause;
  }
  return trial;
}

}  // namespace rehearse::harness
