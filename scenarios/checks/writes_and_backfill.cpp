#include "scenarios/checks/rules.hpp"
#include "scenarios/names.hpp"

namespace rehearse::scenarios::checks {
namespace {

void dual_writes(const Action& action, const Stage& stage, Findings& findings) {
  if (!stage.write.both || stage.write.one_transaction) return;
  if (stage.apply != Apply::version_guard) {
    findings.add("dual_write_unordered", action.pointer,
                 "both sides of " + action.track + " are written, and \"apply\": \"" +
                     std::string(name_of(stage.apply)) + "\" lets the older of two writes win",
                 "set \"apply\": \"version_guard\", or write both in one transaction");
  }
  if (stage.second_write_failure == SecondWriteFailure::ignore) {
    findings.add("second_write_ignored", action.pointer,
                 "a second write of " + action.track + " that fails is forgotten",
                 "set \"second_write_failure\": \"enqueue_repair\" or \"fail\"");
  }
}

void backfill(const Action& action, const Stage& stage, Findings& findings) {
  if (!writes(stage, Side::new_side) && !streams_to(stage, Side::new_side)) {
    findings.add("backfill_before_writes", action.pointer,
                 "the backfill of " + action.track +
                     " starts while changes do not reach the new side: what changes behind its "
                     "cursor is lost",
                 "write both sides, or start the stream old_to_new, in an earlier phase");
  }
  if (stage.backfill.where) {
    findings.add("backfill_passes_over", action.pointer,
                 "the backfill of " + action.track + " copies only records by their " +
                     stage.backfill.where->field + ", and nothing else brings the rest",
                 "leave \"where\" out, or copy the rest in another phase");
  }
  const Apply rule = stage.backfill.write;
  if (rule == Apply::overwrite || rule == Apply::upsert) {
    findings.add("backfill_overwrites", action.pointer,
                 "the backfill of " + action.track + " writes with \"" +
                     std::string(name_of(rule)) +
                     "\": a copy that was read earlier replaces a newer record",
                 "set \"write\": \"insert_if_absent\" or \"version_guard\"");
  }
}

/// Only the schema of the same application is made by the plan; another data source is there.
void new_side(const Plan& plan, Findings& findings) {
  for (std::size_t i = 0; i < plan.tracks.size(); ++i) {
    const Track& track = plan.tracks[i];
    if (track.kind != TrackKind::schema || !(track.initial == Stage{})) continue;
    bool created = false;
    for_each_action(plan, [&](const Action& action) {
      if (created || action.track != track.name) return;
      const bool creates = action.step != nullptr && action.step->kind == StepKind::create &&
                           action.step->side == Side::new_side;
      created = created || creates;
      const Stage& stage = action.after[i];
      const bool used = writes(stage, Side::new_side) || stage.read.shadow ||
                        stage.read.authority == Side::new_side ||
                        streams_to(stage, Side::new_side) ||
                        stage.backfill.state != BackfillState::none;
      if (created || !used) return;
      findings.add("new_side_missing", action.pointer,
                   "the new side of " + track.name + " is used before it is created",
                   "put the step \"" + track.name + ".create_new\" in an earlier phase");
      created = true;  // say it once
    });
  }
}

}  // namespace

void writes_and_backfill(const Plan& plan, Findings& findings) {
  for_each_action(plan, [&](const Action& action) {
    if (action.track.empty()) return;
    const std::size_t index = index_of(plan, action.track);
    if (plan.tracks[index].is_service()) return;
    const Stage& before = action.before[index];
    const Stage& after = action.after[index];
    if (before == after) return;
    const bool rule_changed = before.write != after.write || before.apply != after.apply ||
                              before.second_write_failure != after.second_write_failure;
    if (rule_changed) dual_writes(action, after, findings);
    const bool starts =
        after.backfill.state == BackfillState::running && before.backfill != after.backfill;
    if (starts) backfill(action, after, findings);
    const bool loops = after.sync.direction == StreamDirection::both && !after.sync.origin_tagged;
    if (loops && before.sync != after.sync) {
      findings.add("sync_loop", action.pointer,
                   "both streams of " + action.track +
                       " run, and a change that one applies is streamed back by the other",
                   "set \"origin_tagged\": true");
    }
  });
  new_side(plan, findings);
}

}  // namespace rehearse::scenarios::checks
