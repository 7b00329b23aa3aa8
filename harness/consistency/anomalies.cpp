#include "harness/consistency/anomalies.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "harness/consistency/cycles.hpp"

namespace rehearse::harness {

namespace {

/// What the anomaly costs: the weakest guarantee that forbids it, and what is below that.
struct Cost {
  std::string_view anomaly, lost, held;
};

constexpr Cost costs[] = {
    {"phantom", "no value out of thin air", ""},
    {"duplicate", "each write once", ""},
    {"incompatible order", "one order of the writes to a key", ""},
    {"internal", "a transaction sees its own writes", ""},
    {"G0", "read uncommitted", ""},
    {"G1a", "read committed", "read uncommitted"},
    {"G1b", "read committed", "read uncommitted"},
    {"G1c", "read committed", "read uncommitted"},
    {"lost update", "snapshot isolation", "read committed"},
    {"G-single", "snapshot isolation", "read committed"},
    {"G2", "serializability", "read committed"},
};

const Cost& cost_of(std::string_view anomaly) {
  return *std::find_if(std::begin(costs), std::end(costs),
                       [&](const Cost& cost) { return cost.anomaly == anomaly; });
}

using Cycle = std::vector<std::uint32_t>;  // numbers of dependencies

class AnomalyJudge final {
 public:
  AnomalyJudge(const Recording& recording, const DependencyGraph& graph)
      : recording_(recording), graph_(graph) {}

  void judge(RecordingReport& report) {
    for (const LocalAnomaly& anomaly : graph_.anomalies) note_local(anomaly);
    find_cycles();
    // From the weakest guarantee up: the first one tells most.
    for (const Cost& cost : costs) {
      const auto found = found_.find(cost.anomaly);
      if (found == found_.end()) continue;
      report.counts.push_back(fmt::format("{}: {}", cost.anomaly, found->second.count));
      add_finding(report, std::move(found->second.first));
    }
    if (report.outcome != Outcome::violated && !graph_.undecided.empty()) {
      add_finding(report, nobody_knows(0, graph_.undecided));
    }
  }

 private:
  struct Found {
    std::size_t count = 0;
    Finding first;
  };

  void note(std::string_view anomaly, Finding finding) {
    Found& found = found_[anomaly];
    if (found.count++ > 0) return;
    finding.outcome = Outcome::violated;
    finding.lost = cost_of(anomaly).lost;
    finding.held = cost_of(anomaly).held;
    found.first = std::move(finding);
  }

  void note_local(const LocalAnomaly& anomaly) {
    Finding finding = violation_by(recording_, anomaly.key, anomaly.witness);
    finding.because = fmt::format("{}: {}", anomaly.name, anomaly.because);
    finding.proof.then = {anomaly.then};
    finding.proof.however = anomaly.however;
    note(anomaly.name, std::move(finding));
  }

  /// Each kind of cycle in the components of its own graph, one for each component.
  void find_cycles() {
    using enum DependencyKind;
    cycles_of([](const Dependency& d) { return d.kind == ww; });
    cycles_of([](const Dependency& d) { return d.kind != rw; });
    cycles_of([](const Dependency&) { return true; });
    // Where there is no cycle at all there is none of this kind.
    if (told_.empty() || found_.contains("G-single") || found_.contains("lost update")) return;
    find_single();
  }

  void cycles_of(const std::function<bool(const Dependency&)>& wanted) {
    const Successors graph(graph_.dependencies, recording_.operations.size(), wanted);
    const auto components = find_components(graph);
    std::map<std::uint32_t, Cycle> shortest;  // by component
    std::map<std::uint32_t, std::size_t> tried;
    for (std::uint32_t operation = 0; operation < components.size(); ++operation) {
      const std::uint32_t component = components[operation];
      if (component == never || ++tried[component] > tries_max) continue;
      Cycle cycle = shortest_way(graph, operation, operation, components);
      Cycle& best = shortest[component];
      if (best.empty() || cycle.size() < best.size()) best = std::move(cycle);
    }
    for (const auto& [component, cycle] : shortest) note_cycle(cycle);
  }

