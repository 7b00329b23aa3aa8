#include "harness/consistency/guarantees.hpp"

#include <vector>

namespace rehearse::harness {

namespace {

struct Arc {
  std::uint32_t from = 0, to = 0;
};

/// What one client did, in its order: clusters, and whether it wrote them.
struct SessionStep {
  std::uint32_t cluster = 0;
  bool write = false;
  bool unknown = false;  ///< Took effect after what came before it; what came behind need not wait.
};

/// Beyond so many steps the views of single clients are not looked at.
constexpr std::uint64_t steps_max = 20'000'000;

class Views final {
 public:
  Views(const Recording& recording, const RegisterZones& zones,
        std::span<const std::uint32_t> events)
      : clusters_(zones.clusters().size()) {
    std::vector<std::uint32_t> places(recording.processes.size(), never);
    for (const std::uint32_t event : events) {
      const RecordedOperation& operation = recording.operations[recording.event_operation[event]];
      const bool write = operation.function == Function::write;
      const bool unknown = operation.unknown() && write;
      if (event != operation.invoked || !(operation.definite() || unknown)) continue;
      const std::uint32_t cluster = zones.cluster_of(operation.value);
      if (unknown && !zones.clusters()[cluster].seen) continue;  // as if it had not been
      if (places[operation.process] == never) {
        places[operation.process] = static_cast<std::uint32_t>(sessions_.size());
        sessions_.emplace_back();
      }
      sessions_[places[operation.process]].push_back({cluster, write, unknown});
      ++steps_;
    }
  }

  bool feasible() const { return sessions_.size() * (steps_ + clusters_) <= steps_max; }

  /// Every client has a view in which what `all` demands of every client and `own` of this one
  /// holds: which pairs of steps of a client, the earlier first, keep their order.
  template <typename All, typename Own>
  bool views(All all, Own own) {
    arcs_.clear();
    for (const auto& session : sessions_) demand(session, all);
    const std::size_t common = arcs_.size();
    for (const auto& session : sessions_) {
      arcs_.resize(common);
      demand(session, own);
      if (arcs_.size() > common && !ordered()) return false;
      if (&session == &sessions_.front() && !ordered()) return false;
    }
    return true;
  }

  /// A client reads what it writes only later.
  bool reads_ahead() const {
    std::vector<std::uint32_t> read_by(clusters_, never);  // session, by cluster
    for (std::uint32_t s = 0; s < sessions_.size(); ++s) {
      for (const SessionStep& step : sessions_[s]) {
        if (step.write && read_by[step.cluster] == s) return true;
        if (!step.write) read_by[step.cluster] = s;
      }
    }
    return false;
  }

  /// Every client reads its own last write, or another's value.
  bool read_your_writes() const {
    std::vector<std::uint32_t> overwritten_by(clusters_, never);  // session, by cluster
    for (std::uint32_t s = 0; s < sessions_.size(); ++s) {
      std::uint32_t last = never;
      for (const SessionStep& step : sessions_[s]) {
        if (step.unknown) continue;
        if (step.write) {
          if (last != never) overwritten_by[last] = s;
          last = step.cluster;
        } else if (last != never && step.cluster != last &&
                   (step.cluster == 0 || overwritten_by[step.cluster] == s)) {
          return false;
        }
      }
    }
    return true;
  }

  /// No client reads again what it had read before another value.
  bool monotonic_reads() const {
    std::vector<std::uint32_t> left_by(clusters_, never);
    for (std::uint32_t s = 0; s < sessions_.size(); ++s) {
      std::uint32_t last = never;
      for (const SessionStep& step : sessions_[s]) {
        if (step.write || step.cluster == last) continue;
        if (left_by[step.cluster] == s || (step.cluster == 0 && last != never)) return false;
        if (last != never) left_by[last] = s;
        last = step.cluster;
      }
    }
    return true;
  }

