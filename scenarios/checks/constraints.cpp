/// Required and unique fields: who does not know them, and who was never held to them.

#include <algorithm>

#include "scenarios/checks/rules.hpp"
#include "scenarios/checks/versions.hpp"
#include "scenarios/plan_lookup.hpp"
#include "scenarios/record_shape.hpp"
#include "scenarios/source_map.hpp"
#include "scenarios/suggest.hpp"

namespace rehearse::scenarios::checks {

namespace {

/// "app on v1", which inserts records of `track` without the field.
std::string who_leaves_out(const Plan& plan, const RunningVersions& running,
                           const std::string& track, const std::string& field) {
  for (const ApplicationVersion& version : plan.application.versions) {
    const bool unknown = std::any_of(
        version.unknown.begin(), version.unknown.end(),
        [&](const UnknownField& one) { return one.record == track && one.field == field; });
    const std::string group = unknown ? running.group_on(version.name) : std::string();
    if (!group.empty()) return group + " on " + version.name;
  }
  return {};
}

void unique_on_new(const Track& track, const Constraint& constraint, const std::string& pointer,
                   Findings& findings) {
  if (constraint.kind != ConstraintKind::unique) return;
  if (unique_before(track, Side::new_side, constraint)) return;
  findings.add("unique_only_on_new", pointer,
               in_quotes(constraint.field) + " of the new " + track.name +
                   " is unique, and the old one may hold records that share it",
               "make it unique on the old side first, where a clash is seen");
}

}  // namespace

void constraints(const Plan& plan, Findings& findings) {
  for (const Track& track : plan.tracks) {
    const auto& on_new = track.new_location.constraints;
    for (std::size_t i = 0; i < on_new.size(); ++i)
      unique_on_new(
          track, on_new[i],
          "/tracks" + pointer_segment(track.name) + "/new/constraints" + pointer_segment(i),
          findings);
  }
  RunningVersions running(plan);
  for_each_action(plan, [&](const Action& action) {
    if (action.step == nullptr) return;
    running.apply(*action.step);
    if (action.step->kind != StepKind::constrain) return;
    const Track& track = *find_track(plan, action.track);
    const Constraint& added = action.step->constraint;
    const bool on_new = action.step->side == Side::new_side;
    if (on_new) unique_on_new(track, added, action.pointer, findings);
    if (added.kind != ConstraintKind::not_null) return;
    const std::string field = old_name(track, action.step->side, added.field);
    const std::string who = who_leaves_out(plan, running, track.name, field);
    if (who.empty()) return;
    findings.add("constraint_before_writers", action.pointer,
                 in_quotes(added.field) + " of " + track.name + " becomes required while " + who +
                     " does not know it and leaves it out",
                 "restart those instances first");
  });
}

}  // namespace rehearse::scenarios::checks
