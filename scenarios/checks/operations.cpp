#include <algorithm>

#include "scenarios/checks/rules.hpp"
#include "scenarios/plan_lookup.hpp"
#include "scenarios/source_map.hpp"

namespace rehearse::scenarios::checks {
namespace {

bool has_effect(OperationStepKind kind) {
  switch (kind) {
    case OperationStepKind::add:
    case OperationStepKind::charge:
    case OperationStepKind::authorise:
    case OperationStepKind::capture:
      return true;
    default:
      return false;
  }
}

bool needs_record(OperationStepKind kind) {
  switch (kind) {
    case OperationStepKind::read:
    case OperationStepKind::update:
    case OperationStepKind::erase:
    case OperationStepKind::add:
      return true;
    default:
      return false;
  }
}

bool inserted_before(const Operation& operation, std::size_t end, const OperationStep& step) {
  return std::any_of(
      operation.steps.begin(), operation.steps.begin() + static_cast<std::ptrdiff_t>(end),
      [&](const OperationStep& earlier) {
        const bool makes =
            earlier.kind == OperationStepKind::insert || earlier.kind == OperationStepKind::put;
        return makes && earlier.target == step.target && earlier.variable == step.variable;
      });
}

void keys(const Plan& plan, const Operation& operation, std::size_t index,
          const std::string& pointer, Findings& findings) {
  const OperationStep& step = operation.steps[index];
  const Variable* variable = find_variable(plan, step.variable);
  if (variable == nullptr) return;
  const bool fresh = variable->source == VariableSource::fresh;
  if (step.kind == OperationStepKind::insert && !fresh) {
    findings.add("insert_existing_key", pointer,
                 "$" + step.variable + " may name a record of " + step.target +
                     " that is there already: the insert fails",
                 "use put, or a fresh variable");
  }
  if (needs_record(step.kind) && fresh && !inserted_before(operation, index, step)) {
    findings.add(
        "use_of_fresh_key", pointer,
        "$" + step.variable + " is new in every operation: no record of " + step.target + " has it",
        "declare it as {\"existing\": \"" + step.target + "\"} or {\"own\": \"" + step.target +
            "\"}");
  }
}

}  // namespace

void operations(const Plan& plan, Findings& findings) {
  for (const Operation& operation : plan.application.operations) {
    const std::string pointer = "/application/operations" + pointer_segment(operation.name);
    bool effect = false;
    for (std::size_t i = 0; i < operation.steps.size(); ++i) {
      const OperationStep& step = operation.steps[i];
      keys(plan, operation, i, pointer + pointer_segment(i), findings);
      const bool may_fail = step.kind != OperationStepKind::read;
      if (effect && may_fail && plan.application.on_step_failure == OnStepFailure::stop) {
        findings.add("effect_without_compensation", pointer,
                     "when a later step of \"" + operation.name +
                         "\" fails, what its earlier steps did stays",
                     "set \"on_step_failure\": \"compensate\"");
      }
      effect = effect || has_effect(step.kind);
    }
  }
}

}  // namespace rehearse::scenarios::checks
