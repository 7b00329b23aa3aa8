#include "harness/explore/against_control.hpp"

#include <algorithm>
#include <numeric>
#include <optional>

#include "harness/explore/concerned.hpp"
#include "harness/explore/other_twins.hpp"
#include "harness/properties/verdicts.hpp"
#include "scenarios/ensure.hpp"

namespace rehearse::harness {

using namespace simulators;
using fault_injection::Strike;

namespace {

/// How much worse than the twin a run may be and still be no worse: two runs of other timing never
/// have the same percentile, nor the same failures.
constexpr std::int64_t slack_percent = 125;

/// How many more twins are run before a plan is blamed for what happened under faults: the larger
/// the run, the fewer. Half of them with each strike where it was; where there are few strikes, the
/// others with one of them elsewhere.
constexpr std::uint64_t twins_most = 80, twins_least = 8, events_most = 200'000;
constexpr std::size_t few_strikes = 2;
/// How many are run before a plan is blamed for an operation that waited after a fault struck it.
constexpr std::uint64_t twins_of_a_wait = 8;

constexpr std::size_t latency = 1;  // among all properties

bool objective(std::string_view property) { return property == "A1" || property == "A2"; }
bool by_operation(std::string_view property) { return objective(property) || property == "R1"; }

/// All but those whose premise only a migration brings about; of a user's own nobody knows.
bool can_happen_without_migration(std::string_view property) {
  constexpr std::string_view only_with[] = {"D3", "R2", "L1", "V1", "V2", "I1"};
  return std::find(std::begin(only_with), std::end(only_with), property) == std::end(only_with);
}

void sort_uniquely(std::vector<OperationId>& operations) {
  std::sort(operations.begin(), operations.end());
  operations.erase(std::unique(operations.begin(), operations.end()), operations.end());
}

/// Operations that failed in the twin, or never ended there.
void add_failed_in(const History& twin, std::vector<OperationId>& excused) {
  std::vector<OperationId> open;
  for (const Event& event : twin.events) {
    if (event.kind == EventKind::invoke) open.push_back(event.operation);
    if (event.kind != EventKind::finish) continue;
    std::erase(open, event.operation);
    if (client_failed(event)) excused.push_back(event.operation);
  }
  excused.insert(excused.end(), open.begin(), open.end());
}

/// Whether the operation was at this node some time after `since`: it ended there, or its client
/// asked somebody else for want of an answer.
bool was_at(const Facts& facts, const OperationFact& operation, NodeId node, EventId since) {
  for (const EventId id : facts.asked_again()) {
    const Event& event = facts.event(id);
    if (event.operation == operation.id && id > since) return event.node == node;
  }
  return operation.failed() && operation.finish != no_event &&
         facts.event(operation.finish).node == node;
}

/// Operations that were at an instance when a fault killed it, and failed or took longer for it.
void add_struck(const Facts& facts, std::vector<OperationId>& excused) {
  for (const EventId id : facts.processes()) {
    const Event& down = facts.event(id);
    if (down.kind != EventKind::node_down || down.detail != 1) continue;
    for (const OperationFact& operation : facts.operations()) {
      const bool during = operation.invoke < id && operation.finish > id;
      if (during && was_at(facts, operation, down.node, id)) excused.push_back(operation.id);
    }
  }
}

/// Whether the operation took about as long in the twin as it did in the run: `waited`.
bool waited_as_long(const History& twin, OperationId operation, Time waited) {
  return std::any_of(twin.events.begin(), twin.events.end(), [&](const Event& event) {
    return event.kind == EventKind::finish && event.operation == operation &&
           waited * 100 <= event.value * slack_percent;
  });
}

/// Operations of the run that waited for longer than `bound`.
std::vector<OperationFact> slow(const Facts& facts, Time bound) {
  std::vector<OperationFact> all;
  for (const OperationFact& operation : facts.operations())
    if (!operation.excused && operation.finished - operation.intended > bound)
      all.push_back(operation);
  return all;
}

/// Adds those of the operations that took about as long in `twin`, or do where what struck them
/// strikes another of their messages: what they waited for is not the migration. Of several strikes
/// one is moved at a time, and answers for its share of the wait.
void add_as_slow(Rehearsal& rehearsal, const RunSpec& spec, const History& twin,
                 const std::vector<Strike>& struck, const std::vector<OperationFact>& operations,
                 std::vector<OperationId>& excused) {
  for (const OperationFact& operation : operations) {
    const Time waited = operation.finished - operation.intended;
    std::vector<std::size_t> own;
    for (std::size_t i = 0; i < struck.size(); ++i)
      if (operation_of_tag(struck[i].message.tag) == operation.id) own.push_back(i);
    const Time share = waited / std::max<Time>(1, static_cast<Time>(own.size()));
    OtherTwins twins(rehearsal, spec, {operation.id}, twins_of_a_wait,
                     [&] { return waited_as_long(rehearsal.twin(), operation.id, share); });
    if (waited_as_long(twin, operation.id, waited) || twins.struck_elsewhere(struck, own))
      excused.push_back(operation.id);
  }
  sort_uniquely(excused);
}

bool no_worse(const Verdict& run, const Verdict& twin) {
  return twin.outcome == Outcome::violated && run.subject == twin.subject &&
         run.measured * 100 <= twin.measured * slack_percent;
}

}  // namespace

bool baseline_is_unknown(std::string_view property) {
  return can_happen_without_migration(property) && !by_operation(property);
}

bool happens_without_migration(Rehearsal& rehearsal, const RunSpec& spec, std::size_t property) {
  rehearsal.run(spec);
  const std::vector<Strike> struck = rehearsal.faults().struck();
  const std::uint64_t most = std::clamp<std::uint64_t>(
      events_most / (rehearsal.history().events.size() + 1), twins_least, twins_most);
  const auto violated = [&] {
    return rehearsal.judge_twin_by(property).outcome == Outcome::violated;
  };
  OtherTwins twins(rehearsal, spec,
                   operations_concerned(rehearsal.history(), rehearsal.judge_one(property).witness),
                   most, violated);
  rehearsal.run_control(spec);
  if (violated() || twins.with_other_delays()) return true;
  if (struck.size() > few_strikes) return false;
  std::vector<std::size_t> all(struck.size());
  std::iota(all.begin(), all.end(), 0);
  return twins.struck_elsewhere(struck, all);
}

JudgedBesideControl judge_alone(Facts& facts, const History& history) {
  const auto properties = all_properties();
  JudgedBesideControl judged;
  judged.baseline.assign(properties.size(), false);
  facts.rebuild(history);
  for (const Property& property : properties) judged.verdicts.push_back(judge(property, facts));
  add_struck(facts, judged.excused);
  sort_uniquely(judged.excused);
  if (judged.excused.empty()) return judged;
  facts.rebuild(history, judged.excused);
  for (std::size_t p = 0; p < properties.size(); ++p)
    if (by_operation(properties[p].id) && judged.verdicts[p].outcome == Outcome::violated)
      judged.verdicts[p] = judge(properties[p], facts);
  return judged;
}

JudgedBesideControl judge_beside_control(Rehearsal& rehearsal, const RunSpec& spec) {
  const auto properties = all_properties();
  JudgedBesideControl judged;
  judged.verdicts = rehearsal.judge();
  judged.baseline.resize(properties.size());
  bool suspect = false;
  for (std::size_t p = 0; p < properties.size(); ++p)
    suspect = suspect || (judged.verdicts[p].outcome == Outcome::violated &&
                          can_happen_without_migration(properties[p].id));
  if (!suspect) return judged;
  const std::vector<Strike> struck = rehearsal.faults().struck();
  add_struck(rehearsal.facts(), judged.excused);
  rehearsal.run_control(spec);
  add_failed_in(rehearsal.twin(), judged.excused);
  sort_uniquely(judged.excused);
  const std::vector<Verdict> twin = rehearsal.judge_twin();
  std::vector<Verdict> again = rehearsal.judge(judged.excused);
  std::optional<History> first_twin;
  while (again[latency].outcome == Outcome::violated && again[latency].subject == blocked_time) {
    if (!first_twin) first_twin = rehearsal.twin();
    const auto operations = slow(rehearsal.facts(), again[latency].bound);
    const std::size_t before = judged.excused.size();
    add_as_slow(rehearsal, spec, *first_twin, struck, operations, judged.excused);
    if (judged.excused.size() == before) break;
    again = rehearsal.judge(judged.excused);
  }
  // Where operations fail as a rule, which of them do depends on timing.
  const bool failing_system = twin[0].outcome == Outcome::violated;
  REHEARSE_ENSURE(properties[0].id == "A1" && properties[latency].id == "A2");
  for (std::size_t p = 0; p < properties.size(); ++p) {
    if (judged.verdicts[p].outcome != Outcome::violated) continue;
    const std::string_view id = properties[p].id;
    if (by_operation(id)) {
      judged.baseline[p] = again[p].outcome != Outcome::violated ||
                           (objective(id) && no_worse(judged.verdicts[p], twin[p])) ||
                           (failing_system && again[p].subject == "operations after rollback");
      if (!judged.baseline[p]) judged.verdicts[p] = again[p];
    } else if (can_happen_without_migration(id)) {
      judged.baseline[p] = twin[p].outcome == Outcome::violated;
    }
  }
  return judged;
}

}  // namespace rehearse::harness
