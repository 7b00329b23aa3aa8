#include "scenarios/plan_lookup.hpp"
#include "scenarios/source_map.hpp"
#include "scenarios/suggest.hpp"
#include "scenarios/validate/rules.hpp"

namespace rehearse::scenarios::validate {
namespace {

const std::string root = "/application";

/// Where a group stands: "app" is the application itself unless it is spelt out.
std::string group_pointer(const InstanceGroup& group) {
  return root + "/groups" + pointer_segment(group.name);
}

void groups(const Plan& plan, std::vector<Problem>& problems) {
  const std::vector<std::string> versions = version_names(plan);
  std::vector<std::string> claimed;
  bool catch_all = false;
  for (const InstanceGroup& group : plan.application.groups) {
    const std::string pointer = group_pointer(group);
    if (!contains(versions, group.version)) {
      const bool short_form = group.name == "app";
      problems.push_back(unknown(short_form ? root + "/version" : pointer + "/version", "version",
                                 group.version, versions, {root + "/versions"}));
    }
    catch_all = catch_all || group.operations.empty();
    for (std::size_t i = 0; i < group.operations.size(); ++i) {
      const std::string& operation = group.operations[i];
      const std::string place = pointer + "/operations" + pointer_segment(i);
      if (find_operation(plan, operation) == nullptr) {
        problems.push_back(
            unknown(place, "operation", operation, operation_names(plan), {root + "/operations"}));
      } else if (contains(claimed, operation)) {
        problems.push_back(
            {place,
             "the operation " + in_quotes(operation) + " belongs to another group already",
             "let one group serve it",
             {}});
      }
      claimed.push_back(operation);
    }
  }
  for (const Operation& operation : plan.application.operations) {
    if (catch_all || contains(claimed, operation.name)) continue;
    problems.push_back({root + "/operations" + pointer_segment(operation.name),
                        "no group serves the operation " + in_quotes(operation.name),
                        "add it to the operations of a group",
                        {root + "/groups"}});
  }
}

void unknown_field(const Plan& plan, const ApplicationVersion& version, const UnknownField& field,
                   std::vector<Problem>& problems) {
  const std::string pointer = root + "/versions" + pointer_segment(version.name) +
                              pointer_segment(field.record + "." + field.field);
  const RecordShape* record = find_record(plan, field.record);
  const std::vector<std::string> relies{"/tracks", "/collections"};
  if (record == nullptr) {
    problems.push_back(
        unknown(pointer, "record track or collection", field.record, record_names(plan), relies));
    return;
  }
  const std::vector<std::string> names = field_names(record->fields);
  if (!contains(names, field.field))
    problems.push_back(unknown(pointer, "field", field.field, names, relies));
}

void versions(const Plan& plan, std::vector<Problem>& problems) {
  for (const ApplicationVersion& version : plan.application.versions) {
    for (const UnknownField& field : version.unknown) unknown_field(plan, version, field, problems);
    for (const auto& [track, support] : version.tracks) {
      if (find_track(plan, track) != nullptr) continue;
      problems.push_back(
          unknown(root + "/versions" + pointer_segment(version.name) + pointer_segment(track),
                  "track", track, track_names(plan), {"/tracks"}));
    }
  }
}

void variables(const Plan& plan, std::vector<Problem>& problems) {
  for (const Variable& variable : plan.application.variables) {
    const bool of_none =
        variable.source == VariableSource::client || variable.source == VariableSource::run;
    if (of_none || variable.of.empty() || find_record(plan, variable.of) != nullptr) continue;
    problems.push_back(
        unknown(root + "/variables" + pointer_segment(variable.name) + "/" +
                    std::string(variable.source == VariableSource::existing ? "existing"
                                : variable.source == VariableSource::fresh  ? "fresh"
                                                                            : "own"),
                "record track or collection", variable.of, record_names(plan),
                {"/tracks", "/collections"}));
  }
}

void jobs(const Plan& plan, std::vector<Problem>& problems) {
  const std::vector<std::string> operations = operation_names(plan);
  const std::vector<std::string> versions = version_names(plan);
  for (const Job& job : plan.application.jobs) {
    const std::string pointer = root + "/jobs" + pointer_segment(job.name);
    if (!job.operation.empty() && !contains(operations, job.operation))
      problems.push_back(unknown(pointer + "/operation", "operation", job.operation, operations,
                                 {"/application/operations"}));
    for (std::size_t i = 0; i < job.run_by.size(); ++i)
      if (!contains(versions, job.run_by[i]))
        problems.push_back(unknown(pointer + "/run_by" + pointer_segment(i), "version",
                                   job.run_by[i], versions, {"/application/versions"}));
  }
}

}  // namespace

void application(const Plan& plan, std::vector<Problem>& problems) {
  groups(plan, problems);
  versions(plan, problems);
  variables(plan, problems);
  jobs(plan, problems);
}

}  // namespace rehearse::scenarios::validate
