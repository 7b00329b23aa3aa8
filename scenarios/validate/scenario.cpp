#include "scenarios/plan_lookup.hpp"
#include "scenarios/source_map.hpp"
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
    if (!fault.phase.empty() && !phase_index(plan, fault.phase)) {
      problems.push_back(unknown(pointer + (fault.after ? "/at/phase" : "/in"), "phase",
                                 fault.phase, phase_names(plan), {}));
    }
    for (std::size_t j = 0; j < fault.between.size(); ++j) {
      node(fault.between[j], heads, inner + "/between" + pointer_segment(j), problems);
    }
    node(fault.node, heads, inner + "/node", problems);
  }
}

}  // namespace rehearse::scenarios::validate
