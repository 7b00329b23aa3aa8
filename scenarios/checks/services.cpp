#include <algorithm>

#include "scenarios/checks/rules.hpp"
#include "scenarios/names.hpp"
#include "scenarios/source_map.hpp"

namespace rehearse::scenarios::checks {
namespace {

void key_rules(const Track& track, const Stage& stage, const std::string& pointer,
               Findings& findings) {
  const Idempotency keys = stage.service.idempotency;
  if (keys == Idempotency::per_attempt) {
    findings.add("key_per_attempt", pointer,
                 "each attempt of a " + track.effect + " on " + track.name +
                     " has a key of its own: a retry after a lost reply is a second " +
                     track.effect,
                 "set \"idempotency_key\": \"per_operation\"");
  }
  const ServiceContract& routed =
      stage.service.route == Side::old_side ? track.old_service : track.new_service;
  if (keys == Idempotency::none && routed.deduplicates == Deduplication::by_key) {
    findings.add("key_missing", pointer,
                 "this side of " + track.name + " deduplicates by key, and no key is sent",
                 "set \"idempotency_key\": \"per_operation\"");
  }
}

bool needs(const ServiceContract& contract, const std::string& side) {
  return std::find(contract.needs.begin(), contract.needs.end(), side) != contract.needs.end();
}

/// Can the route of `service` be on `side` at or after the action: now, or by a rollback?
bool may_be_routed(const Plan& plan, const Action& action, std::size_t service, Side side) {
  const ServiceAxes& now = action.after[service].service;
  if (now.route == side || now.shadow) return true;
  return point_of_no_return(plan) > action.phase;
}

/// A rollback from a later phase that sets the route back by its own steps.
bool rolled_back_to(const Plan& plan, std::size_t from, const std::string& service, Side side) {
  for (std::size_t i = from; i < plan.phases.size(); ++i) {
    const auto& rollback = plan.phases[i].rollback;
    if (!rollback || !rollback->allowed) continue;
    for (const Step& step : rollback->steps) {
      for (const auto& [track, change] : step.set) {
        if (track == service && change.route == side) return true;
      }
    }
  }
  return false;
}

void needed_records(const Plan& plan, const Action& action, const std::string& record_side,
                    Findings& findings) {
  for (std::size_t i = 0; i < plan.tracks.size(); ++i) {
    const Track& service = plan.tracks[i];
    if (!service.is_service()) continue;
    for (const Side side : {Side::old_side, Side::new_side}) {
      const ServiceContract& contract =
          side == Side::old_side ? service.old_service : service.new_service;
      const bool reachable = may_be_routed(plan, action, i, side) ||
                             rolled_back_to(plan, action.phase, service.name, side);
      if (!needs(contract, record_side) || !reachable) continue;
      findings.add("service_needs_missing_record", action.pointer,
                   record_side + " is taken away, and the " + std::string(name_of(side)) +
                       " side of " + service.name +
                       ", which reads it, can still be in use or come back by a rollback",
                   "finish the migration of " + service.name +
                       " first, and declare this phase as its point of no return");
    }
  }
}

}  // namespace

void services(const Plan& plan, Findings& findings) {
  for (const Track& track : plan.tracks) {
    if (!track.is_service()) continue;
    key_rules(track, track.initial, "/tracks" + pointer_segment(track.name) + "/initial", findings);
  }
  for_each_action(plan, [&](const Action& action) {
    if (action.track.empty()) return;
    const std::size_t index = index_of(plan, action.track);
    const Stage& before = action.before[index];
    const Stage& after = action.after[index];
    if (plan.tracks[index].is_service()) {
      const bool changed = before.service.idempotency != after.service.idempotency ||
                           before.service.route != after.service.route;
      if (changed) key_rules(plan.tracks[index], after, action.pointer, findings);
    } else if (after.contract > before.contract) {
      needed_records(plan, action, action.track + ".old", findings);
    }
  });
}

}  // namespace rehearse::scenarios::checks
