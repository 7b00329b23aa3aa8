#include "harness/explore/sample.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "harness/explore/percentile.hpp"
#include "harness/impact/client_impact.hpp"
#include "harness/impact/phase_times.hpp"
#include "harness/properties/words.hpp"
#include "scenarios/fault_kinds.hpp"

namespace rehearse::harness {

using namespace simulators;

namespace {

constexpr std::int64_t chart_buckets = 120;

struct Bucket {
  std::vector<std::int64_t> latencies;
  std::int64_t failed = 0;
};

std::vector<Bucket> read_buckets(const History& history, Time width) {
  std::vector<Bucket> buckets(static_cast<std::size_t>(chart_buckets) + 1);
  for (const Event& event : history.events) {
    if (event.kind != EventKind::finish) continue;
    const auto at = static_cast<std::size_t>(
        std::clamp<Time>((event.time - event.value) / width, 0, chart_buckets));
    buckets[at].latencies.push_back(event.value);
    if (client_failed(event)) ++buckets[at].failed;
  }
  return buckets;
}

void add_phase_times(const History& history, ScenarioResult& result) {
  for (const Event& event : history.events) {
    if (event.phase >= result.phases.size()) continue;
    PhaseResult& phase = result.phases[event.phase];
    if (event.kind == EventKind::phase_begin) phase.begin_us = event.time;
    if (event.kind == EventKind::phase_end || event.kind == EventKind::plan_end)
      phase.end_us = std::max(phase.end_us, event.time);
  }
}

/// More are not drawn: nobody could tell them apart.
constexpr std::size_t most_spans = 2'000;

/// A process that a fault stopped: until it is up again.
Time end_of(const History& history, std::size_t fault) {
  const Event& begin = history.events[fault];
  bool down = false;
  for (std::size_t i = fault; i < history.events.size(); ++i) {
    const Event& event = history.events[i];
    if (event.node != begin.node) continue;
    if (event.kind == EventKind::node_down && event.time == begin.time) down = true;
    if (event.kind == EventKind::node_up && down) return event.time;
  }
  return down ? history.end : begin.time;
}

void add_fault_spans(const History& history, ScenarioResult& result) {
  for (std::size_t i = 0; i < history.events.size(); ++i) {
    const Event& event = history.events[i];
    if (event.kind != EventKind::fault_begin) continue;
    FaultSpan span;
    span.kind = scenarios::fault_kinds()[event.detail].name;
    span.where = history.nodes[event.node];
    const auto other = static_cast<std::size_t>(event.extra);
    if (other != event.node) span.where += " -> " + history.nodes[other];
    span.begin_us = event.time;
    span.end_us = other != event.node ? event.time : end_of(history, i);
    result.fault_spans.push_back(std::move(span));
    if (result.fault_spans.size() == most_spans) return;
  }
}

}  // namespace

void show_run(ScenarioResult& result, const History& history, const History* twin) {
  const Time length = traffic_length(history);
  add_phase_times(history, result);
  add_fault_spans(history, result);
  result.run_length_us = length;
  const Time width = std::max<Time>(1, length / chart_buckets);
  std::vector<Bucket> mine = read_buckets(history, width);
  std::vector<Bucket> control(mine.size());
  if (twin != nullptr) control = read_buckets(*twin, width);
  for (std::size_t i = 0; i < mine.size(); ++i) {
    TrafficBucket bucket;
    bucket.begin_us = static_cast<std::int64_t>(i) * width;
    bucket.operations = static_cast<std::int64_t>(mine[i].latencies.size());
    bucket.failed = mine[i].failed;
    bucket.p50_us = percentile(mine[i].latencies, 50);
    bucket.p99_us = percentile(mine[i].latencies, 99);
    bucket.max_us = percentile(mine[i].latencies, 100);
    if (twin != nullptr) {
      bucket.control_p99_us = percentile(control[i].latencies, 99);
      bucket.control_failed = control[i].failed;
    }
    result.traffic.push_back(bucket);
  }
}

StoredHistory add_sample(ScenarioResult& result, const scenarios::Plan& plan, Rehearsal& rehearsal,
                         const RunSpec& spec) {
  rehearsal.run(spec);
  StoredHistory stored = name_history(plan, rehearsal.history());
  rehearsal.run_control(spec);
  show_run(result, stored.history, &rehearsal.twin());
  return stored;
}

// ---- without the migration ----

namespace {

/// The sentence about what fared worst beside its twin, where most clients noticed most: a kind
/// with harmed operations, or else the one whose p99 rose most.
std::string worst_of(const ScenarioResult& result) {
  const OperationImpact* worst = nullptr;
  const auto rose = [](const OperationImpact& one) { return one.p99_us - one.control_p99_us; };
  for (const OperationImpact& one : result.impact) {
    if (one.worst.empty()) continue;
    if (worst == nullptr ||
        std::pair(one.harmed, rose(one)) > std::pair(worst->harmed, rose(*worst)))
      worst = &one;
  }
  return worst == nullptr ? "" : " The worst: " + worst->worst + ".";
}

void judge_against_control(ScenarioResult& result, std::int64_t percent, std::int64_t with,
                           std::int64_t without) {
  PropertyResult* const found = find_property(result, "A2");
  if (found == nullptr) return;
  found->exercised = std::max<std::int64_t>(found->exercised, 1);
  if (found->verdict == "not exercised") found->verdict = "holds";
  if (with * 100 <= without * percent) return;
  const std::string sentence = fmt::format(
      "While the plan ran, the 99th percentile of an operation was {}; without it, under the same "
      "traffic and faults, it was {}, and the objective (\"p99_vs_control\") allows {} % of "
      "that.{}",
      length(with), length(without), percent, worst_of(result));
  if (found->violated == 0) {
    found->because = sentence;
    found->subject = "latency against the control runs";
  }
  found->verdict = "violated";
  ++found->violated;
}

}  // namespace

void add_control(ScenarioResult& result, const scenarios::Plan& plan,
                 const scenarios::Scenario& scenario, Rehearsal& rehearsal,
                 const std::vector<Twin>& twins) {
  std::vector<std::int64_t> with, without;
  std::vector<std::vector<std::int64_t>> by_phase(result.phases.size());
  ClientImpact impact(plan, scenario);
  for (const Twin& twin : twins) {
    rehearsal.run(twin.spec);
    rehearsal.run_control(twin.spec);
    impact.add(rehearsal.history(), rehearsal.twin());
    if (twin.spec.shape.course != Course::forward) continue;
    for (const PhaseOutcome& phase : twin.run->phases)
      with.insert(with.end(), phase.latencies.begin(), phase.latencies.end());
    const PhaseTimes phases(rehearsal.history());
    for (const Event& event : rehearsal.twin().events) {
      if (event.kind != EventKind::finish) continue;
      without.push_back(event.value);
      const std::size_t phase = phases.phase_at(event.time - event.value);
      if (phase < by_phase.size()) by_phase[phase].push_back(event.value);
    }
  }
  const scenarios::Objectives& objectives = scenario.objectives;
  result.impact_runs = impact.runs();
  result.failures_per_million =
      std::max<std::int64_t>(0, 1'000'000 - objectives.availability_per_million);
  result.window_us = objectives.window.count();
  result.impact = impact.rows();
  if (without.empty()) return;
  result.control_p99_us = percentile(without, 99);
  for (std::size_t p = 0; p < by_phase.size(); ++p)
    if (!by_phase[p].empty()) result.phases[p].control_p99_us = percentile(by_phase[p], 99);
  if (objectives.p99_vs_control_percent)
    judge_against_control(result, *objectives.p99_vs_control_percent, percentile(with, 99),
                          result.control_p99_us);
}

}  // namespace rehearse::harness
