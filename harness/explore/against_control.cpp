#include "harness/explore/against_control.hpp"

#include <algorithm>

#include "harness/explore/concerned.hpp"
#include "scenarios/ensure.hpp"

namespace rehearse::harness {

using namespace simulators;
using fault_injection::Opportunity;
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

bool objective(std::string_view property) { return property == "A1" || property == "A2"; }
bool by_operation(std::string_view property) { return objective(property) || property == "R1"; }

bool can_happen_without_migration(std::string_view property) {
  constexpr std::string_view all[] = {"A1", "A2", "D1", "D2", "D4", "D5",
                                      "D6", "C1", "C2", "X1", "R1"};
  return std::find(std::begin(all), std::end(all), property) != std::end(all);
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

bool no_worse(const Verdict& run, const Verdict& twin) {
  return twin.outcome == Outcome::violated && run.subject == twin.subject &&
         run.measured * 100 <= twin.measured * slack_percent;
}

/// More twins of one run, one after the other.
struct OtherTwins {
  Rehearsal& rehearsal;
  const RunSpec& spec;
  const std::size_t property;
  const std::vector<OperationId> operations;  // that the violation has to do with
  std::uint64_t left;                         // of the twins
  std::uint64_t timing = 0;

  bool violates() const { return rehearsal.judge_twin_by(property).outcome == Outcome::violated; }

  /// Struck by the same, with other delays.
  bool with_other_delays() {
    for (std::uint64_t i = left / 2; i > 0; --i, --left) {
      rehearsal.run_control_otherwise(spec, ++timing);
      if (violates()) return true;
    }
    return false;
  }

  /// With one strike where these operations send something else, and other delays.
  bool struck_elsewhere(const std::vector<Strike>& strikes) {
    std::vector<std::vector<Strike>> ways;
    for (std::size_t i = 0; i < strikes.size(); ++i) {
      for (const Opportunity& place : places_of(strikes[i])) {
        ways.push_back(strikes);
        ways.back()[i].message = place.message;
        ways.back()[i].node = fault_injection::no_node;
      }
    }
    for (std::size_t way = 0; !ways.empty() && left > 0; ++way, --left) {
      rehearsal.run_control_otherwise(spec, ++timing, ways[way % ways.size()]);
      if (violates()) return true;
    }
    return false;
  }

  std::vector<Opportunity> places_of(const Strike& strike) {
    std::vector<Opportunity> places;
    rehearsal.watch(&places, fault_injection::KindSet{1} << strike.kind);
    rehearsal.run_control_otherwise(spec, ++timing, {});
    rehearsal.watch(nullptr);
    std::erase_if(places, [&](const Opportunity& place) {
      return !std::binary_search(operations.begin(), operations.end(), place.operation);
    });
    return places;
  }
};

}  // namespace

bool baseline_is_unknown(std::string_view property) {
  return can_happen_without_migration(property) && !by_operation(property);
}

bool happens_without_migration(Rehearsal& rehearsal, const RunSpec& spec, std::size_t property) {
  rehearsal.run(spec);
  const std::vector<Strike> struck = rehearsal.faults().struck();
  const std::uint64_t most = std::clamp<std::uint64_t>(
      events_most / (rehearsal.history().events.size() + 1), twins_least, twins_most);
  OtherTwins twins{rehearsal, spec, property,
                   operations_concerned(rehearsal.history(), rehearsal.judge_one(property).witness),
                   most};
  rehearsal.run_control(spec);
  return twins.violates() || twins.with_other_delays() ||
         (struck.size() <= few_strikes && twins.struck_elsewhere(struck));
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
  add_struck(rehearsal.facts(), judged.excused);
  rehearsal.run_control(spec);
  add_failed_in(rehearsal.twin(), judged.excused);
  std::sort(judged.excused.begin(), judged.excused.end());
  judged.excused.erase(std::unique(judged.excused.begin(), judged.excused.end()),
                       judged.excused.end());
  const std::vector<Verdict> twin = rehearsal.judge_twin();
  const std::vector<Verdict>& again = rehearsal.judge(judged.excused);
  // Where operations fail as a rule, which of them do depends on timing.
  const bool failing_system = twin[0].outcome == Outcome::violated;
  REHEARSE_ENSURE(properties[0].id == "A1");
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