  /// One order for all clients.
  bool sequential() {
    arcs_.clear();
    for (const auto& session : sessions_) demand(session, [](bool, bool) { return true; });
    return ordered();
  }

 private:
  /// A step is forgotten once a later one stands for it.
  template <typename Demanded>
  void demand(const std::vector<SessionStep>& session, Demanded demanded) {
    std::vector<SessionStep> before;
    for (const SessionStep& step : session) {
      for (const SessionStep& earlier : before) {
        if (demanded(earlier.write, step.write) && earlier.cluster != step.cluster) {
          arcs_.push_back({earlier.cluster, step.cluster});
        }
      }
      if (step.unknown) continue;
      std::erase_if(before, [&](const SessionStep& earlier) {
        const auto covered = [&](bool later) {
          return !demanded(earlier.write, later) || demanded(step.write, later);
        };
        return demanded(earlier.write, step.write) && covered(true) && covered(false);
      });
      if (demanded(step.write, true) || demanded(step.write, false)) before.push_back(step);
    }
  }

  /// No cycle; cluster 0, the value from before the recording, comes before all others.
  bool ordered() {
    std::vector<std::uint32_t> waiting(clusters_, 0);
    begin_.assign(clusters_ + 1, 0);
    for (const Arc& arc : arcs_) {
      if (arc.to == 0) return false;
      ++waiting[arc.to];
      ++begin_[arc.from + 1];
    }
    for (std::size_t i = 1; i < begin_.size(); ++i) begin_[i] += begin_[i - 1];
    targets_.resize(arcs_.size());
    std::vector<std::uint32_t> next(begin_.begin(), begin_.end() - 1);
    for (const Arc& arc : arcs_) targets_[next[arc.from]++] = arc.to;
    std::vector<std::uint32_t> ready;
    for (std::uint32_t i = 0; i < clusters_; ++i) {
      if (waiting[i] == 0) ready.push_back(i);
    }
    std::size_t placed = 0;
    for (; placed < ready.size(); ++placed) {
      const std::uint32_t from = ready[placed];
      for (std::uint32_t i = begin_[from]; i < begin_[from + 1]; ++i) {
        if (--waiting[targets_[i]] == 0) ready.push_back(targets_[i]);
      }
    }
    return placed == clusters_;
  }

  std::size_t clusters_;
  std::uint64_t steps_ = 0;
  std::vector<std::vector<SessionStep>> sessions_;
  std::vector<Arc> arcs_;
  std::vector<std::uint32_t> begin_, targets_;
};

}  // namespace

Guarantees find_guarantees(const Recording& recording, const RegisterZones& zones,
                           std::span<const std::uint32_t> events) {
  for (const Cluster& cluster : zones.clusters().subspan(1)) {
    if (cluster.seen && cluster.write == never) return {"no value out of thin air", ""};
  }
  Views views(recording, zones, events);
  if (views.reads_ahead()) return {"no value out of thin air", ""};
  if (views.sequential()) return {"linearizability", "sequential consistency"};
  if (!views.read_your_writes()) {
    return {"read your writes", views.monotonic_reads() ? "monotonic reads" : ""};
  }
  if (!views.monotonic_reads()) return {"monotonic reads", "read your writes"};
  if (!views.feasible()) return {"sequential consistency", "monotonic reads"};
  const auto everything = [](bool, bool) { return true; };
  const auto read_read = [](bool first, bool second) { return !first && !second; };
  const auto write_write = [](bool first, bool second) { return first && second; };
  const auto any_write = [](bool, bool second) { return second; };
  if (!views.views(write_write, read_read)) return {"monotonic writes", "monotonic reads"};
  if (!views.views(any_write, read_read)) return {"writes follow reads", "monotonic writes"};
  if (!views.views(write_write, everything)) return {"PRAM consistency", "writes follow reads"};
  if (!views.views(any_write, everything)) return {"causal consistency", "PRAM consistency"};
  return {"sequential consistency", "causal consistency"};
}

}  // namespace rehearse::harness
