#include <algorithm>

#include "harness/properties/verdicts.hpp"
#include "scenarios/ensure.hpp"

namespace rehearse::harness {

namespace {

std::vector<Property>& table() {
  static std::vector<Property> properties{
      {"A1", "availability", "objective",
       "no client sees more failures than the objective allows, in any window", judge_availability},
      {"A2", "latency", "objective", "latency and blocked time stay within bounds", judge_latency},
      {"D1", "no_lost_write", "safety", "no acknowledged write is lost", judge_no_lost_write},
      {"D2", "one_effect", "safety", "at most one external effect per business operation",
       judge_one_effect},
      {"D3", "convergence", "safety", "old and new agree once quiet, modulo the transform",
       judge_convergence},
      {"D4", "no_phantom", "safety", "nothing appears that nobody wrote or that was undone",
       judge_no_phantom},
      {"D5", "conservation", "safety", "money, stock and counts add up", judge_conservation},
      {"D6", "unique_identifiers", "safety", "no identifier is given twice",
       judge_unique_identifiers},
      {"C1", "session", "safety",
       "a user reads their own writes, never goes back in time and stays on one side",
       judge_session},
      {"C2", "one_authority", "safety",
       "every key has one write authority at a time and no read is stale", judge_one_authority},
      {"R1", "rollback_restores", "safety",
       "rollback gives back a working old side with every acknowledged write",
       judge_rollback_restores},
      {"R2", "rollback_finishes", "liveness", "rollback ends in time and leaves no traffic on new",
       judge_rollback_finishes},
      {"L1", "progress", "liveness", "the plan, every operation and all background work end",
       judge_progress},
      {"V1", "gate_soundness", "safety", "a gate that passed was true, and still true when used",
       judge_gate_soundness},
      {"V2", "gate_data", "safety", "no gate passes without data", judge_gate_data},
      {"I1", "shadow_isolation", "safety", "shadow traffic has no side effects",
       judge_shadow_isolation},
      {"X1", "compatibility", "safety",
       "every live combination of application version, schema and service works",
       judge_compatibility},
  };
  return properties;
}

}  // namespace

std::span<const Property> all_properties() { return table(); }

void add_property(const Property& property) {
  REHEARSE_ENSURE(property.judge != nullptr && !property.id.empty() && !property.name.empty());
  for (const Property& other : table())
    REHEARSE_ENSURE(other.id != property.id && other.name != property.name);
  table().push_back(property);
}

bool asked_for(const std::vector<std::string>& names, const Property& property) {
  return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
    return name == "all" || name == property.id || name == property.name;
  });
}

Verdict judge(const Property& property, const Facts& facts) {
  const simulators::FinalState& final = facts.history().final;
  if (!final.given_up) return property.judge(facts);
  return unknown("Nobody knows how it ends: " + final.pending + ".");
}

}  // namespace rehearse::harness
