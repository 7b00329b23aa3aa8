// L1: progress. The plan ends (completed, rolled back, or held where the run was told to hold),
// every client operation is answered, and all background work settles once the faults have healed.
//
// A gate that waits for data or for a person (`paused`) is unknown, not violated: the plan did what
// it says. So is a plan that went back by itself in a run without any fault: nobody was harmed, but
// nobody saw the migration succeed either.
#include <fmt/format.h>

#include "harness/properties/verdicts.hpp"
#include "harness/properties/words.hpp"
#include "scenarios/names.hpp"

namespace rehearse::harness {

using simulators::PlanEnd;

namespace {

struct Ends {
  EventId plan = no_event;      // plan_end
  EventId gate = no_event;      // the last word about a gate: wait, failed or inconclusive
  EventId rollback = no_event;  // the last rollback_begin
  EventId step = no_event;      // the last step_begin without its end
};

Ends find_ends(const Facts& facts) {
  Ends ends;
  for (const EventId id : facts.conductor()) {
    switch (facts.event(id).kind) {
      case EventKind::plan_end:
        ends.plan = id;
        break;
      case EventKind::gate_wait:
      case EventKind::gate_failed:
      case EventKind::gate_inconclusive:
        ends.gate = id;
        break;
      case EventKind::gate_met:
        ends.gate = no_event;
        break;
      case EventKind::rollback_begin:
        ends.rollback = id;
        break;
      case EventKind::step_begin:
        ends.step = id;
        break;
      case EventKind::step_end:
        ends.step = no_event;
        break;
      default:
        break;
    }
  }
  return ends;
}

/// "the gate of shadow (orders.shadow_mismatch at most 0)", with what was measured last.
std::string gate_words(const Facts& facts, EventId gate) {
  if (gate == no_event) return "no gate";
  const Event& event = facts.event(gate);
  const auto kind = static_cast<simulators::GateKind>(event.detail);
  std::string conditions;
  for (const ConditionFact& condition : facts.conditions()) {
    if (condition.phase != event.phase || condition.kind != kind) continue;
    conditions += fmt::format("{}{}", conditions.empty() ? "" : ", ", condition.condition->metric);
  }
  return fmt::format(
      "the {} of {} ({})", kind == simulators::GateKind::entry ? "entry gate" : "gate",
      phase_name(facts, event.phase), conditions.empty() ? "no condition" : conditions);
}

std::string gate_state(const Facts& facts, EventId gate) {
  if (gate == no_event) return "waits";
  switch (facts.event(gate).kind) {
    case EventKind::gate_inconclusive:
      return "had too little data to decide";
    case EventKind::gate_failed:
      return "was not met";
    default:
      return "is still waiting";
  }
}

Verdict stuck(const Facts& facts, const Ends& ends, std::string_view what, EventId place) {
  std::string where;
  if (ends.step != no_event) {
    const Blame found = blame(facts, ends.step);
    if (found.step != nullptr) {
      where = fmt::format(", in step {} ({}) of {}", found.step_index + 1,
                          scenarios::describe(*found.step), phase_name(facts, found.phase));
    }
  } else if (ends.gate != no_event) {
    where = fmt::format(": {} {}", gate_words(facts, ends.gate), gate_state(facts, ends.gate));
  }
  Verdict verdict = violated(
      fmt::format("The plan {}{}", what, where), "progress",
      Reason{"the plan ends, or goes back and ends there", fmt::format("it {}{}", what, where)});
  verdict.witness = witness({ends.plan, ends.step, ends.gate, place});
  if (!verdict.witness.empty()) {
    verdict.phase = facts.event(verdict.witness.back()).phase;
  }
  verdict.subject = "plan";
  return verdict;
}

bool judge_plan(const Facts& facts, const Ends& ends, Verdict& verdict) {
  if (!facts.history().migrated) return false;
  if (ends.plan == no_event) {
    verdict = stuck(facts, ends, "never ended", no_event);
    return true;
  }
  const auto end = static_cast<PlanEnd>(facts.event(ends.plan).detail);
  if (end == PlanEnd::stuck) {
    verdict = stuck(facts, ends, "got stuck", no_event);
    return true;
  }
  if (end == PlanEnd::rollback_failed) {
    verdict = stuck(facts, ends, "ended in a rollback that failed", ends.rollback);
    return true;
  }
  return false;
}

bool judge_operations(const Facts& facts, Verdict& verdict) {
  for (OperationIndex i = 0; i < facts.operations().size(); ++i) {
    const OperationFact& operation = facts.operations()[i];
    if (operation.finish != no_event) continue;
    verdict = violated(
        fmt::format("{}{}, begun at {}, was never answered", opening(facts, operation.invoke),
                    operation_of_client(facts, i), seconds(operation.invoked)),
        "termination of operations",
        Reason{fmt::format("{} is answered", operation_name(facts, i)),
               fmt::format("it was not, though the run went on until {}",
                           seconds(facts.history().events.back().time))});
    verdict.witness = {operation.invoke};
    verdict.phase = facts.event(operation.invoke).phase;
    verdict.subject = "operations";
    return true;
  }
  return false;
}

}  // namespace

Verdict judge_progress(const Facts& facts) {
  const Ends ends = find_ends(facts);
  Verdict verdict;
  if (judge_plan(facts, ends, verdict)) return verdict;
  if (judge_operations(facts, verdict)) return verdict;
  if (!facts.quiet()) {
    const std::string& pending = facts.history().final.pending;
    verdict = violated("The run did not settle" + (pending.empty() ? "" : ": " + pending),
                       "termination of background work",
                       Reason{"everything settles once traffic and faults are over",
                              pending.empty() ? "something is still under way"
                                              : fmt::format("there is still {}", pending)});
    verdict.witness = witness({ends.plan});
    if (ends.plan != no_event) verdict.phase = facts.event(ends.plan).phase;
    verdict.subject = "background work";
    return verdict;
  }
  if (!facts.history().migrated) return holds(!facts.operations().empty());
  const auto end = static_cast<PlanEnd>(facts.event(ends.plan).detail);
  if (end == PlanEnd::paused) {
    return unknown(fmt::format("The plan is paused: {} {}", gate_words(facts, ends.gate),
                               gate_state(facts, ends.gate)));
  }
  if (end == PlanEnd::rolled_back && facts.faults().empty() && ends.rollback != no_event &&
      static_cast<simulators::RollbackCause>(facts.event(ends.rollback).detail) !=
          simulators::RollbackCause::rehearsed) {
    const bool gate = static_cast<simulators::RollbackCause>(facts.event(ends.rollback).detail) ==
                      simulators::RollbackCause::gate;
    return unknown(
        fmt::format("The plan went back from {} by itself although no fault had struck: {}",
                    phase_name(facts, facts.event(ends.rollback).phase),
                    gate ? gate_words(facts, ends.gate) + " " + gate_state(facts, ends.gate)
                         : std::string("a step failed")));
  }
  return holds(true);
}

}  // namespace rehearse::harness
