#include "scenarios/reader/infer.hpp"

#include <algorithm>
#include <array>

#include "scenarios/plan_lookup.hpp"
#include "scenarios/suggest.hpp"

namespace rehearse::scenarios::reading {
namespace {

bool is_near_miss(const Plan& plan, const std::string& name) {
  std::vector<std::string> declared = record_names(plan);
  const std::vector<std::string> services = service_names(plan);
  declared.insert(declared.end(), services.begin(), services.end());
  return std::any_of(declared.begin(), declared.end(), [&](const std::string& candidate) {
    return candidate.size() <= 64 && name.size() <= 64 && edit_distance(name, candidate) <= 2;
  });
}

FieldType type_of(const FieldAssignment& assignment) {
  if (!assignment.variable.empty()) return {FieldKind::integer, 0};
  if (std::holds_alternative<bool>(assignment.value)) return {FieldKind::boolean, 0};
  if (std::holds_alternative<std::int64_t>(assignment.value)) return {FieldKind::integer, 0};
  return {FieldKind::text, 0};
}

Collection collection_for(const OperationStep& step) {
  Collection collection;
  collection.name = step.target;
  collection.location = {"sqlite", "application", step.target, {}};
  collection.record.key = step.variable;
  for (const FieldAssignment& assignment : step.value) {
    collection.record.fields.push_back({assignment.field, type_of(assignment)});
  }
  if (step.value.empty()) collection.record.fields.push_back({"content", {FieldKind::text, 0}});
  return collection;
}

template <typename Visit>
void for_each_step(const Plan& plan, const Visit& visit) {
  for (const Operation& operation : plan.application.operations) {
    for (const OperationStep& step : operation.steps) visit(step);
  }
}

bool is_client(const std::string& name) {
  constexpr std::array<std::string_view, 4> clients{"customer", "client", "user", "tenant"};
  return std::find(clients.begin(), clients.end(), name) != clients.end();
}

bool keys_a_record(const Plan& plan, const OperationStep& step, const std::string& variable) {
  return step.variable == variable && find_record(plan, step.target) != nullptr;
}

bool is_misspelt(const std::string& name, const std::vector<std::string>& declared) {
  return std::any_of(declared.begin(), declared.end(), [&](const std::string& known) {
    const bool comparable = name.size() > 3 && name.size() <= 64 && known.size() <= 64;
    return comparable && edit_distance(name, known) <= 2 && known.size() > 3;
  });
}

void infer_variable(Plan& plan, const std::string& name, const std::vector<std::string>& declared) {
  if (name.empty() || find_variable(plan, name) != nullptr) return;
  Variable variable;
  variable.name = name;
  if (is_client(name)) {
    variable.source = VariableSource::client;
    plan.application.variables.push_back(std::move(variable));
    return;
  }
  if (is_misspelt(name, declared)) return;
  for_each_step(plan, [&](const OperationStep& step) {
    const bool insert = step.kind == OperationStepKind::insert;
    if (!keys_a_record(plan, step, name)) return;
    if (variable.of.empty() || (insert && variable.source != VariableSource::fresh)) {
      variable.of = step.target;
    }
    if (insert) variable.source = VariableSource::fresh;
  });
  if (!variable.of.empty()) plan.application.variables.push_back(std::move(variable));
}

}  // namespace

void infer_collections(Plan& plan) {
  std::vector<Collection> found;
  for_each_step(plan, [&](const OperationStep& step) {
    if (step.kind != OperationStepKind::put || step.target.empty() || step.variable.empty()) return;
    const bool declared = find_track(plan, step.target) || find_collection(plan, step.target);
    const bool made = std::any_of(found.begin(), found.end(),
                                  [&](const Collection& c) { return c.name == step.target; });
    if (!declared && !made && !is_near_miss(plan, step.target)) {
      found.push_back(collection_for(step));
    }
  });
  plan.collections.insert(plan.collections.end(), found.begin(), found.end());
}

void infer_variables(Plan& plan) {
  std::vector<std::string> used;
  for_each_step(plan, [&](const OperationStep& step) {
    used.push_back(step.variable);
    for (const FieldAssignment& assignment : step.value) used.push_back(assignment.variable);
  });
  const std::vector<std::string> declared = variable_names(plan);
  for (const std::string& name : used) infer_variable(plan, name, declared);
}

}  // namespace rehearse::scenarios::reading
