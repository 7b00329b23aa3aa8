// A1: no client-visible failure beyond the objective, in total, in any window, and in the share of
// any one kind of operation (availability_by_kind.cpp).
//
// A failure is `fail`, `info` or no answer at all; `refused` (sold out, declined) is an answer. A
// window is `objectives.window` long and counts operations by their intended start, so that an
// operation that had to queue counts where the user wanted it. In a window of n operations
// floor(n * (1 - availability)) may fail: with few operations, none. Windows lie within the
// traffic; a run shorter than a window is judged as a whole.
#include "harness/properties/availability.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "harness/properties/verdicts.hpp"
#include "harness/properties/words.hpp"

namespace rehearse::harness {

namespace {

constexpr std::int64_t million = 1'000'000;

std::int64_t allowed(std::int64_t operations, std::int64_t availability) {
  return operations * std::max<std::int64_t>(0, million - availability) / million;
}

/// All operations; a failure that is excused is none.
std::vector<Attempt> all_attempts(const Facts& facts) {
  std::vector<Attempt> attempts;
  attempts.reserve(facts.operations().size());
  for (OperationIndex i = 0; i < facts.operations().size(); ++i)
    attempts.push_back({facts.operations()[i].intended, i, facts.operations()[i].to_blame()});
  sort_attempts(attempts);
  return attempts;
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

std::string because(const Facts& facts, const Window& window, std::int64_t allowed, bool total,
                    OperationIndex first) {
  return fmt::format(
      "{}{} of {} operations {} had no success (the objective allows {}); the first was {}",
      opening(facts, end_of(facts.operations()[first])), window.failed, window.operations(),
      total ? "in all" : "within " + length(facts.scenario().objectives.window.count()),
      allowed == 0 ? "none" : std::to_string(allowed), told_failure(facts, first));
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

  const std::vector<Attempt> attempts = all_attempts(facts);
  Window worst{0, attempts.size(), failed};
  std::int64_t worst_allowed = allowed(count, objectives.availability_per_million);
  bool total = true;
  each_window(attempts, objectives.window.count(), [&](const Window& window) {
    const std::int64_t most = allowed(window.operations(), objectives.availability_per_million);
    if (window.failed - most <= worst.failed - worst_allowed) return;
    worst = window;
    worst_allowed = most;
    total = false;
  });
  if (worst.failed > worst_allowed) {
    const OperationIndex first = first_failed(attempts, worst);
    Verdict found = violated(
        because(facts, worst, worst_allowed, total, first), "availability",
        Reason{fmt::format("{} of {} may be without success",
                           worst_allowed == 0 ? "none" : fmt::format("at most {}", worst_allowed),
                           counted(worst.operations(), "operation")),
               fmt::format("{} {}", worst.failed, worst.failed == 1 ? "is" : "are")});
    found.witness = witness(failures_in(facts, attempts, worst));
    found.phase = facts.event(end_of(operations[first])).phase;
    found.subject = "availability";
    found.measured = worst.per_million();
    found.bound = verdict.bound;
    found.unit = verdict.unit;
    return found;
  }
  if (const auto found = judge_kinds(facts)) return *found;
  if (!objectives.longest_outage) return verdict;
  const Outage outage = longest_outage(facts);
  const Time bound = objectives.longest_outage->count();
  if (outage.first == nothing || outage.end - outage.begin <= bound) return verdict;
  const OperationFact& operation = operations[outage.first];
  Verdict found = violated(
      fmt::format("{}no operation succeeded for {}, from {} to {} (the objective allows {}), "
                  "and {} had no success",
                  opening(facts, end_of(operation)), length(outage.end - outage.begin),
                  seconds(outage.begin), seconds(outage.end), length(bound),
                  operation_of_client(facts, outage.first)),
      "availability",
      Reason{fmt::format("something succeeds in any {}", length(bound)),
             fmt::format("nothing did for {}", length(outage.end - outage.begin))});
  found.witness = witness({operation.invoke, operation.finish});
  found.phase = facts.event(end_of(operation)).phase;
  found.subject = "outage";
  found.measured = outage.end - outage.begin;
  found.bound = bound;
  found.unit = "us";
  return found;
}

}  // namespace rehearse::harness
