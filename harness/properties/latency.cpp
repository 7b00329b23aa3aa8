// A2: the 99th percentile of latency (from the intended start) keeps its objective, and no phase
// blocks clients for longer than its `unavailable` budget.
//
// Blocked time is a stretch in which clients wait for operations of one kind and none of that kind
// succeeds: a fence that stops all writers blocks them, however many read on. Since every operation
// takes some time, a stretch may last the budget plus what an operation takes anyway: the p99 of
// those that ended before the phase began, and no less than what one of that kind takes by the
// latencies of scenario and plan.
// Not judged here: the comparison with the control run (it needs two histories).
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

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

/// Clients that wait for operations of one kind.
struct Queue {
  std::int64_t waiting = 0;
  std::optional<Stretch> since;  ///< While there are any: since when none succeeds.
  Stretch longest;
};

/// For each kind of operation, and one for kinds that are not the plan's, the longest stretch that
/// overlaps [begin, end) with clients waiting and none succeeding; the time before `begin` is not
/// counted, nor do operations wait that are excused. Walks invocations and finishes merged in
/// history order.
std::vector<Queue> queues_during(const Facts& facts, EventId begin, EventId end) {
  const auto operations = facts.operations();
  const Time phase_begin = facts.event(begin).time;
  std::vector<Queue> queues(facts.plan().application.operations.size() + 1);
  std::size_t open = 0;
  const auto queue_of = [&](const OperationFact& operation) -> Queue& {
    return queues[std::min<std::size_t>(operation.kind, queues.size() - 1)];
  };
  const auto open_at = [&](Queue& queue, EventId id, Time time) {
    if (queue.since || id >= end) return;
    queue.since = Stretch{std::max(time, phase_begin), time, id, id};
    ++open;
  };
  const auto close_at = [&](Queue& queue, EventId id, Time time) {
    if (!queue.since) return;
    queue.since->end = time;
    queue.since->to = id;
    if (queue.since->length() > queue.longest.length()) queue.longest = *queue.since;
    queue.since.reset();
    --open;
  };
  const auto wait_for = [&](const OperationFact& operation) {
    if (operation.excused || operation.finish < begin) return;
    ++queue_of(operation).waiting;
    open_at(queue_of(operation), operation.invoke, operation.invoked);
  };
  std::size_t next = 0;  // of the operations, which are in the order of their invocations
  for (const OperationIndex index : facts.finishes()) {
    const OperationFact& operation = operations[index];
    if (operation.finish < begin) continue;
    for (; next < operations.size() && operations[next].invoke < operation.finish; ++next)
      wait_for(operations[next]);
    if (operation.finish >= end && open == 0) break;
    Queue& queue = queue_of(operation);
    queue.waiting -= operation.excused ? 0 : 1;
    if (operation.failed() && queue.waiting > 0) continue;  // others wait on, nobody has succeeded
    close_at(queue, operation.finish, operation.finished);
    if (queue.waiting > 0) open_at(queue, operation.finish, operation.finished);
  }
  for (; next < operations.size(); ++next) wait_for(operations[next]);
  for (Queue& queue : queues)
    if (queue.waiting > 0) close_at(queue, no_event, facts.history().end);
  return queues;
}

/// What an operation of this kind takes at the longest while nothing is in its way: each step asks
/// at most three (two sides, and whom else it must know of), a service step waits for the service.
Time unhindered(const Facts& facts, const scenarios::Operation& operation) {
  const scenarios::NetworkShape& network = facts.scenario().network;
  const Time exchange = 2 * network.latency[1].count() + network.store[1].count();
  Time total = exchange;
  for (const scenarios::OperationStep& step : operation.steps) {
    total += 3 * exchange;
    for (const scenarios::Track& track : facts.plan().tracks)
      if (track.name == step.target && track.is_service())
        total += std::max(track.old_service.latency[1], track.new_service.latency[1]).count();
  }
  return total;
}

/// The end of the phase that begins with the conductor's event `i`.
EventId end_of_phase(const Facts& facts, std::size_t i) {
  const auto conductor = facts.conductor();
  for (std::size_t k = i + 1; k < conductor.size(); ++k) {
    const EventKind kind = facts.event(conductor[k]).kind;
    if (kind == EventKind::phase_end || kind == EventKind::phase_begin) return conductor[k];
  }
  return static_cast<EventId>(facts.history().events.size());
}

/// Judges the phase that begins with this event; `verdict` if clients are not blocked for longer
/// than `budget`.
Verdict judge_budget(const Facts& facts, EventId begin, EventId end, Time budget, Verdict verdict) {
  const auto& kinds = facts.plan().application.operations;
  const std::vector<Queue> queues = queues_during(facts, begin, end);
  Time most_beyond = 0;
  for (std::size_t kind = 0; kind < queues.size(); ++kind) {
    const Stretch& stretch = queues[kind].longest;
    if (stretch.from == no_event) continue;
    verdict.exercised = true;
    if (stretch.length() <= budget) continue;
    const bool known = kind < kinds.size();
    const Time usual =
        std::max(p99_before(facts, begin), known ? unhindered(facts, kinds[kind]) : 0);
    if (stretch.length() - budget - usual <= most_beyond) continue;
    most_beyond = stretch.length() - budget - usual;
    verdict = violated(
        fmt::format("{}clients waited for {} and none succeeded for {}, from {} to {}; the phase "
                    "may block them for {} beyond the {} that an operation usually takes",
                    opening(facts, stretch.from), known ? kinds[kind].name : "operations",
                    length(stretch.length()), seconds(stretch.begin), seconds(stretch.end),
                    length(budget), length(usual)),
        "bounded unavailability",
        Reason{fmt::format("clients wait for {} for at most {}, and {} that an operation usually "
                           "takes",
                           known ? kinds[kind].name : "operations", length(budget), length(usual)),
               fmt::format("they waited for {}", length(stretch.length()))});
    verdict.witness = witness({begin, stretch.from, stretch.to});
    verdict.phase = facts.event(begin).phase;
    verdict.subject = blocked_time;
    verdict.measured = stretch.length();
    verdict.bound = budget + usual;
    verdict.unit = "us";
  }
  return verdict;
}

Verdict judge_budgets(const Facts& facts, Verdict verdict) {
  const auto& phases = facts.plan().phases;
  const auto conductor = facts.conductor();
  for (std::size_t i = 0; i < conductor.size(); ++i) {
    const Event& begin = facts.event(conductor[i]);
    if (begin.kind != EventKind::phase_begin || begin.phase >= phases.size()) continue;
    const auto& budget = phases[begin.phase].unavailable_budget;
    if (!budget) continue;
    verdict = judge_budget(facts, conductor[i], end_of_phase(facts, i), budget->count(),
                           std::move(verdict));
    if (verdict.outcome == Outcome::violated) break;
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
                      opening(facts, blame_of_wait(facts, operation)),
                      operation_of_client(facts, slowest), length(latency(operation)),
                      counted(static_cast<std::int64_t>(facts.finishes().size()), "operation"),
                      length(verdict.measured), length(verdict.bound)),
          "latency objective",
          Reason{fmt::format("99 of 100 operations are answered within {}", length(verdict.bound)),
                 fmt::format("it takes {} until that many are", length(verdict.measured))});
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
