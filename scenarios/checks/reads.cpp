#include "scenarios/checks/rules.hpp"

namespace rehearse::scenarios::checks {
namespace {

bool reads(const Stage& stage, Side side) { return stage.read.authority == side; }

void new_authority(const Action& action, const Stage& before, Findings& findings) {
  const BackfillState backfill = before.backfill.state;
  const std::string& track = action.track;
  if (backfill == BackfillState::none || backfill == BackfillState::running) {
    findings.add("read_new_before_backfill", action.pointer,
                 "the new side of " + track + " becomes what is read, and its backfill is not done",
                 "wait before this at a gate with \"metric\": \"" + track +
                     ".backfill_remaining\", \"equals\": 0");
  } else if (backfill == BackfillState::done) {
    findings.add(
        "read_new_unverified", action.pointer,
        "the new side of " + track + " becomes what is read, and nothing has compared it with old",
        "put the step {\"verify\": \"" + track + "\"} before this");
  }
}

void unwritten_authority(const Action& action, const Stage& stage, Findings& findings) {
  const Side side = stage.read.authority;
  if (writes(stage, side) || streams_to(stage, side)) return;
  if (side == Side::new_side) {
    findings.add("read_new_without_writes", action.pointer,
                 action.track + " is read from new, and writes reach only old",
                 "write both sides, or run the stream old_to_new");
  } else {
    findings.add("read_old_without_writes", action.pointer,
                 action.track + " is read from old, and writes reach only new",
                 "write both sides, or run the stream new_to_old");
  }
}

}  // namespace

void reads(const Plan& plan, Findings& findings) {
  for_each_action(plan, [&](const Action& action) {
    if (action.track.empty()) return;
    const std::size_t index = index_of(plan, action.track);
    if (plan.tracks[index].is_service()) return;
    const Stage& before = action.before[index];
    const Stage& after = action.after[index];
    if (reads(after, Side::new_side) && reads(before, Side::old_side)) {
      new_authority(action, before, findings);
    }
    if (!(before == after)) unwritten_authority(action, after, findings);
  });
}

}  // namespace rehearse::scenarios::checks
