// A2: the 99th percentile of latency (from the intended start) keeps its objective, and no phase
// blocks clients for longer than its `unavailable` budget.
//
// Blocked time is a stretch in which somebody waits and nobody succeeds. Since every operation
// takes some time, a stretch may last the budget plus what an operation takes anyway: the p99
// objective, or without one the p99 of the operations that ended before the phase began.
// Not judged here: the comparison with the control run (it needs two histories).
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "harness/properties/verdicts.hpp"
#include "harness/properties/words.hpp"

namespace rehearse::harness {

namespace {

/// Nearest-rank percentile of the latencies in `values`, which it reorders.
std::int64_t p99(std::vector<std::int64_t>& values) {
  if (values.empty()) return 0;
  const std::size_t rank = (values.size() * 99 + 99) / 100 - 1;
  const auto place = values.begin() + static_cast<std::ptrdiff_t>(rank);
  std::nth_element(values.begin(), place, values.end());
  return *place;
}

Time latency(const OperationFact& operation) { return operation.finished - operation.intended; }

/// p99 of all that ended before `before`.
std::int64_t p99_before(const Facts& facts, EventId before) {
  auto& values = facts.scratch().a;
  values.clear();
  for (const OperationIndex index : facts.finishes()) {
    const OperationFact& operation = facts.operations()[index];
    if (operation.finish < before && !operation.excused) values.push_back(latency(operation));
  }
  return p99(values);
}

struct Stretch {
  Time begin = 0, end = 0;
  EventId from = no_event, to = no_event;
  Time length() const { return end - begin; }
};

/// The longest stretch that overlaps [begin, end) with operations waiting and none succeeding; the
/// time before `begin` is not counted, nor do operations wait that are excused. Walks invocations
/// and finishes merged in history order.
Stretch longest_stretch(const Facts& facts, EventId begin, EventId end) {
  const auto operations = facts.operations();
  const auto finishes = facts.finishes();
  const Time phase_begin = facts.event(begin).time;
  Stretch longest, current;
  std::int64_t waiting = 0;
  bool open = false;
  const auto open_at = [&](EventId id, Time time) {
    if (open || id >= end) return;
    open = true;
    current = {std::max(time, phase_begin), time, id, id};
  };
  const auto close_at = [&](EventId id, Time time) {
    current.end = time;
    current.to = id;
    if (open && current.length() > longest.length()) longest = current;
    open = false;
  };
  const auto wait_for = [&](const OperationFact& operation) {
    if (operation.excused) return;
    ++waiting;
    open_at(operation.invoke, operation.invoked);
  };
  std::size_t next = 0;  // of the operations, which are in the order of their invocations
  for (const OperationIndex index : finishes) {
    const OperationFact& operation = operations[index];
    for (; next < operations.size() && operations[next].invoke < operation.finish; ++next)
      wait_for(operations[next]);
    if (operation.finish >= end && !open) break;
    waiting -= operation.excused ? 0 : 1;
    if (operation.failed() && waiting > 0) continue;  // others wait on, and nobody has succeeded
    close_at(operation.finish, operation.finished);
    if (waiting > 0) open_at(operation.finish, operation.finished);
  }
  for (; next < operations.size(); ++next) wait_for(operations[next]);
  if (waiting > 0) close_at(no_event, facts.history().end);
  return longest;
}

Verdict judge_budgets(const Facts& facts, Verdict verdict) {
  const auto& phases = facts.plan().phases;
  const auto conductor = facts.conductor();
  for (std::size_t i = 0; i < conductor.size(); ++i) {
    const Event& begin = facts.event(conductor[i]);
    if (begin.kind != EventKind::phase_begin || begin.phase >= phases.size()) continue;
    const auto& budget = phases[begin.phase].unavailable_budget;
    if (!budget) continue;
    EventId end = static_cast<EventId>(facts.history().events.size());
    for (std::size_t k = i + 1; k < conductor.size(); ++k) {
      const EventKind kind = facts.event(conductor[k]).kind;
      if (kind == EventKind::phase_end || kind == EventKind::phase_begin) {
        end = conductor[k];
        break;
      }
    }
    const auto& objective = facts.scenario().objectives.p99;
    const Time usual = objective ? objective->count() : p99_before(facts, conductor[i]);
    const Stretch stretch = longest_stretch(facts, conductor[i], end);
    if (stretch.from == no_event) continue;
    verdict.exercised = true;
    if (stretch.length() <= budget->count() + usual) continue;
    Verdict found = violated(
        fmt::format("{}operations waited and none succeeded for {}, from {} to {}; the phase may "
                    "block clients for {} beyond the {} that an operation usually takes",
                    opening(facts, stretch.from), length(stretch.length()), seconds(stretch.begin),
                    seconds(stretch.end), length(budget->count()), length(usual)),
        "bounded unavailability");
    found.witness = witness({conductor[i], stretch.from, stretch.to});
    found.phase = begin.phase;
    found.subject = "blocked time";
    found.measured = stretch.length();
    found.bound = budget->count() + usual;
    found.unit = "us";
    return found;
  }
  return verdict;
}

}  // namespace

Verdict judge_latency(const Facts& facts) {
  const auto& objective = facts.scenario().objectives.p99;
  Verdict verdict = holds(false);
  verdict.unit = "us";
  if (objective && !facts.finishes().empty()) {
    verdict.exercised = true;
    verdict.measured = p99_before(facts, no_event);
    verdict.bound = objective->count();
    if (verdict.measured > verdict.bound) {
      OperationIndex slowest = facts.finishes()[0];
      for (const OperationIndex index : facts.finishes()) {
        if (facts.operations()[index].excused) continue;
        if (latency(facts.operations()[index]) > latency(facts.operations()[slowest])) {
          slowest = index;
        }
      }
      const OperationFact& operation = facts.operations()[slowest];
      Verdict found = violated(
          fmt::format("{}{} took {}; the 99th percentile of {} is {}, and the objective {}",
                      opening(facts, operation.invoke), operation_of_client(facts, slowest),
                      length(latency(operation)),
                      counted(static_cast<std::int64_t>(facts.finishes().size()), "operation"),
                      length(verdict.measured), length(verdict.bound)),
          "latency objective");
      found.witness = witness({operation.invoke, operation.finish});
      found.phase = facts.event(operation.invoke).phase;
      found.subject = "latency";
      found.measured = verdict.measured;
      found.bound = verdict.bound;
      found.unit = "us";
      return found;
    }
  }
  return judge_budgets(facts, std::move(verdict));
}

}  // namespace rehearse::harness
