// A1: no client-visible failure beyond the objective, in total and in any window.
//
// A failure is `fail`, `info` or no answer at all; `refused` (sold out, declined) is an answer. A
// window is `objectives.window` long and counts operations by their intended start, so that an
// operation that had to queue counts where the user wanted it. In a window of n operations
// floor(n * (1 - availability)) may fail: with few operations, none. Windows lie within the
// traffic; a run shorter than a window is judged as a whole.
#include <fmt/format.h>

#include <algorithm>

#include "harness/properties/verdicts.hpp"
#include "harness/properties/words.hpp"

namespace rehearse::harness {

namespace {

constexpr std::int64_t million = 1'000'000;

struct Window {
  std::size_t begin = 0, end = 0;  // in the order of intended starts
  std::int64_t failed = 0, allowed = 0;
  std::int64_t operations() const { return static_cast<std::int64_t>(end - begin); }
  std::int64_t per_million() const { return failed * million / operations(); }
};

std::int64_t allowed(std::int64_t operations, std::int64_t availability) {
  return operations * std::max<std::int64_t>(0, million - availability) / million;
}

/// Operation indices by intended start, in scratch.first.
void sort_by_intended(const Facts& facts) {
  auto& order = facts.scratch().first;
  order.resize(facts.operations().size());
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  const auto operations = facts.operations();
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    if (operations[a].intended != operations[b].intended) {
      return operations[a].intended < operations[b].intended;
    }
    return a < b;
  });
}

/// The window that exceeds its allowance by most; failed = 0 when none does. A worst window begins
/// at a failure or is the last, so those are the only ones looked at.
Window worst_window(const Facts& facts) {
  const auto operations = facts.operations();
  const auto& order = facts.scratch().first;
  const auto& objectives = facts.scenario().objectives;
  const Time last_begin = operations[order.back()].intended + 1 - objectives.window.count();
  Window worst;
  std::size_t end = 0;
  std::int64_t failed = 0;
  const auto consider = [&](std::size_t begin) {
    Window window{begin, end, failed, 0};
    window.allowed = allowed(window.operations(), objectives.availability_per_million);
    if (failed - window.allowed > worst.failed - worst.allowed) worst = window;
  };
  for (std::size_t begin = 0; begin < order.size(); ++begin) {
    const Time limit = operations[order[begin]].intended + objectives.window.count();
    for (; end < order.size() && operations[order[end]].intended < limit; ++end) {
      failed += operations[order[end]].to_blame() ? 1 : 0;
    }
    const bool last = operations[order[begin]].intended >= last_begin;
    if (last) {
      if (begin > 0) consider(begin);  // the last full window
      break;
    }
    if (!operations[order[begin]].to_blame()) continue;
    consider(begin);
    --failed;
  }
  return worst;
}

struct Outage {
  Time begin = 0, end = 0;
  OperationIndex first = nothing;  // the first that failed in it
};

/// The longest time from the last success (or the first failed attempt after it) to the next
/// success, in which something failed.
Outage longest_outage(const Facts& facts) {
  Outage longest, current;
  Time last_success = 0;
  const auto close = [&](Time end) {
    current.end = end;
    if (current.first != nothing && end - current.begin > longest.end - longest.begin) {
      longest = current;
    }
    current = {};
  };
  for (const OperationIndex index : facts.finishes()) {
    const OperationFact& operation = facts.operations()[index];
    if (operation.failed()) {
      if (operation.excused) continue;
      if (current.first != nothing) continue;
      current.first = index;
      current.begin = std::max(last_success, operation.intended);
    } else {
      close(operation.finished);
      last_success = operation.finished;
    }
  }
  for (OperationIndex i = 0; i < facts.operations().size() && current.first == nothing; ++i) {
    const OperationFact& operation = facts.operations()[i];
    if (operation.finish != no_event || operation.invoked < last_success) continue;
    if (operation.excused) continue;
    current.first = i;
    current.begin = operation.intended;
  }
  close(std::max(facts.history().end, last_success));
  return longest;
}

EventId event_of(const OperationFact& operation) {
  return operation.finish == no_event ? operation.invoke : operation.finish;
}

std::string because(const Facts& facts, const Window& window, bool total, OperationIndex first) {
  const OperationFact& operation = facts.operations()[first];
  const std::string_view reason =
      operation.finish == no_event ? "no answer at all" : reason_name(operation.reason);
  return fmt::format(
      "{}{} of {} operations {} had no success (the objective allows {}); the first was {}, begun "
      "at {}: {}",
      opening(facts, event_of(operation)), window.failed, window.operations(),
      total ? "in all" : "within " + length(facts.scenario().objectives.window.count()),
      window.allowed == 0 ? "none" : std::to_string(window.allowed),
      operation_of_client(facts, first), seconds(operation.intended), reason);
}

}  // namespace

Verdict judge_availability(const Facts& facts) {
  const auto operations = facts.operations();
  const auto& objectives = facts.scenario().objectives;
  const auto count = static_cast<std::int64_t>(operations.size());
  std::int64_t failed = 0;
  for (const OperationFact& operation : operations) failed += operation.to_blame() ? 1 : 0;
  Verdict verdict = holds(count > 0);
  verdict.bound = std::max<std::int64_t>(0, million - objectives.availability_per_million);
  verdict.unit = "per million";
  if (failed == 0) return verdict;
  verdict.measured = failed * million / count;

  sort_by_intended(facts);
  const auto& order = facts.scratch().first;
  Window window = worst_window(facts);
  const Window all{0, order.size(), failed, allowed(count, objectives.availability_per_million)};
  const bool total = all.failed - all.allowed >= window.failed - window.allowed;
  if (total) window = all;
  if (window.failed > window.allowed) {
    std::vector<EventId> events;
    OperationIndex first = nothing;
    for (std::size_t i = window.begin; i < window.end && events.size() < 8; ++i) {
      if (!operations[order[i]].to_blame()) continue;
      if (first == nothing) first = order[i];
      events.push_back(operations[order[i]].invoke);
      events.push_back(operations[order[i]].finish);
    }
    Verdict found = violated(because(facts, window, total, first), "availability",
                             Reason{"the objective allows only so many failures in such a window",
                                    "more operations had no success for their clients"});
    found.witness = witness(std::move(events));
    found.phase = facts.event(event_of(operations[first])).phase;
    found.subject = "availability";
    found.measured = window.per_million();
    found.bound = verdict.bound;
    found.unit = verdict.unit;
    return found;
  }
  if (!objectives.longest_outage) return verdict;
  const Outage outage = longest_outage(facts);
  const Time bound = objectives.longest_outage->count();
  if (outage.first == nothing || outage.end - outage.begin <= bound) return verdict;
  const OperationFact& operation = operations[outage.first];
  Verdict found = violated(
      fmt::format("{}no operation succeeded for {}, from {} to {} (the objective allows {}), "
                  "and {} had no success",
                  opening(facts, event_of(operation)), length(outage.end - outage.begin),
                  seconds(outage.begin), seconds(outage.end), length(bound),
                  operation_of_client(facts, outage.first)),
      "availability",
      Reason{"something has to succeed within the longest outage that the objective allows",
             "nothing did for longer"});
  found.witness = witness({operation.invoke, operation.finish});
  found.phase = facts.event(event_of(operation)).phase;
  found.subject = "outage";
  found.measured = outage.end - outage.begin;
  found.bound = bound;
  found.unit = "us";
  return found;
}

}  // namespace rehearse::harness