  /// A cycle with one read that missed a write, where the shortest cycles had more.
  void find_single() {
    const std::function<bool(const Dependency&)> any = [](const Dependency&) { return true; };
    const Successors whole(graph_.dependencies, recording_.operations.size(), any);
    const auto components = find_components(whole);
    const Successors plain(graph_.dependencies, recording_.operations.size(),
                           [](const Dependency& d) { return d.kind != DependencyKind::rw; });
    std::size_t tries = 0;
    for (std::uint32_t number = 0; number < graph_.dependencies.size(); ++number) {
      const Dependency& dependency = graph_.dependencies[number];
      if (dependency.kind != DependencyKind::rw || components[dependency.from] == never) continue;
      if (components[dependency.from] != components[dependency.to]) continue;
      if (++tries > singles_max) return;
      Cycle cycle = shortest_way(plain, dependency.to, dependency.from, components);
      if (cycle.empty()) continue;
      cycle.insert(cycle.begin(), number);
      note_cycle(cycle);
    }
  }

  const Dependency& at(std::uint32_t number) const { return graph_.dependencies[number]; }

  std::string_view name_of(const Cycle& cycle) const {
    std::size_t reads = 0, missed = 0;
    bool one_key = true;
    for (const std::uint32_t number : cycle) {
      reads += at(number).kind == DependencyKind::wr ? 1 : 0;
      missed += at(number).kind == DependencyKind::rw ? 1 : 0;
      one_key = one_key && at(number).key == at(cycle[0]).key;
    }
    if (missed == 0) return reads == 0 ? "G0" : "G1c";
    if (cycle.size() == 2 && one_key && reads == 0) return "lost update";
    return missed == 1 ? "G-single" : "G2";
  }

  void note_cycle(const Cycle& cycle) {
    std::set<std::uint32_t> sorted(cycle.begin(), cycle.end());
    if (!told_.insert(Cycle(sorted.begin(), sorted.end())).second) return;
    const std::string_view name = name_of(cycle);
    Finding finding;
    finding.key = at(cycle[0]).key;
    for (const std::uint32_t number : cycle) finding.witness.push_back(at(number).from);
    finding.proof.let = let_all(recording_, finding.witness);
    for (std::size_t i = 0; i < cycle.size(); ++i) {
      finding.proof.then.push_back(step_words(cycle, i));
    }
    finding.proof.however = "A would come before itself";
    finding.because = fmt::format("{}: {} transactions ({}) cannot be put in any order", name,
                                  cycle.size(), lines_words(finding.witness));
    std::sort(finding.witness.begin(), finding.witness.end());
    note(name, std::move(finding));
  }

  std::string lines_words(const std::vector<std::uint32_t>& operations) const {
    std::string words;
    for (const std::uint32_t operation : operations) {
      if (!words.empty()) words += ", ";
      words += operation_lines(recording_, recording_.operations[operation]);
    }
    return words;
  }

  /// "A < B, since B read 3 of key 1, which A had written".
  std::string step_words(const Cycle& cycle, std::size_t i) const {
    const Dependency& step = at(cycle[i]);
    const auto letter = [&](std::size_t place) {
      return place < 26 ? std::string(1, static_cast<char>('A' + place))
                        : fmt::format("T{}", place + 1);
    };
    const std::string from = letter(i), to = letter((i + 1) % cycle.size());
    const std::string key = of_key(recording_, step.key);
    const std::string before = value_words(recording_, step.before);
    const std::string after = value_words(recording_, step.after);
    switch (step.kind) {
      case DependencyKind::ww:
        return fmt::format("{} < {}, since {} wrote {}{} behind {}, which {} had written", from, to,
                           to, after, key, before, from);
      case DependencyKind::wr:
        return fmt::format("{} < {}, since {} read {}{}, which {} had written", from, to, to, after,
                           key, from);
      case DependencyKind::rw:
        break;
    }
    if (step.before.nil()) {
      return fmt::format("{} < {}, since {} read nothing{} yet, and {} wrote {} there", from, to,
                         from, key, to, after);
    }
    return fmt::format("{} < {}, since {} read {}{}, and {} wrote {} behind it", from, to, from,
                       before, key, to, after);
  }

  /// Of a component: operations from which a cycle is looked for.
  static constexpr std::size_t tries_max = 50;
  static constexpr std::size_t singles_max = 10'000;

  const Recording& recording_;
  const DependencyGraph& graph_;
  std::map<std::string_view, Found> found_;
  std::set<Cycle> told_;
};

}  // namespace

void judge_transactions(const Recording& recording, RecordedValue initial,
                        RecordingReport& report) {
  const DependencyGraph graph = recording.model == Model::append
                                    ? find_list_dependencies(recording)
                                    : find_register_dependencies(recording, initial);
  AnomalyJudge(recording, graph).judge(report);
}

}  // namespace rehearse::harness
