#include <optional>

#include "scenarios/checks/rules.hpp"
#include "scenarios/checks/versions.hpp"
#include "scenarios/names.hpp"
#include "scenarios/source_map.hpp"

namespace rehearse::scenarios::checks {
namespace {

/// How far old is taken away by this action, if at all.
std::optional<Contract> takes_away(const Action& action, const Stage& before, const Stage& after) {
  if (action.track.empty() || after.contract <= before.contract) return std::nullopt;
  return after.contract;
}

bool uses_old(const Track& track, const Stage& stage) {
  if (track.is_service()) return stage.service.route == Side::old_side || stage.service.shadow;
  return stage.read.authority == Side::old_side || stage.read.shadow ||
         writes(stage, Side::old_side);
}

void while_used(const Action& action, const Track& track, const Stage& stage, Findings& findings) {
  if (!uses_old(track, stage)) return;
  findings.add("contract_while_used", action.pointer,
               "the old side of " + track.name + " becomes " +
                   std::string(name_of(stage.contract)) + " while the stage still uses it",
               track.is_service()
                   ? "set \"route\": \"new\", \"shadow\": false in an earlier phase"
                   : "set \"read\": \"new\", \"write\": [\"new\"] in an earlier phase");
}

void point_of_no_return_rules(const Plan& plan, std::size_t destroys, const std::string& pointer,
                              const std::string& track, Findings& findings) {
  const std::size_t declared = point_of_no_return(plan);
  if (declared == plan.phases.size()) {
    findings.add(
        "point_of_no_return_missing", pointer,
        "the old side of " + track + " is destroyed, and no phase says so",
        "add \"point_of_no_return\": true to the phase \"" + plan.phases[destroys].name + "\"");
  } else if (destroys < declared) {
    findings.add("point_of_no_return_late", pointer,
                 "the old side of " + track + " is destroyed in the phase \"" +
                     plan.phases[destroys].name + "\", and the point of no return is \"" +
                     plan.phases[declared].name + "\"",
                 "declare \"" + plan.phases[destroys].name + "\" as the point of no return");
  }
}

}  // namespace

void contract(const Plan& plan, Findings& findings) {
  RunningVersions running(plan);
  bool destroyed = false;
  for_each_action(plan, [&](const Action& action) {
    if (action.step != nullptr) running.apply(*action.step);
    if (action.track.empty()) return;
    const std::size_t index = index_of(plan, action.track);
    const auto level = takes_away(action, action.before[index], action.after[index]);
    if (!level) return;
    while_used(action, plan.tracks[index], action.after[index], findings);
    const auto old_only = running.with_support(action.track, TrackSupport::old_only);
    if (!old_only.empty()) {
      findings.add("contract_before_old_versions_gone", action.pointer,
                   "the old side of " + action.track + " becomes " + std::string(name_of(*level)) +
                       " while " + old_only.front() + " knows nothing else",
                   "restart those instances to a newer version in an earlier phase");
    }
    if (*level >= Contract::purged && !destroyed) {
      destroyed = true;
      point_of_no_return_rules(plan, action.phase, action.pointer, action.track, findings);
    }
  });
}

}  // namespace rehearse::scenarios::checks
