#include "harness/consistency/linearizable.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "harness/consistency/guarantees.hpp"
#include "harness/consistency/puzzle.hpp"
#include "harness/consistency/register_zones.hpp"

namespace rehearse::harness {

namespace {

std::string_view object_name(Model model) {
  if (model == Model::counter) return "counter";
  return model == Model::append ? "object" : "register";
}

/// "2 or 3", "nil".
std::string states_words(const Recording& recording, const Puzzle& puzzle,
                         const std::vector<std::int64_t>& states) {
  std::string words;
  for (std::size_t i = 0; i < states.size(); ++i) {
    if (i > 0) words += i + 1 == states.size() ? " or " : ", ";
    words += state_words(recording, puzzle, states[i]);
  }
  return words;
}

/// Told of the act that no order explains: what there could have been, and what it met.
class DeadEndTeller final {
 public:
  DeadEndTeller(const Recording& recording, std::uint32_t key, const Puzzle& puzzle,
                const DeadEnd& dead_end)
      : recording_(recording), key_(key), puzzle_(puzzle), dead_end_(dead_end) {}

  Finding tell() const {
    const Act& act = puzzle_.acts[dead_end_.act];
    const RecordedOperation& operation = recording_.operations[act.operation];
    std::vector<std::uint32_t> witness{act.operation};
    const std::uint32_t maker = last_maker(act, dead_end_.act);
    if (maker != never) witness.push_back(puzzle_.acts[maker].operation);
    Finding finding = violation_by(recording_, key_, std::move(witness));
    finding.lost = "linearizability";
    const char name = finding.witness.front() == act.operation ? 'A' : 'B';
    const char maker_name = name == 'A' ? 'B' : 'A';
    const std::string object(object_name(recording_.model));
    const std::string states = states_words(recording_, puzzle_, dead_end_.states);
    const std::string needed = state_words(recording_, puzzle_, act.a);
    const std::uint32_t line = recording_.event_line[operation.completed];
    finding.because = fmt::format(
        "{} {} ({}), when the {} could hold only {}", process_words(recording_, operation.process),
        did_words(operation), operation_lines(recording_, operation), object, states);
    finding.proof.then = {fmt::format("{} met {} before line {}, when it ended, or at that moment",
                                      name, needed, line)};
    if (maker != never) {
      finding.proof.then.push_back(
          fmt::format("{} is the last that could have left {} there", maker_name, needed));
    }
    finding.proof.however = fmt::format(
        "by line {} every order that explains all earlier answers leaves the {} at {}, and nothing "
        "under way could make it {}",
        line, object, states, needed);
    return finding;
  }

 private:
  /// "read 4 of key 7", "changed 1 into 2".
  std::string did_words(const RecordedOperation& operation) const {
    if (operation.function != Function::cas) return operation_words(recording_, operation);
    return fmt::format("changed {} into {}{}", value_words(recording_, operation.value),
                       value_words(recording_, operation.second), of_key(recording_, key_));
  }

  /// The act begun last before the end in question that leaves what `act` needs.
  std::uint32_t last_maker(const Act& act, std::uint32_t index) const {
    std::uint32_t found = never;
    for (const ActEvent& event : puzzle_.events) {
      if (event.end && event.act == index) break;
      if (event.end) continue;
      const Act& maker = puzzle_.acts[event.act];
      const bool writes = maker.kind == ActKind::write && maker.a == act.a;
      const bool sets = maker.kind == ActKind::cas && maker.b == act.a;
      if (writes || sets) found = event.act;
    }
    return found;
  }

  const Recording& recording_;
  std::uint32_t key_;
  const Puzzle& puzzle_;
  const DeadEnd& dead_end_;
};

Finding search(const Recording& recording, std::uint32_t key, std::span<const std::uint32_t> events,
               const RecordedValue initial, JudgeBudget& budget) {
  const Puzzle puzzle = make_puzzle(recording, events, initial);
  const ContestResult result = run_contest(puzzle, budget);
  if (result.answer == SearchAnswer::ordered) return nothing_found(key);
  if (result.answer == SearchAnswer::no_order && result.by_frontier) {
    return DeadEndTeller(recording, key, puzzle, result.dead_end).tell();
  }
  if (result.answer == SearchAnswer::no_order) {
    Finding finding = nothing_found(key);
    finding.outcome = Outcome::violated;
    finding.lost = "linearizability";
    finding.because = fmt::format("no order of the {} operations{} explains all their answers",
                                  puzzle.acts.size(), of_key(recording, key));
    return finding;
  }
  return nobody_knows(key,
                      fmt::format("the search for an order of the {} operations{} ran out of {}",
                                  puzzle.acts.size(), of_key(recording, key), result.why));
}

/// Looks at each, which also fetches what lies far apart: the judges run twice as fast behind it.
bool has_cas(const Recording& recording, std::span<const std::uint32_t> operations) {
  return std::any_of(operations.begin(), operations.end(), [&](std::uint32_t operation) {
    return recording.operations[operation].function == Function::cas;
  });
}

}  // namespace

void judge_linearizability(const Recording& recording, const RecordingJudgeOptions& options,
                           RecordingReport& report) {
  Partition partition(recording);
  RegisterZones zones(recording);
  JudgeBudget budget = options.budget;
  const bool registers = recording.model == Model::reg || recording.model == Model::cas_register;
  for (std::uint32_t key = 0; key < recording.keys.size(); ++key) {
    const auto operations = partition.operations(key);
    std::optional<Finding> finding;
    if (registers && !has_cas(recording, operations)) {
      finding = zones.judge(key, operations, options.initial);
      if (finding && finding->outcome == Outcome::violated) {
        const Guarantees guarantees = find_guarantees(recording, zones, partition.events(key));
        finding->lost = guarantees.lost;
        finding->held = guarantees.held;
      }
    }
    if (!finding) finding = search(recording, key, partition.events(key), options.initial, budget);
    add_finding(report, std::move(*finding));
  }
}

}  // namespace rehearse::harness
