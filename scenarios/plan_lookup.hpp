#pragma once
/// Finding things in a plan by name. Plans are small: all of these search.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/plan.hpp"

namespace rehearse::scenarios {

/// nullptr when there is none of that name.
const Track* find_track(const Plan& plan, std::string_view name);
const Collection* find_collection(const Plan& plan, std::string_view name);
const Operation* find_operation(const Plan& plan, std::string_view name);
const InstanceGroup* find_group(const Plan& plan, std::string_view name);
const Variable* find_variable(const Plan& plan, std::string_view name);
/// Whether the variable is a fresh key of a record whose store makes the keys.
bool made_by_store(const Plan& plan, std::string_view variable);
/// The record of a record track or of a collection; nullptr for services and unknown names.
const RecordShape* find_record(const Plan& plan, std::string_view name);
/// Whether a step of an operation says what a record is to be.
bool writes_row(OperationStepKind kind);
std::optional<std::size_t> phase_index(const Plan& plan, std::string_view name);

/// The versions that instances may have: those declared, or v1, v2, v3 when none is.
std::vector<std::string> version_names(const Plan& plan);
/// How `version` treats `track`. Undeclared: v1 old_only, others flags.
TrackSupport support_of(const Plan& plan, std::string_view version, std::string_view track);

/// The group that serves `operation`: the one that claims it, else the first that claims nothing.
const InstanceGroup& group_serving(const Plan& plan, std::string_view operation);

/// Null: the database is no program of the user's.
const DatabaseProgram* database_program(const Plan& plan, std::string_view database);
/// Null: the worker is no program of the user's.
const WorkerProgram* worker_program(const Plan& plan, std::string_view worker);
/// Where its records lie.
std::vector<std::string> database_names(const Plan& plan);

std::vector<std::string> track_names(const Plan& plan);
std::vector<std::string> record_names(const Plan& plan);  ///< Record tracks and collections.
std::vector<std::string> service_names(const Plan& plan);
std::vector<std::string> phase_names(const Plan& plan);
std::vector<std::string> group_names(const Plan& plan);
std::vector<std::string> operation_names(const Plan& plan);
std::vector<std::string> variable_names(const Plan& plan);

}  // namespace rehearse::scenarios
