#pragma once
/// What clients notice, measured: some runs beside their control twins, operation by operation.
///
///     run, twin --add--> pairs: the same operation with and without the migration
///     pairs by kind, by kind and phase, by kind and side --rows--> OperationImpact
///
/// Latency counts from the *intended* start, and an operation belongs to the phase in which it was
/// intended: one that had to queue counts where its user wanted it (no coordinated omission).
/// Operations that the other run has not are left out.

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "harness/certificate/certificate.hpp"
#include "harness/impact/phase_times.hpp"
#include "harness/properties/attempts.hpp"
#include "harness/properties/facts.hpp"

namespace rehearse::harness {

class ClientImpact final {
 public:
  ClientImpact(const scenarios::Plan& plan, const scenarios::Scenario& scenario);

  /// One run and its control twin.
  void add(const History& run, const History& twin);
  std::int64_t runs() const { return runs_; }
  /// All operations, then by kind in plan order: of each kind all together, by phase, by side.
  std::vector<OperationImpact> rows();

 private:
  /// Kind, phase, sides; `everywhere` where all are meant.
  using Group = std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>;
  struct Pair {
    OperationIndex with = nothing, without = nothing;
    std::uint32_t kind = 0, phase = 0, sides = 0;
  };
  struct Tally {
    OperationImpact row;
    std::vector<std::int64_t> latencies, control_latencies;
    std::vector<Attempt> attempts, control_attempts;  // of the run that is being added
    std::int64_t most_beyond = 0;                     // the longest wait beyond the twin's
  };

  std::vector<Pair> pairs_of(const History& run) const;
  void add(const Pair& pair, Tally& tally) const;
  void close_run(Tally& tally) const;
  void tell_worst(const Pair& pair, Tally& tally) const;
  std::string side_name(std::uint32_t sides) const;

  const scenarios::Plan& plan_;
  const Time window_;
  Facts with_, without_;
  std::map<Group, Tally> tallies_;
  std::int64_t runs_ = 0;
};

}  // namespace rehearse::harness
