/// The verdict over all scenarios, and what does not fit before anything runs.

#include <algorithm>

#include "fault_injection/overlay.hpp"
#include "harness/explore/explore.hpp"
#include "harness/situations/demands.hpp"
#include "scenarios/fault_kinds.hpp"

namespace rehearse::harness {

namespace {
std::string not_granted(const std::string& kind) {
  const auto& about = scenarios::fault_kinds()[*scenarios::fault_index(kind)];
  const std::string key(scenarios::key_of(about.budget));
  return "the scenario schedules \"" + kind + "\", which the plan's fault budget does not grant: " +
         (key.empty() ? "no plan can, it is for stress runs"
                      : "it is paid from \"tolerates\": {\"" + key + "\": ...}");
}
}  // namespace

std::vector<std::string> mismatches(const scenarios::Plan& plan,
                                    const scenarios::Scenario& scenario) {
  std::vector<std::string> found;
  const auto phase_exists = [&](const std::string& name) {
    return std::any_of(plan.phases.begin(), plan.phases.end(),
                       [&](const auto& phase) { return phase.name == name; });
  };
  const auto operation_exists = [&](const std::string& name) {
    return std::any_of(plan.application.operations.begin(), plan.application.operations.end(),
                       [&](const auto& operation) { return operation.name == name; });
  };
  for (const auto& [name, weight] : scenario.traffic.mix)
    if (!operation_exists(name))
      found.push_back("the traffic mix names an operation that the plan does not have: \"" + name +
                      "\"");
  const std::size_t before = found.size();
  for (const scenarios::Track& track : plan.tracks) {
    if (track.is_service()) continue;
    for (const auto& problem : simulators::structural_problems(track.record, track.transform))
      found.push_back("the transforms of " + track.name + ": " + problem);
  }
  if (found.size() > before) return found;
  const simulators::Blueprint blueprint(plan, scenario);
  const auto check_node = [&](const std::string& pattern) {
    if (pattern.empty() || !fault_injection::nodes_matching(blueprint, pattern).empty()) return;
    std::string known;
    for (const std::string& node : blueprint.nodes) known += (known.empty() ? "" : ", ") + node;
    found.push_back("a fault names a node that does not exist: \"" + pattern + "\"; there are " +
                    known);
  };
  for (const scenarios::FaultSpec& fault : scenario.faults) {
    if (!fault.phase.empty() && !phase_exists(fault.phase))
      found.push_back("a fault names a phase that the plan does not have: \"" + fault.phase + "\"");
    for (const std::string& end : fault.between) check_node(end);
    check_node(fault.node);
    if (fault.drawn) continue;
    for (const std::string& kind : scenarios::expand_fault_groups(fault.kinds))
      if (!fault_injection::granted(kind, plan.tolerates)) found.push_back(not_granted(kind));
  }
  return found;
}

namespace {

const PropertyResult* first_with(const ScenarioResult& scenario, std::string_view verdict) {
  for (const PropertyResult& property : scenario.properties)
    if (property.verdict == verdict) return &property;
  return nullptr;
}

/// The sentence of a plan that promises a way back where there is none. What the sweep of the ways
/// back found of its own (R1, R2) says the same, less well.
std::string declared_too_late(const ScenarioResult& scenario) {
  const ReturnPoint& point = scenario.point_of_no_return;
  if (point.verdict != "too late") return {};
  const PropertyResult* first = first_with(scenario, "violated");
  const auto back = [&](const char* id) {
    return std::any_of(scenario.properties.begin(), scenario.properties.end(),
                       [&](const auto& p) { return p.id == id && p.verdict == "violated"; });
  };
  return first == nullptr || back("R1") || back("R2") ? point.sentence : first->because;
}

/// Phases that no run to the end ever entered: nothing was learned about them.
std::string unreached(const ScenarioResult& scenario) {
  for (const PhaseResult& phase : scenario.phases)
    if (phase.entered == 0) return phase.name;
  return {};
}

/// A phase that does something and that most runs entered when their clients had stopped: what it
/// does to users was hardly seen.
const PhaseResult* without_traffic(const ScenarioResult& scenario) {
  for (const PhaseResult& phase : scenario.phases) {
    const bool acts = !phase.changes.empty() || phase.steps > 0;
    if (acts && phase.with_traffic * 2 < phase.forward) return &phase;
  }
  return nullptr;
}

/// Why nothing is certified although nothing was violated: what must have happened and never did.
std::string never_happened(const Certificate& certificate, std::int64_t runs) {
  const SituationTally tally = tally_of(suite_of(certificate));
  if (tally.missing.empty()) return {};
  const SituationResult& first = tally.missing.front();
  const std::size_t more = tally.missing.size() - 1;
  std::string sentence = "In none of " + std::to_string(runs) + (runs == 1 ? " run" : " runs") +
                         " it happened that " + first.statement + " (" + first.id +
                         "), which must have happened before anything is certified";
  if (more > 0)
    sentence += ", and so must " + std::to_string(more) +
                (more == 1 ? " other situation" : " other situations");
  return sentence + ". It takes: " + first.reach + ".";
}

}  // namespace

void conclude(Certificate& certificate) {
  certificate.verdict = CertificateVerdict::certified;
  certificate.cause.clear();
  std::int64_t runs = 0;
  for (const ScenarioResult& scenario : certificate.scenarios) {
    runs += scenario.runs;
    if (const std::string late = declared_too_late(scenario); !late.empty()) {
      if (certificate.verdict == CertificateVerdict::rejected) continue;
      certificate.verdict = CertificateVerdict::rejected;
      certificate.cause = late;
      continue;
    }
    if (const PropertyResult* violated = first_with(scenario, "violated")) {
      if (certificate.verdict == CertificateVerdict::rejected) continue;
      certificate.verdict = CertificateVerdict::rejected;
      certificate.cause = violated->because;
      continue;
    }
    if (certificate.verdict != CertificateVerdict::certified) continue;
    const std::string phase = unreached(scenario);
    if (const PropertyResult* unknown = first_with(scenario, "unknown")) {
      certificate.verdict = CertificateVerdict::inconclusive;
      certificate.cause = unknown->because;
    } else if (!phase.empty()) {
      certificate.verdict = CertificateVerdict::inconclusive;
      certificate.cause = "No run under " + scenario.name + " ever reached phase " + phase + ".";
    } else if (scenario.operations == 0) {
      certificate.verdict = CertificateVerdict::inconclusive;
      certificate.cause = "No client operation ran under " + scenario.name + ".";
    } else if (const PhaseResult* quiet = without_traffic(scenario)) {
      certificate.verdict = CertificateVerdict::inconclusive;
      certificate.cause = "In " + std::to_string(quiet->forward - quiet->with_traffic) + " of " +
                          std::to_string(quiet->forward) + " runs to the end under " +
                          scenario.name + " the clients had stopped before phase " + quiet->name +
                          ", so what it does to them was hardly seen; give the scenario more "
                          "\"operations\", or fewer a second.";
    }
  }
  if (certificate.verdict == CertificateVerdict::certified) {
    certificate.cause = never_happened(certificate, runs);
    if (!certificate.cause.empty()) certificate.verdict = CertificateVerdict::inconclusive;
  }
  for (const ScenarioResult& scenario : certificate.scenarios)
    if (scenario.runs < scenario.runs_planned &&
        certificate.verdict != CertificateVerdict::rejected) {
      certificate.verdict = CertificateVerdict::incomplete;
      certificate.cause = "Only " + std::to_string(scenario.runs) + " of " +
                          std::to_string(scenario.runs_planned) + " runs under " + scenario.name +
                          " were done.";
    }
  if (certificate.verdict == CertificateVerdict::certified)
    certificate.cause = "In " + std::to_string(runs) + (runs == 1 ? " rehearsal" : " rehearsals") +
                        " no property that was exercised was violated.";
}

}  // namespace rehearse::harness
