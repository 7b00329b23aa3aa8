#include "scenarios/reader/key_tables.hpp"
#include "scenarios/reader/sections.hpp"

namespace rehearse::scenarios::reading {
namespace {

constexpr Range metric_values{-1'000'000'000'000, 1'000'000'000'000};

void read_condition(const At& at, Condition& condition) {
  const ObjectReader object(at, condition_table);
  object.read_required("metric", condition.metric, "\"metric\": \"orders.shadow_mismatch\"");
  int comparisons = 0;
  for (const auto& entry : names_of<Comparison>()) {
    const auto found = object.find(entry.name);
    if (!found) continue;
    ++comparisons;
    condition.comparison = entry.value;
    read_integer(*found, metric_values, condition.value);
  }
  if (object.valid() && comparisons != 1 && !at.mistakes->within(at.pointer)) {
    at.wrong(comparisons == 0 ? "this condition compares with nothing"
                              : "this condition has two comparisons",
             "write one of \"equals\": 0, \"at_most\": 0, \"at_least\": 1");
  }
  object.read("over", condition.over);
  object.read_number("min_samples", condition.min_samples, any_count);
}

void read_percents(const At& at, std::vector<int>& percents) {
  const auto read_one = [&](const At& item) {
    int percent = 0;
    if (read_integer_as(item, {0, 100}, percent)) percents.push_back(percent);
  };
  if (at.is(JsonValue::Kind::integer)) {
    read_one(at);
    return;
  }
  if (read_list(at, "percentages", read_one) && at.value->items.empty()) {
    at.wrong("this ramp is empty", "write e.g. [1, 10, 50]");
  }
}

void read_segment(const At& at, Segment& segment) {
  const ObjectReader object(at, segment_table);
  object.read("by", segment.by);
  if (const auto percent = object.require("percent", "\"percent\": [1, 10, 50]")) {
    read_percents(*percent, segment.percent);
  }
  object.read("hold", segment.hold);
  object.read("sticky", segment.sticky);
}

void read_on_failure(const At& at, GateExit& exit) {
  if (at.is_text() && (at.text() == "release" || at.text() == "rollback")) {
    exit = GateExit::rollback;
  } else if (at.is_text() && at.text() == "pause") {
    exit = GateExit::pause;
  } else {
    wrong_name(at, {"release", "rollback", "pause"});
  }
}

void read_budget(const At& at, Phase& phase) {
  const ObjectReader object(at, budget_table);
  object.read_required("unavailable", phase.unavailable_budget, "\"unavailable\": \"500ms\"");
}

void read_phase(const At& at, const std::vector<Track>& tracks, Phase& phase) {
  const ObjectReader object(at, phase_table);
  object.read_required("name", phase.name, "\"name\": \"expand\"");
  if (const auto set = object.find("set")) read_set(*set, tracks, phase.set);
  if (const auto segment = object.find("segment")) {
    read_segment(*segment, phase.segment.emplace());
    if (!object.has("set")) {
      segment->wrong("this segment applies to nothing: the phase sets no track",
                     "add \"set\", or remove the segment");
    }
  }
  if (const auto steps = object.find("steps")) read_steps(*steps, tracks, phase.steps);
  if (const auto entry = object.find("entry")) read_gate(*entry, phase.entry.emplace());
  if (const auto gate = object.find("gate")) read_gate(*gate, phase.gate.emplace());
  if (const auto rollback = object.find("rollback")) {
    read_rollback(*rollback, tracks, phase.rollback.emplace());
  }
  object.read("point_of_no_return", phase.point_of_no_return);
  if (const auto budget = object.find("budget")) read_budget(*budget, phase);
  if (const auto exit = object.find("on_failure")) read_on_failure(*exit, phase.on_failure);
  object.read("deadline", phase.deadline);
  object.read("keep", phase.keep);
}

}  // namespace

void read_gate(const At& at, Gate& gate) {
  const ObjectReader object(at, gate_table);
  const auto when = object.require("when", "\"when\": [{\"metric\": ..., \"equals\": 0}]");
  if (when &&
      read_list(*when, "conditions",
                [&](const At& item) { read_condition(item, gate.when.emplace_back()); }) &&
      when->value->items.empty()) {
    when->wrong("this gate waits for nothing", "add a condition, or remove the gate");
  }
  object.read("deadline", gate.deadline);
  object.read("failed", gate.failed);
  object.read("inconclusive", gate.inconclusive);
}

void read_rollback(const At& at, const std::vector<Track>& tracks, RollbackTarget& rollback) {
  if (at.is(JsonValue::Kind::boolean) && !at.value->boolean) {
    rollback.allowed = false;
    return;
  }
  if (!at.is_object()) {
    at.wrong("false or an object is expected here",
             "write false, or e.g. {\"to\": \"previous_phase\", \"deadline\": \"30s\"}");
    return;
  }
  const ObjectReader object(at, rollback_table);
  object.read("to", rollback.to);
  if (const auto steps = object.find("steps")) read_steps(*steps, tracks, rollback.steps);
  object.read("order", rollback.order);
  object.read("deadline", rollback.deadline);
}

void read_phases(const At& at, const std::vector<Track>& tracks, std::vector<Phase>& phases) {
  const bool read = read_list(
      at, "phases", [&](const At& item) { read_phase(item, tracks, phases.emplace_back()); });
  if (read && phases.empty()) {
    at.wrong("the plan has no phase", "write e.g. [{\"name\": \"expand\", ...}]");
  }
}

}  // namespace rehearse::scenarios::reading
