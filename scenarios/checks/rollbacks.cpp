#include <algorithm>
#include <optional>

#include "scenarios/checks/rules.hpp"
#include "scenarios/plan_lookup.hpp"
#include "scenarios/source_map.hpp"
#include "scenarios/stage_walk.hpp"

namespace rehearse::scenarios::checks {
namespace {

/// The phase after which the world shall be again; 0 is before the first phase, n after n phases.
std::optional<std::size_t> goal(const Plan& plan, const RollbackTarget& target, std::size_t from) {
  if (target.to == "start") return 0;
  if (target.to == "previous_phase") return from;
  const auto phase = phase_index(plan, target.to);
  if (!phase) return std::nullopt;
  return *phase + 1;
}

/// The first phase after which something old is gone for good, or the number of phases.
std::size_t first_loss(const Plan& plan) {
  const auto rows = stages_after(plan);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const bool lost = std::any_of(rows[i].begin(), rows[i].end(), [](const Stage& stage) {
      return stage.contract >= Contract::purged;
    });
    if (lost) return i;
  }
  return rows.size();
}

void one_target(const Plan& plan, const RollbackTarget& target, std::size_t from, bool own,
                Findings& findings) {
  const std::string phase_pointer = "/phases" + pointer_segment(from);
  const std::string pointer = own ? phase_pointer + "/rollback" : phase_pointer;
  const std::string& name = plan.phases[from].name;
  const auto reached = goal(plan, target, from);
  if (!reached) return;
  if (*reached > from) {
    findings.add(
        "rollback_unreachable", pointer,
        "the rollback of \"" + name + "\" goes to \"" + target.to + "\", which is not before it",
        "name an earlier phase, \"previous_phase\" or \"start\"");
    return;
  }
  const std::size_t no_return = point_of_no_return(plan);
  if (*reached <= no_return && no_return < from && own) {
    findings.add("rollback_unreachable", pointer,
                 "the rollback of \"" + name + "\" goes back across the point of no return \"" +
                     plan.phases[no_return].name + "\"",
                 "write \"rollback\": false, or a target behind it");
    return;
  }
  const std::size_t loss = first_loss(plan);
  if (*reached <= loss && loss < from && no_return > from) {
    findings.add("rollback_unreachable", pointer,
                 "the rollback of \"" + name + "\" needs what \"" + plan.phases[loss].name +
                     "\" has destroyed",
                 "write \"rollback\": false, or declare the point of no return there");
  }
}

}  // namespace

void rollbacks(const Plan& plan, Findings& findings) {
  const std::size_t no_return = point_of_no_return(plan);
  for (std::size_t i = 0; i < plan.phases.size(); ++i) {
    const Phase& phase = plan.phases[i];
    const RollbackTarget& target = phase.rollback ? *phase.rollback : plan.rollback;
    if (!target.allowed) continue;
    one_target(plan, target, i, phase.rollback.has_value(), findings);
    if (phase.rollback && !phase.rollback->deadline) {
      findings.add("rollback_without_deadline", "/phases" + pointer_segment(i) + "/rollback",
                   "the rollback of \"" + phase.name + "\" has no deadline",
                   "add e.g. \"deadline\": \"30s\"");
    }
  }
  const bool default_used =
      std::any_of(plan.phases.begin(), plan.phases.begin() + static_cast<std::ptrdiff_t>(no_return),
                  [](const Phase& phase) { return !phase.rollback; });
  if (default_used && plan.rollback.allowed && !plan.rollback.deadline) {
    findings.add("rollback_without_deadline", "/rollback", "the plan's rollback has no deadline",
                 "add e.g. \"deadline\": \"30s\"");
  }
}

}  // namespace rehearse::scenarios::checks
