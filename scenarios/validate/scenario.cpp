#include "scenarios/fault_kinds.hpp"
#include "scenarios/names.hpp"
#include "scenarios/plan_lookup.hpp"
#include "scenarios/source_map.hpp"
#include "scenarios/suggest.hpp"
#include "scenarios/validate/rules.hpp"

namespace rehearse::scenarios::validate {
namespace {

/// What the part of a node pattern before "/" or "." may be.
std::vector<std::string> node_heads(const Plan& plan) {
  std::vector<std::string> heads = group_names(plan);
  const auto add = [&](const std::vector<std::string>& names) {
    for (const std::string& name : names) {
      if (!contains(heads, name)) heads.push_back(name);
    }
  };
  add(track_names(plan));
  add(record_names(plan));
  std::vector<std::string> databases;
  for (const Track& track : plan.tracks) {
    if (track.is_service()) continue;
    databases.push_back(track.old_location.database);
    databases.push_back(track.new_location.database);
  }
  for (const Collection& collection : plan.collections) {
    databases.push_back(collection.location.database);
  }
  add(databases);
  add({"client", "clients", "conductor", "relay", "backfill", "verifier", "repair", "store",
       "stores", "service", "services"});
  return heads;
}

void node(const std::string& pattern, const std::vector<std::string>& heads,
          const std::string& pointer, std::vector<Problem>& problems) {
  const std::string head = pattern.substr(0, pattern.find_first_of("./-:*"));
  if (pattern.empty() || head.empty() || contains(heads, head)) return;
  const std::string dotted = pattern.substr(0, pattern.find_first_of("./:*"));
  if (contains(heads, dotted)) return;
  problems.push_back(unknown(pointer, "node", pattern, heads, {}));
}

/// Steps of the phase, or of all phases, as a fault names them.
std::vector<std::string> step_names(const Plan& plan, const std::string& phase) {
  std::vector<std::string> names;
  for (const Phase& one : plan.phases) {
    if (!phase.empty() && one.name != phase) continue;
    for (const Step& step : one.steps) {
      const std::string name = describe(step);
      if (!contains(names, name)) names.push_back(name);
    }
  }
  return names;
}

void moment(const FaultSpec& fault, const Plan& plan, const std::string& pointer,
            std::vector<Problem>& problems) {
  const bool at = fault.after || !fault.step.empty();
  if (!fault.phase.empty() && !phase_index(plan, fault.phase)) {
    problems.push_back(
        unknown(pointer + (at ? "/at/phase" : "/in"), "phase", fault.phase, phase_names(plan), {}));
    return;
  }
  if (fault.step.empty()) return;
  const std::vector<std::string> steps = step_names(plan, fault.phase);
  if (!contains(steps, fault.step))
    problems.push_back(unknown(pointer + "/at/step",
                               fault.phase.empty() ? "step" : "step of phase " + fault.phase,
                               fault.step, steps, {}));
}

/// What is drawn is drawn within the budget; what is scheduled has to be granted.
void budget(const FaultSpec& fault, const Plan& plan, const std::string& pointer,
            std::vector<Problem>& problems) {
  if (fault.drawn) return;
  for (const std::string& name : expand_fault_groups(fault.kinds)) {
    const FaultKind& kind = fault_kinds()[*fault_index(name)];
    if (allowance(kind.budget, plan.tolerates).granted) continue;
    const std::string key(key_of(kind.budget));
    problems.push_back(
        {pointer,
         "the plan does not grant the fault " + in_quotes(name),
         key.empty() ? "no plan can: \"stress_runs\" under \"explore\" try it, and certify nothing"
                     : "say in the plan how much of it the system survives without a migration, as "
                       "\"tolerates\": {\"" +
                           key + "\": ...}; or drop the fault",
         {}});
  }
}

}  // namespace

void scenario(const Scenario& scenario, const Plan& plan, std::vector<Problem>& problems) {
  for (const auto& [operation, weight] : scenario.traffic.mix) {
    if (find_operation(plan, operation) != nullptr) continue;
    problems.push_back(unknown("/traffic/mix" + pointer_segment(operation), "operation", operation,
                               operation_names(plan), {}));
  }
  const std::vector<std::string> heads = node_heads(plan);
  for (std::size_t i = 0; i < scenario.faults.size(); ++i) {
    const FaultSpec& fault = scenario.faults[i];
    const std::string pointer = "/faults" + pointer_segment(i);
    const std::string inner =
        fault.drawn || fault.kinds.empty() ? pointer : pointer + pointer_segment(fault.kinds[0]);
    moment(fault, plan, pointer, problems);
    budget(fault, plan, inner, problems);
    for (std::size_t j = 0; j < fault.between.size(); ++j) {
      node(fault.between[j], heads, inner + "/between" + pointer_segment(j), problems);
    }
    node(fault.node, heads, inner + "/node", problems);
  }
}

}  // namespace rehearse::scenarios::validate
