#include "harness/explore/against_control.hpp"

#include <algorithm>

#include "scenarios/ensure.hpp"

namespace rehearse::harness {

using namespace simulators;

namespace {

/// How much worse than the twin a run may be and still be no worse: two runs of other timing never
/// have the same percentile, nor the same failures.
constexpr std::int64_t slack_percent = 125;

bool objective(std::string_view property) { return property == "A1" || property == "A2"; }
bool by_operation(std::string_view property) { return objective(property) || property == "R1"; }

bool can_happen_without_migration(std::string_view property) {
  constexpr std::string_view all[] = {"A1", "A2", "D1", "D2", "D4", "D5",
                                      "D6", "C1", "C2", "X1", "R1"};
  return std::find(std::begin(all), std::end(all), property) != std::end(all);
}

bool failed(const Event& finish) {
  const auto ended = static_cast<simulators::Outcome>(finish.detail);
  return ended == simulators::Outcome::fail || ended == simulators::Outcome::info;
}

/// Operations that failed in the twin, or never ended there.
void add_failed_in(const History& twin, std::vector<OperationId>& excused) {
  std::vector<OperationId> open;
  for (const Event& event : twin.events) {
    if (event.kind == EventKind::invoke) open.push_back(event.operation);
    if (event.kind != EventKind::finish) continue;
    std::erase(open, event.operation);
    if (failed(event)) excused.push_back(event.operation);
  }
  excused.insert(excused.end(), open.begin(), open.end());
}

/// Operations that failed and were at an instance when a fault killed it.
void add_struck(const Facts& facts, std::vector<OperationId>& excused) {
  for (const EventId id : facts.processes()) {
    const Event& down = facts.event(id);
    if (down.kind != EventKind::node_down || down.detail != 1) continue;
    for (const OperationFact& operation : facts.operations()) {
      const bool during = operation.invoke < id && operation.finish > id;
      if (!during || !operation.failed() || operation.finish == no_event) continue;
      if (facts.event(operation.finish).node == down.node) excused.push_back(operation.id);
    }
  }
}

bool no_worse(const Verdict& run, const Verdict& twin) {
  return twin.outcome == Outcome::violated && run.subject == twin.subject &&
         run.measured * 100 <= twin.measured * slack_percent;
}

}  // namespace

bool baseline_is_unknown(std::string_view property) {
  return can_happen_without_migration(property) && !by_operation(property);
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
