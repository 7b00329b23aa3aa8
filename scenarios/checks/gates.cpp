#include "scenarios/checks/rules.hpp"
#include "scenarios/metrics.hpp"
#include "scenarios/source_map.hpp"

namespace rehearse::scenarios::checks {
namespace {

void gate(const Plan& plan, const Gate& gate, const std::string& pointer, Findings& findings) {
  if (!gate.deadline) {
    findings.add("gate_without_deadline", pointer,
                 "this gate has no deadline: when its condition never holds, the plan stands still",
                 "add e.g. \"deadline\": \"10min\"");
  }
  for (std::size_t i = 0; i < gate.when.size(); ++i) {
    const Condition& condition = gate.when[i];
    const auto metric = find_metric(plan, condition.metric);
    if (!metric || !metric->sampled || condition.min_samples > 0) continue;
    findings.add("sampled_without_min_samples", pointer + "/when" + pointer_segment(i),
                 condition.metric + " counts samples: with none it is 0, and the gate passes",
                 "add e.g. \"min_samples\": 200");
  }
}

}  // namespace

void gates(const Plan& plan, Findings& findings) {
  for (std::size_t i = 0; i < plan.phases.size(); ++i) {
    const std::string pointer = "/phases" + pointer_segment(i);
    if (plan.phases[i].entry) gate(plan, *plan.phases[i].entry, pointer + "/entry", findings);
    if (plan.phases[i].gate) gate(plan, *plan.phases[i].gate, pointer + "/gate", findings);
  }
}

}  // namespace rehearse::scenarios::checks
