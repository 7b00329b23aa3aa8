/// The verdict over all scenarios, and what does not fit before anything runs.

#include <algorithm>

#include "fault_injection/overlay.hpp"
#include "harness/explore/explore.hpp"
#include "harness/properties/words.hpp"
#include "harness/rehearsal/longest_run.hpp"
#include "harness/situations/demands.hpp"
#include "scenarios/fault_kinds.hpp"
#include "scenarios/units.hpp"
#include "scenarios/validate_plan.hpp"

namespace rehearse::harness {

namespace {

using scenarios::FaultSpec;

/// "there is no phase \"x\"; did you mean \"y\"?"
std::string told(const scenarios::Problem& problem) {
  return problem.message + (problem.way_out.empty() ? "" : "; " + problem.way_out);
}

void check_node(const simulators::Blueprint& blueprint, const std::string& pattern,
                std::vector<std::string>& found) {
  if (pattern.empty() || !fault_injection::nodes_matching(blueprint, pattern).empty()) return;
  std::string known;
  for (const std::string& node : blueprint.nodes) known += (known.empty() ? "" : ", ") + node;
  found.push_back("a fault names a node that does not exist: \"" + pattern + "\"; there are " +
                  known);
}

/// A node that none of the fault's kinds could hit.
void check_victim(const simulators::Blueprint& blueprint, const FaultSpec& fault,
                  std::vector<std::string>& found) {
  if (fault.node.empty()) return;
  const auto classes = fault_injection::classes_of(blueprint);
  const auto nodes = fault_injection::nodes_matching(blueprint, fault.node);
  for (const std::string& kind : scenarios::expand_fault_groups(fault.kinds)) {
    if (kind == "crash") return;  // any process that is named
    const fault_injection::Fault& one = fault_injection::fault_at(
        static_cast<fault_injection::KindIndex>(*scenarios::fault_index(kind)));
    for (const simulators::NodeId node : nodes)
      if (one.hits(classes[node])) return;
  }
  const auto& about = scenarios::fault_kinds()[*scenarios::fault_index(
      scenarios::expand_fault_groups(fault.kinds).front())];
  if (!nodes.empty())
    found.push_back("the fault " + std::string(about.name) + " cannot strike at the node \"" +
                    fault.node + "\"; where it can: " + std::string(about.where) +
                    " (\"between\" names the ends of a link)");
}

void check_time(const simulators::Blueprint& blueprint, const FaultSpec& fault,
                std::vector<std::string>& found) {
  const scenarios::Duration longest = longest_run(blueprint);
  if (!fault.after || *fault.after <= longest) return;
  found.push_back("a fault is to strike after " + scenarios::duration_text(*fault.after) +
                  ", beyond the run: by all that the plan and the scenario say, it is over after " +
                  length(longest.count()) + " at the latest");
}

}  // namespace

std::vector<std::string> mismatches(const scenarios::Plan& plan,
                                    const scenarios::Scenario& scenario) {
  std::vector<std::string> found;
  for (const scenarios::Problem& problem : scenarios::validate_scenario(scenario, plan))
    found.push_back(told(problem));
  const std::size_t before = found.size();
  for (const scenarios::Track& track : plan.tracks) {
    if (track.is_service()) continue;
    for (const auto& problem : simulators::structural_problems(track.record, track.transform))
      found.push_back("the transforms of " + track.name + ": " + problem);
  }
  if (found.size() > before) return found;  // no blueprint could be made
  const simulators::Blueprint blueprint(plan, scenario);
  for (const FaultSpec& fault : scenario.faults) {
    for (const std::string& end : fault.between) check_node(blueprint, end, found);
    check_node(blueprint, fault.node, found);
    check_victim(blueprint, fault, found);
    check_time(blueprint, fault, found);
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
  std::string sentence = "In none of " + scenarios::grouped(runs) + (runs == 1 ? " run" : " runs") +
                         " it happened that " + first.statement + " (" + first.id +
                         "), which must have happened before anything is certified";
  if (more > 0)
    sentence += ", and so must " + scenarios::grouped(static_cast<std::int64_t>(more)) +
                (more == 1 ? " other situation" : " other situations");
  return sentence + ". It takes: " + first.reach + ".";
}

}  // namespace

void conclude(Certificate& certificate, const std::string& diverged) {
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
      certificate.cause = "In " + scenarios::grouped(quiet->forward - quiet->with_traffic) +
                          " of " + scenarios::grouped(quiet->forward) + " runs to the end under " +
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
      certificate.cause = "Only " + scenarios::grouped(scenario.runs) + " of " +
                          scenarios::grouped(scenario.runs_planned) + " runs under " +
                          scenario.name + " were done.";
    }
  if (!diverged.empty() && certificate.verdict != CertificateVerdict::rejected) {
    certificate.verdict = CertificateVerdict::inconclusive;
    certificate.cause =
        "The simulation is not deterministic, which is a bug in rehearse: " + diverged + ".";
  }
  if (certificate.verdict == CertificateVerdict::certified)
    certificate.cause = "In " + scenarios::grouped(runs) +
                        (runs == 1 ? " rehearsal" : " rehearsals") +
                        " no property that was exercised was violated.";
}

}  // namespace rehearse::harness
