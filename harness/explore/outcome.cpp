#include "harness/explore/outcome.hpp"

#include <algorithm>

#include "harness/impact/phase_times.hpp"
#include "harness/impact/timelines.hpp"
#include "scenarios/fault_kinds.hpp"

namespace rehearse::harness {

using namespace simulators;

namespace {

void read_phases(const Facts& facts, RunOutcome& outcome) {
  const auto& phases = facts.plan().phases;
  outcome.phases.resize(phases.size());
  for (std::size_t i = 0; i < phases.size(); ++i)
    outcome.phases[i].conditions.resize((phases[i].entry ? phases[i].entry->when.size() : 0) +
                                        (phases[i].gate ? phases[i].gate->when.size() : 0));
  for (const Event& event : facts.history().events) {
    if (event.phase >= phases.size()) continue;
    PhaseOutcome& phase = outcome.phases[event.phase];
    if (event.kind == EventKind::phase_begin) phase.entered = true;
    if (event.kind == EventKind::gate_sample) {
      const auto& entry = phases[event.phase].entry;
      const std::size_t skip =
          static_cast<GateKind>(event.detail) == GateKind::exit && entry ? entry->when.size() : 0;
      const std::size_t index = skip + static_cast<std::size_t>(event.key);
      if (index >= phase.conditions.size()) continue;
      phase.conditions[index].result = (event.flags & flag_failed) != 0         ? 2
                                       : (event.flags & flag_inconclusive) != 0 ? 3
                                                                                : 1;
      phase.conditions[index].samples = event.extra;
      phase.conditions[index].value = event.value;
    }
    if (event.kind != EventKind::finish) continue;
    for (std::size_t p = event.phase + std::size_t{1}; p-- > 0 && !outcome.phases[p].traffic;)
      outcome.phases[p].traffic = true;
  }
}

/// What operations met, by the phase of their intended start.
void read_operations(const Facts& facts, RunOutcome& outcome) {
  const PhaseTimes times(facts.history());
  for (const Event& event : facts.history().events) {
    if (event.kind != EventKind::finish) continue;
    const std::size_t at = times.phase_at(event.time - event.value);
    if (at >= outcome.phases.size()) continue;
    PhaseOutcome& phase = outcome.phases[at];
    ++phase.operations;
    phase.latencies.push_back(event.value);
    const auto ended = static_cast<simulators::Outcome>(event.detail);
    if (ended == simulators::Outcome::refused) ++phase.refused;
    if (ended == simulators::Outcome::fail || ended == simulators::Outcome::info) ++phase.failed;
  }
}

void read_course(const Facts& facts, RunOutcome& outcome) {
  Time began = 0;
  Time last_success = 0;
  bool failing = false;
  for (const Event& event : facts.history().events) {
    switch (event.kind) {
      case EventKind::invoke:
        ++outcome.operations;
        break;
      case EventKind::finish: {
        const auto ended = static_cast<simulators::Outcome>(event.detail);
        const bool bad = ended == simulators::Outcome::fail || ended == simulators::Outcome::info;
        outcome.failed += bad ? 1 : 0;
        failing = failing || bad;
        if (bad) break;
        if (failing)
          outcome.longest_outage_us =
              std::max(outcome.longest_outage_us, event.time - last_success);
        failing = false;
        last_success = event.time;
        break;
      }
      case EventKind::rollback_begin:
        began = event.time;
        break;
      case EventKind::rollback_end:
        outcome.rollback_us = event.time - began;
        outcome.rolled_back = event.detail == 1;
        break;
      case EventKind::plan_end:
        outcome.ended = true;
        outcome.end = static_cast<PlanEnd>(event.detail);
        break;
      case EventKind::fault_begin: {
        ++outcome.faults;
        const std::pair<std::uint8_t, std::uint16_t> place{event.detail, event.phase};
        if (std::find(outcome.struck.begin(), outcome.struck.end(), place) == outcome.struck.end())
          outcome.struck.push_back(place);
        break;
      }
      default:
        break;
    }
  }
}

void keep_verdicts(const JudgedBesideControl& judged, RunOutcome& outcome) {
  const std::vector<Verdict>& verdicts = judged.verdicts;
  outcome.properties.resize(verdicts.size());
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    PropertyOutcome& kept = outcome.properties[i];
    kept.outcome = verdicts[i].outcome;
    kept.exercised = verdicts[i].exercised;
    kept.baseline = judged.baseline[i];
    kept.measured = verdicts[i].measured;
    kept.bound = verdicts[i].bound;
    kept.unit = verdicts[i].unit;
    if (verdicts[i].outcome == Outcome::holds) continue;
    kept.phase = verdicts[i].phase;
    kept.subject = verdicts[i].subject;
    kept.because = verdicts[i].because;
  }
}

}  // namespace

RunOutcome sum_up(const Facts& facts, const RunShape& shape, const JudgedBesideControl& judged,
                  Situations& situations) {
  const History& history = facts.history();
  RunOutcome outcome;
  outcome.done = true;
  outcome.shape = shape;
  outcome.hash = history.hash;
  outcome.events = static_cast<std::int64_t>(history.events.size());
  outcome.traffic_us = traffic_length(history);
  outcome.planned.assign(scenarios::fault_kinds().size(), false);
  outcome.fired.assign(scenarios::fault_kinds().size(), 0);
  keep_verdicts(judged, outcome);
  read_course(facts, outcome);
  read_phases(facts, outcome);
  read_operations(facts, outcome);
  outcome.timelines = timelines_of(facts);
  outcome.situations = situations.seen_in(history);
  return outcome;
}

RunOutcome sum_up(Rehearsal& rehearsal, const RunSpec& spec) {
  const JudgedBesideControl judged = judge_beside_control(rehearsal, spec);
  RunOutcome outcome = sum_up(rehearsal.facts(), spec.shape, judged, rehearsal.situations());
  outcome.planned = rehearsal.faults().planned();
  outcome.fired = rehearsal.faults().fired();
  return outcome;
}

}  // namespace rehearse::harness
