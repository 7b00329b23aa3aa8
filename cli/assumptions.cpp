#include "cli/assumptions.hpp"

#include <algorithm>
#include <set>

#include "cli/programs.hpp"
#include "fault_injection/overlay.hpp"
#include "harness/conductor/boundary.hpp"
#include "harness/live/live_faults.hpp"
#include "harness/properties/property.hpp"
#include "scenarios/fault_kinds.hpp"

namespace rehearse::cli {
namespace {

using harness::ScenarioResult;
using scenarios::Scenario;

std::string listed(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " and " : ", ";
    text += words[i];
  }
  return text;
}

/// Says `sentence` + the words, if there are any.
void say(std::vector<std::string>& lines, const std::string& sentence,
         const std::vector<std::string>& words, const std::string& rest = ".") {
  if (!words.empty()) lines.push_back(sentence + listed(words) + rest);
}

/// Only a fault that names the clients as one end of a link strikes there.
bool faults_reach_clients(const Inputs& inputs) {
  return std::any_of(inputs.scenarios.begin(), inputs.scenarios.end(), [](const auto& input) {
    const auto& faults = input.scenario.faults;
    return std::any_of(faults.begin(), faults.end(), [](const auto& fault) {
      return std::find(fault.between.begin(), fault.between.end(), "clients") !=
             fault.between.end();
    });
  });
}

std::set<std::string> kinds_asked_for(const Scenario& scenario) {
  std::set<std::string> kinds;
  for (const auto& fault : scenario.faults) {
    for (const auto& kind : scenarios::expand_fault_groups(fault.kinds)) kinds.insert(kind);
  }
  return kinds;
}

void about_faults(const Scenario& scenario, const scenarios::Tolerates& tolerates,
                  const ScenarioResult& result, std::vector<std::string>& lines) {
  const std::string under = "Under " + scenario.name + ": ";
  std::vector<std::string> withheld, never, silent;
  const std::set<std::string> asked = kinds_asked_for(scenario);
  for (const scenarios::FaultKind& kind : scenarios::fault_kinds()) {
    const std::string name(kind.name);
    if (asked.count(name) == 0) {
      never.push_back(name);
    } else if (!fault_injection::granted(name, tolerates)) {
      withheld.push_back(name);
    }
  }
  for (const harness::FaultCount& fault : result.faults) {
    if (fault.planned > 0 && fault.fired == 0) silent.push_back(fault.kind);
  }
  say(lines,
      under + "faults that no run tried, because the scenario does not ask for them: ", never);
  say(lines,
      under +
          "asked for, and withheld because the plan's fault budget (\"tolerates\") "
          "does not grant it: ",
      withheld);
  say(lines, under + "could have struck and never did: ", silent);
}

void about_properties(const Scenario& scenario, const ScenarioResult& result,
                      std::vector<std::string>& lines) {
  std::vector<std::string> missing;
  for (const harness::Property& property : harness::all_properties()) {
    const bool judged = std::any_of(
        result.properties.begin(), result.properties.end(),
        [&](const harness::PropertyResult& judgement) { return judgement.id == property.id; });
    if (!judged) missing.push_back(std::string(property.id) + " " + std::string(property.name));
  }
  say(lines, "Under " + scenario.name + ": not judged: ", missing);
}

void about_the_course(const scenarios::Plan& plan, const Scenario& scenario,
                      const ScenarioResult& result, std::vector<std::string>& lines) {
  const std::string under = "Under " + scenario.name + ": ";
  std::vector<std::string> unreached, unreturned;
  for (const harness::PhaseResult& phase : result.phases) {
    if (phase.entered == 0) unreached.push_back(phase.name);
  }
  say(lines, under + "no run reached the phase ", unreached);
  if (scenario.explore.rollback == scenarios::RollbackSweep::none) {
    lines.push_back(under + "rollback was not rehearsed, because the scenario asks for none.");
  } else {
    const bool every_step = scenario.explore.rollback == scenarios::RollbackSweep::every_step;
    const auto boundaries = harness::rollback_boundaries(plan, every_step);
    for (std::size_t i = 0; i < result.phases.size(); ++i) {
      const bool allowed = std::any_of(boundaries.begin(), boundaries.end(),
                                       [&](const auto& at) { return at.phase == i; });
      if (allowed && result.phases[i].rollbacks_rehearsed == 0) {
        unreturned.push_back(result.phases[i].name);
      }
    }
    say(lines, under + "no run was rolled back from the phase ", unreturned,
        "; more --runs reach it.");
  }
  if (result.search.size() > 1)
    lines.push_back(under + "what is exhausted is exhausted for " +
                    std::to_string(scenario.explore.base_runs) +
                    (scenario.explore.base_runs == 1 ? " base run" : " base runs") +
                    " of at most " + std::to_string(scenario.explore.operations) +
                    " client operations: with one fault of its usual duration at each place. Other "
                    "traffic, other durations and three faults at once are for the swarm.");
  for (const harness::SearchPart& part : result.search) {
    if (part.left_out > 0)
      lines.push_back(under + part.name + ": of " + std::to_string(part.candidates) +
                      " candidates " + std::to_string(part.left_out) +
                      " were left out, evenly; \"most_runs\" allows more.");
    if (part.runs < part.planned)
      lines.push_back(under + part.name + ": " + std::to_string(part.planned - part.runs) +
                      " runs were not done.");
  }
}

std::vector<std::string> about_real_processes(const std::string& stores) {
  return {
      "Every node was a real process on this machine, in real time, with " + stores +
          " and HTTP over loopback. Services that are no program of yours are mocks that follow "
          "the contract in the plan.",
      "A seed draws the same traffic and the same faults again, not the same timing: no live run "
      "can be had again.",
      "There were no control runs: but for operations at a process that a fault killed, what "
      "faults "
      "or a busy machine do to clients without the migration counts against the plan.",
      "Nobody can see all stores at one instant: whether a gate was true when it passed (V1) was "
      "judged by what the gate itself measured."};
}

void about_programs(const scenarios::Plan& plan, bool live, std::vector<std::string>& lines) {
  for (const NamedProgram& program : programs_of(plan))
    lines.push_back(
        live ? program.place + " was your program (" + program.command + "): " + program.judged
             : program.place + " was simulated " + program.simulated + "; your program (" +
                   program.command + ") was not run: --live does.");
}

/// What live faults were, and were not.
void about_real_faults(const scenarios::Plan& plan, const Scenario& scenario, bool on_sqlite,
                       std::vector<std::string>& lines) {
  const simulators::Blueprint blueprint(plan, scenario);
  if (kinds_asked_for(scenario).count("disk_full") != 0)
    lines.push_back("Under " + scenario.name +
                    (harness::live::fills_real_disks(blueprint, !on_sqlite)
                         ? ": a full disk was a real one, a small file system below one store."
                         : ": a full disk was played: writes were refused before they reached the "
                           "store. A real one takes SQLite, and leave to mount a small file "
                           "system (root)."));
  say(lines,
      "Under " + scenario.name +
          ": asked for, and skipped because it cannot be done to real processes: ",
      harness::live::skipped_faults(blueprint).names);
}

}  // namespace

