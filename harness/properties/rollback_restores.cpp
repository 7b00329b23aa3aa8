// R1: rollback restores a working old side with every acknowledged write.
//
// In a run that rolled back (rollback_end, done): every migrating record track that reads from the
// old side again must have its old tables, and in them every acknowledged write (as D1, against the
// old side, and with its whole content, even where the transform is declared lossy: the old shape
// can hold it); and operations begun after the rollback, once every instance had seen the flags,
// must succeed. Operations during which a fault was active are left out: that harm is not the
// rollback's.
#include <fmt/format.h>

#include <algorithm>

#include "harness/properties/durability.hpp"
#include "harness/properties/verdicts.hpp"
#include "harness/properties/words.hpp"

namespace rehearse::harness {

namespace {

EventId finished_rollback(const Facts& facts) {
  EventId found = no_event;
  for (const EventId id : facts.conductor()) {
    const Event& event = facts.event(id);
    if (event.kind == EventKind::rollback_end) found = event.detail == 1 ? id : no_event;
  }
  return found;
}

/// A fault struck the operation, or was active at any time while it ran.
bool faulted(const Facts& facts, const OperationFact& operation) {
  const EventId end = operation.finish == no_event
                          ? static_cast<EventId>(facts.history().events.size())
                          : operation.finish;
  for (const EventId id : facts.faults()) {
    if (id > end) break;
    const Event& event = facts.event(id);
    if (event.kind != EventKind::fault_begin) continue;
    if (event.operation == operation.id || id > operation.invoke) return true;
    if (facts.fault_until(id) >= operation.invoked) return true;
  }
  return false;
}

}  // namespace

Verdict judge_rollback_restores(const Facts& facts) {
  const EventId end = finished_rollback(facts);
  if (end == no_event) return holds(false);
  if (!facts.has_final()) return not_settled(facts, true);
  std::vector<Sides> wanted(facts.tracks().size());
  bool back = false;
  Time settled = facts.event(end).time;
  for (TrackIndex t = 0; t < wanted.size(); ++t) {
    const TrackFact& track = facts.tracks()[t];
    if (!track.migrates()) continue;
    const StageFact& stage = facts.stage_at(t, end);
    settled = std::max(settled, stage.settled);
    if (track.service) {
      back = back || stage.stage->service.route == Side::old_side;
      continue;
    }
    if (stage.stage->read.authority != Side::old_side || stage.percent < 100) continue;
    back = true;
    if (!facts.final_side(t, Side::old_side).exists) {
      Verdict verdict = violated(
          fmt::format("{}the rollback to {} was reported as done, but {} is not there",
                      opening(facts, end),
                      facts.event(end).value < 0
                          ? std::string("the start")
                          : phase_name(facts, static_cast<std::uint16_t>(facts.event(end).value)),
                      side_name(facts, t, Side::old_side)),
          "a working old side",
          Reason{fmt::format("{} is there again", side_name(facts, t, Side::old_side)),
                 "it is not there"});
      verdict.witness = {end};
      verdict.phase = facts.event(end).phase;
      verdict.subject = subject(facts, t, Side::old_side);
      return verdict;
    }
    wanted[t].old_side = true;
  }
  if (!back) return holds(false);
  const LossScan scan = find_losses(facts, wanted, true);
  if (scan.lost > scan.unsettled) {
    Verdict verdict = lost_verdict(facts, scan, "durability across a rollback");
    verdict.because = "After the rollback: " + verdict.because;
    verdict.witness.push_back(end);
    verdict.witness = witness(verdict.witness);
    return verdict;
  }
  for (OperationIndex i = 0; i < facts.operations().size(); ++i) {
    const OperationFact& operation = facts.operations()[i];
    if (!operation.to_blame() || operation.invoke < end || operation.invoked < settled) continue;
    if (operation.ending == Ending::unfinished && !facts.quiet()) continue;
    if (faulted(facts, operation)) continue;
    Verdict verdict = violated(
        fmt::format("{}{}, begun at {} after the rollback had ended at {}, {}: {}",
                    opening(facts, operation.invoke), operation_of_client(facts, i),
                    seconds(operation.invoked), seconds(facts.event(end).time),
                    ending_name(operation.ending), reason_name(operation.reason)),
        "a working old side",
        Reason{
            fmt::format("{}, which began after the rollback, succeeds", operation_name(facts, i)),
            fmt::format("it {}: {}", ending_name(operation.ending),
                        reason_name(operation.reason))});
    verdict.witness = witness({end, operation.invoke, operation.finish});
    verdict.phase = facts.event(operation.invoke).phase;
    verdict.subject = "operations after rollback";
    return verdict;
  }
  return facts.quiet() ? holds(true) : not_settled(facts, true);
}

}  // namespace rehearse::harness
