// V1: a gate that passed was true, and still true when it was used.
//
// The run's omniscient look at both sides (`truth`) is compared with the gates about that track:
// when the gate was met (detail 0: only for gates that claim agreement, verify_mismatch and
// shadow_mismatch), and when authority moved to the new side (detail 1: for every gate about the
// copy). A gate that tolerates n mismatches is contradicted by more than n. A gate whose last
// evaluation says that a condition failed must not be met at all.
#include <fmt/format.h>

#include "harness/properties/verdicts.hpp"
#include "harness/properties/words.hpp"

namespace rehearse::harness {

using scenarios::Comparison;
using simulators::GateKind;

namespace {

bool claims_agreement(Metric metric) {
  return metric == Metric::verify_mismatch || metric == Metric::shadow_mismatch;
}

/// How many differing keys the condition tolerates; -1: it claims nothing about the copy.
std::int64_t tolerated(const ConditionFact& condition) {
  if (condition.metric == Metric::other) return -1;
  if (condition.condition->comparison == Comparison::at_least) return -1;
  return claims_agreement(condition.metric) ? condition.condition->value : 0;
}

/// The last gate about the track that was met before `until`, in scratch-free linear time.
struct Met {
  EventId event = no_event;
  const ConditionFact* condition = nullptr;
};

Met last_met(const Facts& facts, TrackIndex track, EventId until, bool agreement_only,
             std::int64_t differing) {
  Met met;
  for (const EventId id : facts.conductor()) {
    if (id > until) break;
    const Event& event = facts.event(id);
    if (event.kind == EventKind::rollback_end) met = {};
    if (event.kind != EventKind::gate_met) continue;
    if (agreement_only) met = {};  // only the gate that has just been met
    for (const ConditionFact& condition : facts.conditions()) {
      if (condition.phase != event.phase || condition.kind != static_cast<GateKind>(event.detail)) {
        continue;
      }
      if (condition.track != track || tolerated(condition) < 0) continue;
      if (agreement_only && !claims_agreement(condition.metric)) continue;
      if (differing > tolerated(condition))
        met = {id, &condition};
      else if (met.condition == nullptr)
        met = {id, nullptr};
    }
  }
  return met;
}

Verdict untrue(const Facts& facts, const Met& met, EventId truth) {
  const Event& event = facts.event(truth);
  const bool used = event.detail != 0;
  const std::string sample =
      event.key < 0 ? "" : ", such as " + record_name(facts, event.track, event.key);
  Verdict verdict = violated(
      fmt::format("{}the gate of {} on {} was met at {}, but {} {} differed between the two sides "
                  "with nothing under way to mend it{}",
                  opening(facts, truth), phase_name(facts, facts.event(met.event).phase),
                  met.condition->condition->metric, seconds(facts.event(met.event).time),
                  used ? fmt::format("when authority moved at {}", seconds(event.time))
                       : std::string("at that moment"),
                  counted(event.value, "record"), sample),
      used ? "a gate still true when used" : "a gate true when it passed",
      Reason{used ? fmt::format("what {} says is still true when authority moves",
                                met.condition->condition->metric)
                  : fmt::format("what {} says is true", met.condition->condition->metric),
             fmt::format("{} differed", counted(event.value, "record"))});
  verdict.witness = witness({met.event, truth});
  verdict.phase = facts.event(met.event).phase;
  verdict.subject = met.condition->condition->metric;
  verdict.measured = event.value;
  return verdict;
}

Verdict passed_though_failed(const Facts& facts, EventId sample, EventId met) {
  const Event& event = facts.event(sample);
  std::string metric = "a condition";
  for (const ConditionFact& condition : facts.conditions()) {
    if (condition.phase == event.phase && condition.kind == static_cast<GateKind>(event.detail) &&
        condition.index == static_cast<std::uint32_t>(event.key)) {
      metric = condition.condition->metric;
    }
  }
  Verdict verdict = violated(
      fmt::format("{}the gate passed at {} although {} had just been measured as {} and had failed",
                  opening(facts, met), seconds(facts.event(met).time), metric, event.value),
      "a gate true when it passed",
      Reason{fmt::format("the gate stays closed, for {} was measured as {}", metric, event.value),
             fmt::format("the gate passed at {}", seconds(facts.event(met).time))});
  verdict.witness = witness({sample, met});
  verdict.phase = event.phase;
  verdict.subject = metric;
  verdict.measured = event.value;
  return verdict;
}

}  // namespace

Verdict judge_gate_soundness(const Facts& facts) {
  bool exercised = false;
  EventId failed_sample = no_event;
  for (const EventId id : facts.conductor()) {
    const Event& event = facts.event(id);
    if (event.kind == EventKind::gate_wait || event.kind == EventKind::gate_failed ||
        event.kind == EventKind::gate_inconclusive) {
      failed_sample = no_event;
    } else if (event.kind == EventKind::gate_sample) {
      if ((event.flags & simulators::flag_failed) != 0) failed_sample = id;
    } else if (event.kind == EventKind::gate_met) {
      if (failed_sample != no_event) return passed_though_failed(facts, failed_sample, id);
    } else if (event.kind == EventKind::truth && event.detail <= 1) {
      if (event.track >= facts.tracks().size()) continue;
      // The look may be recorded just before the gate's own event, at the same instant.
      EventId until = id;
      const auto& events = facts.history().events;
      while (event.detail == 0 && until + 1 < events.size() &&
             events[until + 1].time == event.time && events[until].kind != EventKind::gate_met) {
        ++until;
      }
      if (events[until].kind != EventKind::gate_met) until = id;
      const Met met = last_met(facts, event.track, until, event.detail == 0, event.value);
      if (met.event == no_event) continue;
      exercised = true;
      if (event.value > 0 && met.condition != nullptr) return untrue(facts, met, id);
    }
  }
  return holds(exercised);
}

}  // namespace rehearse::harness
