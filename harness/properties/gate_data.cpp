// V2: no verdict without data.
//
// A gate over a sampled metric must not be met with no sample, nor while one of its conditions was
// last found inconclusive, nor with fewer samples than it demands; and a plan must not go on from a
// gate without data as if it had passed ("inconclusive": "proceed").
#include <fmt/format.h>

#include "harness/properties/verdicts.hpp"
#include "harness/properties/words.hpp"

namespace rehearse::harness {

using simulators::GateKind;

namespace {

const ConditionFact* condition_of(const Facts& facts, const Event& sample) {
  for (const ConditionFact& condition : facts.conditions()) {
    if (condition.phase == sample.phase && condition.kind == static_cast<GateKind>(sample.detail) &&
        condition.index == static_cast<std::uint32_t>(sample.key)) {
      return &condition;
    }
  }
  return nullptr;
}

Verdict without_data(const Facts& facts, EventId gate, EventId sample, std::string what) {
  const Event& event = facts.event(gate);
  std::string subject = phase_name(facts, event.phase);
  if (sample != no_event) {
    const ConditionFact* condition = condition_of(facts, facts.event(sample));
    if (condition != nullptr) subject = condition->condition->metric;
  } else {
    for (const ConditionFact& condition : facts.conditions()) {
      const bool here =
          condition.phase == event.phase && condition.kind == static_cast<GateKind>(event.detail);
      if (here && condition.condition->over.count() > 0) subject = condition.condition->metric;
    }
  }
  Verdict verdict = violated(
      fmt::format("{}the {} on {} {} at {}", opening(facts, gate),
                  static_cast<GateKind>(event.detail) == GateKind::entry ? "entry gate" : "gate",
                  subject, what, seconds(event.time)),
      "no verdict without data",
      Reason{fmt::format("the gate of {} passes only on the samples that {} demands",
                         phase_name(facts, event.phase), subject),
             fmt::format("it {}", what)});
  verdict.witness = witness({sample, gate});
  verdict.phase = event.phase;
  verdict.subject = subject;
  return verdict;
}

bool goes_on_without_data(const Facts& facts, const Event& gate) {
  const auto& phases = facts.plan().phases;
  if (gate.phase >= phases.size()) return false;
  const auto& declared = static_cast<GateKind>(gate.detail) == GateKind::entry
                             ? phases[gate.phase].entry
                             : phases[gate.phase].gate;
  return declared && declared->inconclusive == scenarios::GateExit::proceed;
}

}  // namespace

Verdict judge_gate_data(const Facts& facts) {
  bool exercised = false;
  // Since the gate began to wait: a condition found inconclusive, one with too few samples.
  EventId thin = no_event, small = no_event;
  for (const EventId id : facts.conductor()) {
    const Event& event = facts.event(id);
    switch (event.kind) {
      case EventKind::gate_wait:
      case EventKind::gate_failed:
        thin = small = no_event;
        break;
      case EventKind::gate_sample: {
        const ConditionFact* condition = condition_of(facts, event);
        if (condition != nullptr && condition->condition->min_samples > event.extra) small = id;
        if ((event.flags & simulators::flag_inconclusive) != 0) thin = id;
        break;
      }
      case EventKind::gate_met:
        exercised = exercised || event.value >= 0;
        // A level that is read, not sampled (value -1), needs no number of samples.
        if (thin == no_event && event.value >= 0) thin = small;
        if (event.value == 0) {
          return without_data(facts, id, thin, "was met without a single sample");
        }
        if (thin != no_event) {
          return without_data(facts, id, thin,
                              fmt::format("was met with {}, too few to decide",
                                          counted(facts.event(thin).extra, "sample")));
        }
        small = no_event;
        break;
      case EventKind::gate_inconclusive:
        exercised = true;
        if (goes_on_without_data(facts, event)) {
          return without_data(facts, id, thin, "had too little data and the plan went on");
        }
        thin = small = no_event;
        break;
      default:
        break;
    }
  }
  return holds(exercised);
}

}  // namespace rehearse::harness