std::vector<std::string> assumptions_of(const Inputs& inputs,
                                        const std::vector<ScenarioResult>& results,
                                        const std::string& live_stores) {
  const bool live = !live_stores.empty();
  std::vector<std::string> lines = live ? about_real_processes(live_stores)
                                        : std::vector<std::string>{
                                              "Everything ran in simulation: no real process, "
                                              "network, disk, database server or external "
                                              "service took part.",
                                              "The runs of the swarm are samples: their courses "
                                              "take turns through the phases and steps of "
                                              "the plan, while traffic, timing and faults are "
                                              "drawn from the seed. What no run drew was "
                                              "not "
                                              "tried."};
  about_programs(inputs.plan.plan, live, lines);
  if (!faults_reach_clients(inputs))
    lines.push_back("The network between the clients and the application is without faults.");
  const scenarios::Plan& plan = inputs.plan.plan;
  const std::size_t no_return = harness::point_of_no_return(plan);
  if (no_return < plan.phases.size()) {
    lines.push_back(
        "From phase " + plan.phases[no_return].name +
        " on the plan declares no way back: going back from there was tried only to compute "
        "the point of no return.");
  }
  for (std::size_t i = 0; i < inputs.scenarios.size() && i < results.size(); ++i) {
    const Scenario& scenario = inputs.scenarios[i].scenario;
    if (!scenario.store.empty() && !live) {
      lines.push_back("Under " + scenario.name + ": every store is a " + scenario.store +
                      " store, whatever the plan says.");
    }
    if (live) about_real_faults(plan, scenario, live_stores.starts_with("SQLite"), lines);
    about_faults(scenario, plan.tolerates, results[i], lines);
    about_properties(scenario, results[i], lines);
    about_the_course(plan, scenario, results[i], lines);
  }
  return lines;
}

}  // namespace rehearse::cli
