#include "scenarios/plan_lookup.hpp"

#include <algorithm>

#include "scenarios/ensure.hpp"

namespace rehearse::scenarios {
namespace {

template <typename T>
const T* find_named(const std::vector<T>& things, std::string_view name) {
  const auto found =
      std::find_if(things.begin(), things.end(), [&](const T& t) { return t.name == name; });
  return found == things.end() ? nullptr : &*found;
}

template <typename T>
std::vector<std::string> names_in(const std::vector<T>& things) {
  std::vector<std::string> names;
  for (const T& thing : things) names.push_back(thing.name);
  return names;
}

}  // namespace

const Track* find_track(const Plan& plan, std::string_view name) {
  return find_named(plan.tracks, name);
}
const Collection* find_collection(const Plan& plan, std::string_view name) {
  return find_named(plan.collections, name);
}
const Operation* find_operation(const Plan& plan, std::string_view name) {
  return find_named(plan.application.operations, name);
}
const InstanceGroup* find_group(const Plan& plan, std::string_view name) {
  return find_named(plan.application.groups, name);
}
const DatabaseProgram* database_program(const Plan& plan, std::string_view database) {
  const Database* const said = find_named(plan.databases, database);
  return said == nullptr || !said->run ? nullptr : &*said->run;
}
const WorkerProgram* worker_program(const Plan& plan, std::string_view worker) {
  const Worker* const said = find_named(plan.workers, worker);
  return said == nullptr || !said->run ? nullptr : &*said->run;
}
std::vector<std::string> database_names(const Plan& plan) {
  std::vector<std::string> names;
  const auto add = [&names](const Location& location) {
    if (std::find(names.begin(), names.end(), location.database) == names.end())
      names.push_back(location.database);
  };
  for (const Track& track : plan.tracks) {
    if (track.is_service()) continue;
    add(track.old_location);
    add(track.new_location);
  }
  for (const Collection& collection : plan.collections) add(collection.location);
  return names;
}
const RecordOperation& DatabaseProgram::operation(RecordVerb verb) const {
  for (const RecordOperation& one : operations)
    if (one.verb == verb) return one;
  REHEARSE_ENSURE(false);  // validated
  return operations.front();
}
const Variable* find_variable(const Plan& plan, std::string_view name) {
  return find_named(plan.application.variables, name);
}

bool made_by_store(const Plan& plan, std::string_view name) {
  const Variable* variable = find_variable(plan, name);
  if (variable == nullptr || variable->source != VariableSource::fresh) return false;
  const RecordShape* record = find_record(plan, variable->of);
  return record != nullptr && record->key_source == KeySource::store;
}

const RecordShape* find_record(const Plan& plan, std::string_view name) {
  const Track* track = find_track(plan, name);
  if (track != nullptr) return track->is_service() ? nullptr : &track->record;
  const Collection* collection = find_collection(plan, name);
  return collection == nullptr ? nullptr : &collection->record;
}

bool writes_row(OperationStepKind kind) {
  return kind == OperationStepKind::put || kind == OperationStepKind::insert ||
         kind == OperationStepKind::update;
}

std::optional<std::size_t> phase_index(const Plan& plan, std::string_view name) {
  const Phase* phase = find_named(plan.phases, name);
  if (phase == nullptr) return std::nullopt;
  return static_cast<std::size_t>(phase - plan.phases.data());
}

std::vector<std::string> version_names(const Plan& plan) {
  if (plan.application.versions.empty()) return {"v1", "v2", "v3"};
  return names_in(plan.application.versions);
}

TrackSupport support_of(const Plan& plan, std::string_view version, std::string_view track) {
  const ApplicationVersion* declared = find_named(plan.application.versions, version);
  if (declared == nullptr) return version == "v1" ? TrackSupport::old_only : TrackSupport::flags;
  for (const auto& [name, support] : declared->tracks) {
    if (name == track) return support;
  }
  return declared->otherwise;
}

const InstanceGroup& group_serving(const Plan& plan, std::string_view operation) {
  const auto& groups = plan.application.groups;
  REHEARSE_ENSURE(!groups.empty());
  for (const InstanceGroup& group : groups) {
    const auto& claimed = group.operations;
    if (std::find(claimed.begin(), claimed.end(), operation) != claimed.end()) return group;
  }
  for (const InstanceGroup& group : groups) {
    if (group.operations.empty()) return group;
  }
  return groups.front();
}

std::vector<std::string> track_names(const Plan& plan) { return names_in(plan.tracks); }

std::vector<std::string> record_names(const Plan& plan) {
  std::vector<std::string> names;
  for (const Track& track : plan.tracks) {
    if (!track.is_service()) names.push_back(track.name);
  }
  for (const Collection& collection : plan.collections) names.push_back(collection.name);
  return names;
}

std::vector<std::string> service_names(const Plan& plan) {
  std::vector<std::string> names;
  for (const Track& track : plan.tracks) {
    if (track.is_service()) names.push_back(track.name);
  }
  return names;
}

std::vector<std::string> phase_names(const Plan& plan) { return names_in(plan.phases); }
std::vector<std::string> group_names(const Plan& plan) { return names_in(plan.application.groups); }
std::vector<std::string> operation_names(const Plan& plan) {
  return names_in(plan.application.operations);
}
std::vector<std::string> variable_names(const Plan& plan) {
  return names_in(plan.application.variables);
}

}  // namespace rehearse::scenarios
