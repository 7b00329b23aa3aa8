#include "scenarios/names.hpp"
#include "scenarios/units.hpp"

namespace rehearse::scenarios {

std::span<const StepVerb> step_verbs() {
  constexpr Side old_side = Side::old_side, new_side = Side::new_side;
  static constexpr StepVerb table[] = {
      {"deny_old", StepKind::deny, old_side},
      {"deny_new", StepKind::deny, new_side},
      {"allow_old", StepKind::allow, old_side},
      {"allow_new", StepKind::allow, new_side},
      {"fence_old", StepKind::fence, old_side},
      {"fence_new", StepKind::fence, new_side},
      {"release_old", StepKind::release, old_side},
      {"release_new", StepKind::release, new_side},
      {"create_old", StepKind::create, old_side},
      {"create_new", StepKind::create, new_side},
      {"hold_old", StepKind::hold, old_side},
      {"hold_new", StepKind::hold, new_side},
      {"restore_old", StepKind::restore, old_side},
      {"restore_new", StepKind::restore, new_side},
      {"purge_old", StepKind::purge, old_side},
      {"purge_new", StepKind::purge, new_side},
      {"drop_old", StepKind::drop, old_side},
      {"drop_new", StepKind::drop, new_side},
      {"drain", StepKind::drain, old_side},
      {"drain_repairs", StepKind::drain_repairs, old_side},
      {"record_position", StepKind::record_position, old_side},
      {"catch_up", StepKind::catch_up, old_side},
      {"switch", StepKind::switch_over, old_side},
      {"advance_sequence", StepKind::advance_sequence, new_side},
      {"advance_sequence_old", StepKind::advance_sequence, old_side},
      {"start_backfill", StepKind::start_backfill, old_side},
      {"stop_backfill", StepKind::stop_backfill, old_side},
  };
  return table;
}

std::string describe(const Step& step) {
  if (step.kind == StepKind::set) {
    std::string line = "set";
    for (const auto& [track, change] : step.set) line += " " + track;
    return line;
  }
  if (step.kind == StepKind::wait) return "wait " + duration_text(step.duration);
  if (step.kind == StepKind::verify) {
    return "verify " + step.track + " (" + std::string(name_of(step.mode)) + ")" +
           (step.repair ? " and repair" : "");
  }
  if (step.kind == StepKind::constrain || step.kind == StepKind::relax) {
    return std::string(step.kind == StepKind::constrain ? "constrain " : "relax ") + step.track +
           "." + std::string(name_of(step.side)) + ": " +
           std::string(name_of(step.constraint.kind)) + " " + step.constraint.field;
  }
  if (step.kind == StepKind::scale) {
    return "scale " + step.track + "." + std::string(name_of(step.side)) + " to " +
           std::to_string(step.capacity);
  }
  if (step.kind == StepKind::restart) {
    return "restart " + step.group + (step.version.empty() ? "" : " to " + step.version);
  }
  for (const StepVerb& verb : step_verbs()) {
    if (verb.kind == step.kind && verb.side == step.side) {
      return step.track + "." + std::string(verb.verb);
    }
  }
  for (const StepVerb& verb : step_verbs()) {
    if (verb.kind == step.kind) return step.track + "." + std::string(verb.verb);
  }
  ensure_failed("every step kind can be described", __FILE__, __LINE__);
}

}  // namespace rehearse::scenarios
