#include <algorithm>

#include "scenarios/literal.hpp"
#include "scenarios/names.hpp"
#include "scenarios/plan_lookup.hpp"
#include "scenarios/source_map.hpp"
#include "scenarios/suggest.hpp"
#include "scenarios/validate/rules.hpp"

namespace rehearse::scenarios::validate {
namespace {

/// The key under which the file names the target: {"put": "carts"}, {"decrement": "catalog.stock"}.
std::string head_of(const OperationStep& step) {
  if (step.kind == OperationStepKind::add) return step.by < 0 ? "decrement" : "increment";
  return std::string(name_of(step.kind));
}

std::string record_pointer(const Plan& plan, const std::string& target) {
  const bool track = find_track(plan, target) != nullptr;
  return (track ? "/tracks" : "/collections") + pointer_segment(target);
}

const Field* find_field(const RecordShape& record, const std::string& name) {
  const auto found = std::find_if(record.fields.begin(), record.fields.end(),
                                  [&](const Field& field) { return field.name == name; });
  return found == record.fields.end() ? nullptr : &*found;
}

/// A key that a store makes is known once the operation has inserted its record.
void keys_made(const Plan& plan, const Operation& operation, const std::string& pointer,
               std::vector<Problem>& problems) {
  std::vector<std::string> known;
  const auto need = [&](const std::string& name, const std::string& place) {
    if (contains(known, name) || !made_by_store(plan, name)) return;
    const std::string& record = find_variable(plan, name)->of;
    problems.push_back({place,
                        in_quotes("$" + name) + " is made by the store of " + in_quotes(record) +
                            " when the record is inserted, and nothing has inserted it before",
                        "put {\"insert\": " + in_quotes(record) +
                            ", \"key\": " + in_quotes("$" + name) +
                            "} before this step, or use a key that is there",
                        {"/application", record_pointer(plan, record)}});
  };
  for (std::size_t i = 0; i < operation.steps.size(); ++i) {
    const OperationStep& step = operation.steps[i];
    const std::string place = pointer + pointer_segment(i);
    for (const FieldAssignment& assignment : step.value)
      need(assignment.variable, place + "/value" + pointer_segment(assignment.field));
    const Variable* variable = find_variable(plan, step.variable);
    const bool makes = step.kind == OperationStepKind::insert && variable != nullptr &&
                       variable->of == step.target;
    if (makes)
      known.push_back(step.variable);
    else
      need(step.variable, place + (step.kind >= OperationStepKind::charge ? "/identity" : "/key"));
  }
}

class StepRules final {
 public:
  StepRules(const Plan& plan, const OperationStep& step, std::string pointer,
            std::vector<Problem>& problems)
      : plan_(plan), step_(step), pointer_(std::move(pointer)), problems_(problems) {}

  void run() {
    if (step_.target.empty()) return;  // not read
    const bool service = step_.kind >= OperationStepKind::charge;
    if (service) {
      service_target();
    } else {
      record_target();
    }
    variable(step_.variable, pointer_ + (service ? "/identity" : "/key"));
    for (const FieldAssignment& assignment : step_.value) {
      variable(assignment.variable, pointer_ + "/value" + pointer_segment(assignment.field));
    }
  }

 private:
  void service_target() {
    const Track* track = find_track(plan_, step_.target);
    const std::string place = pointer_ + pointer_segment(head_of(step_));
    if (track != nullptr && track->is_service()) return;
    if (track != nullptr || find_collection(plan_, step_.target) != nullptr) {
      problems_.push_back({place,
                           in_quotes(step_.target) + " is not a service track",
                           did_you_mean("", service_names(plan_)),
                           {"/tracks"}});
      return;
    }
    problems_.push_back(
        unknown(place, "service track", step_.target, service_names(plan_), {"/tracks"}));
  }

  void record_target() {
    const std::string place = pointer_ + pointer_segment(head_of(step_));
    const RecordShape* record = find_record(plan_, step_.target);
    if (record == nullptr && find_track(plan_, step_.target) != nullptr) {
      problems_.push_back({place,
                           in_quotes(step_.target) + " is a service track",
                           "services are used with call, authorise, capture, refund and void",
                           {"/tracks"}});
    } else if (record == nullptr) {
      problems_.push_back(unknown(place, "track or collection", step_.target, record_names(plan_),
                                  {"/tracks", "/collections"}));
    } else {
      fields(*record, place);
    }
  }

  void fields(const RecordShape& record, const std::string& place) {
    std::vector<std::string> known, counters;
    for (const Field& field : record.fields) {
      known.push_back(field.name);
      const bool number =
          field.type.kind == FieldKind::integer || field.type.kind == FieldKind::decimal;
      if (number) counters.push_back(field.name);
    }
    const std::vector<std::string> relies{record_pointer(plan_, step_.target) + "/*"};
    if (step_.kind == OperationStepKind::add) {
      if (!contains(known, step_.field)) {
        problems_.push_back(unknown(place, "field", step_.field, counters, relies));
      } else if (!contains(counters, step_.field)) {
        problems_.push_back({place, "the field " + in_quotes(step_.field) + " is no number",
                             did_you_mean("", counters), relies});
      }
    }
    for (const FieldAssignment& assignment : step_.value) {
      const std::string there = pointer_ + "/value" + pointer_segment(assignment.field);
      if (!contains(known, assignment.field)) {
        problems_.push_back(unknown(there, "field", assignment.field, known, relies));
      } else {
        value(assignment, *find_field(record, assignment.field), there, relies);
      }
    }
  }

  void value(const FieldAssignment& assignment, const Field& field, const std::string& place,
             const std::vector<std::string>& relies) {
    if (!assignment.variable.empty()) {
      if (field.type.kind != FieldKind::boolean) return;
      problems_.push_back({place,
                           "the boolean field " + in_quotes(field.name) + " cannot hold the key " +
                               in_quotes("$" + assignment.variable),
                           "write true or false, or leave it out for a generated value", relies});
      return;
    }
    const std::string wanted = literal_mismatch(assignment.value, field.type);
    if (wanted.empty()) return;
    problems_.push_back({place, "the field " + in_quotes(field.name) + " takes " + wanted,
                         "change the value, or leave it out for a generated one", relies});
  }

  void variable(const std::string& name, const std::string& place) {
    if (name.empty() || find_variable(plan_, name) != nullptr) return;
    std::vector<std::string> known;
    for (const std::string& declared : variable_names(plan_)) known.push_back("$" + declared);
    Problem problem =
        unknown(place, "variable", "$" + name, known,
                {"/application/variables", "/application/operations", "/tracks", "/collections"});
    if (problem.way_out.rfind("did you mean", 0) != 0) {
      problem.way_out =
          "declare it, e.g. \"variables\": {" + in_quotes(name) + ": {\"existing\": \"TRACK\"}}";
    }
    problems_.push_back(std::move(problem));
  }

  const Plan& plan_;
  const OperationStep& step_;
  std::string pointer_;
  std::vector<Problem>& problems_;
};

}  // namespace

void operations(const Plan& plan, std::vector<Problem>& problems) {
  for (const Operation& operation : plan.application.operations) {
    const std::string pointer = "/application/operations" + pointer_segment(operation.name);
    for (std::size_t i = 0; i < operation.steps.size(); ++i) {
      StepRules(plan, operation.steps[i], pointer + pointer_segment(i), problems).run();
    }
    keys_made(plan, operation, pointer, problems);
  }
}

}  // namespace rehearse::scenarios::validate
