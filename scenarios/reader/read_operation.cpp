#include "scenarios/reader/key_tables.hpp"
#include "scenarios/reader/sections.hpp"
#include "scenarios/suggest.hpp"

namespace rehearse::scenarios::reading {
namespace {

constexpr Range amounts{1, 1'000'000'000'000};

constexpr KeyTable operation_variants[] = {
    operation_read_table,      operation_put_table,    operation_insert_table,
    operation_update_table,    operation_delete_table, operation_decrement_table,
    operation_increment_table, operation_call_table,   operation_authorise_table,
    operation_capture_table,   operation_refund_table, operation_void_table};

/// "$product" -> "product".
void read_variable(const ObjectReader& object, std::string_view key, std::string& variable) {
  const auto found = object.require(key, in_quotes(key) + ": \"$customer\"");
  if (!found) return;
  if (!found->is_text() || found->text().size() < 2 || found->text().front() != '$') {
    found->wrong("a variable is expected here", "write its name with a dollar, e.g. \"$customer\"");
    return;
  }
  variable = found->text().substr(1);
}

/// A literal, or "$variable"; "$$x" is the text "$x".
void read_assignment(const At& at, FieldAssignment& assignment) {
  const bool dollar = at.is_text() && at.text().size() > 1 && at.text().front() == '$';
  if (dollar && at.text()[1] != '$') {
    assignment.variable = at.text().substr(1);
  } else if (dollar) {
    assignment.value = at.text().substr(1);
  } else {
    read_value(at, assignment.value);
  }
}

void read_values(const ObjectReader& object, OperationStep& step) {
  const auto value = object.find("value");
  if (!value) return;
  read_named(*value, "field values", [&](const At& member, const std::string& name) {
    FieldAssignment& assignment = step.value.emplace_back();
    assignment.field = name;
    read_assignment(member, assignment);
  });
}

/// ">= 0"
void read_requirement(const At& at, OperationStep& step) {
  std::string_view text = at.is_text() ? std::string_view(at.text()) : std::string_view{};
  bool good = text.starts_with(">=");
  if (good) text.remove_prefix(2);
  while (good && text.starts_with(" ")) text.remove_prefix(1);
  const bool negative = good && text.starts_with("-");
  if (negative) text.remove_prefix(1);
  std::int64_t bound = 0;
  good = good && !text.empty() && text.size() <= 12;
  for (const char digit : text) {
    good = good && digit >= '0' && digit <= '9';
    if (good) bound = bound * 10 + (digit - '0');
  }
  if (good) {
    step.require_at_least = negative ? -bound : bound;
  } else {
    at.wrong("this is not a requirement on the value after the change", "write e.g. \">= 0\"");
  }
}

/// {"decrement": "catalog.stock", "key": "$product", "by": 1, "require": ">= 0"}
void read_addition(const ObjectReader& object, const At& head, bool decrement,
                   OperationStep& step) {
  step.kind = OperationStepKind::add;
  std::string target;
  if (read_value(head, target)) {
    const std::size_t dot = target.find('.');
    const bool good = dot != std::string::npos && dot > 0 && dot + 1 < target.size();
    step.target = target.substr(0, dot);
    if (good) {
      step.field = target.substr(dot + 1);
    } else {
      head.wrong("this does not name a counter field", "write e.g. \"catalog.stock\"");
    }
  }
  read_variable(object, "key", step.variable);
  step.by = 1;
  object.read_number("by", step.by, amounts);
  if (decrement) step.by = -step.by;
  if (const auto requirement = object.find("require")) read_requirement(*requirement, step);
}

OperationStepKind kind_of(std::string_view head) {
  return value_named<OperationStepKind>(head).value_or(OperationStepKind::add);
}

void read_step(const At& at, std::vector<OperationStep>& steps) {
  OperationStep& step = steps.emplace_back();
  const KeyTable* table = find_variant(at, operation_variants, "a step of an operation");
  if (table == nullptr) return;
  const ObjectReader object(at, *table);
  const std::string_view head = table->keys.front();
  const auto target = object.find(head);
  step.kind = kind_of(head);
  if (step.kind == OperationStepKind::add) {
    read_addition(object, *target, head == "decrement", step);
    return;
  }
  read_value(*target, step.target);
  const bool service = step.kind >= OperationStepKind::charge;
  read_variable(object, service ? "identity" : "key", step.variable);
  if (!service) read_values(object, step);
}

}  // namespace

void read_operations(const At& at, std::vector<Operation>& operations) {
  const bool read = read_named(at, "operations", [&](const At& member, const std::string& name) {
    Operation& operation = operations.emplace_back();
    operation.name = name;
    read_list(member, "steps", [&](const At& item) { read_step(item, operation.steps); });
    if (member.is_array() && operation.steps.empty()) {
      member.wrong("this operation has no step", "write e.g. [{\"read\": ..., \"key\": ...}]");
    }
  });
  if (read && at.value->members.empty()) {
    at.wrong("the application has no operation", "write e.g. {\"browse\": [{\"read\": ...}]}");
  }
}

}  // namespace rehearse::scenarios::reading
