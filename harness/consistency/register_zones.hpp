#pragma once
/// Whether a register whose writes are told apart by their values is linearizable, in O(n log n).
///
/// Gibbons and Korach (Testing shared memories, SIAM J. Comput. 26(4), 1997): the operations of one
/// value are a *cluster*. The *zone* of a cluster lies between the first end and the last begin of
/// its operations; where the first end comes first it is a *forward* zone, and the register holds
/// that value all through it. The history is linearizable exactly when every read has a write that
/// did not begin after it, no two forward zones overlap, and no backward zone lies within a forward
/// one. So two clusters, hence at most four operations, show why a history is not.
///
/// Operations of unknown outcome: a write that somebody has read did take effect, at any time after
/// its begin; another one may never have. Neither a read without an answer nor what failed says
/// anything.

#include <optional>
#include <utility>
#include <vector>

#include "harness/consistency/finding.hpp"
#include "harness/consistency/partition.hpp"
#include "harness/properties/flat_index.hpp"

namespace rehearse::harness {

/// One cluster, with positions one beyond the event's number; 0 is before the recording.
struct Cluster {
  RecordedValue value;
  std::uint32_t write =
      never;  ///< Operation; `never`: the value from before the recording, or none.
  std::uint32_t first_end = never, last_begin = 0;
  std::uint32_t first_ender = never, last_beginner = never;  ///< Operations.
  bool seen = false;                                         ///< By a read that ended ok.
  bool taken() const { return first_end != never; }          ///< It took effect for certain.
  bool forward() const { return first_end < last_begin; }
  std::uint32_t low() const { return forward() ? first_end : last_begin; }
  std::uint32_t high() const { return forward() ? last_begin : first_end; }
};

class RegisterZones final {
 public:
  explicit RegisterZones(const Recording& recording) : recording_(recording) {}
  RegisterZones(const RegisterZones&) = delete;
  RegisterZones& operator=(const RegisterZones&) = delete;

  /// The verdict on one key, whose operations these are by invocation, and that began with
  /// `initial`; none: two writes that may both have taken
  /// effect have the same value, so that zones say nothing.
  std::optional<Finding> judge(std::uint32_t key, std::span<const std::uint32_t> operations,
                               RecordedValue initial);

  /// Of the key judged last; the first is that of the initial value.
  std::span<const Cluster> clusters() const { return clusters_; }
  std::uint32_t cluster_of(RecordedValue value) const;

 private:
  bool gather(std::span<const std::uint32_t> operations, RecordedValue initial);
  std::uint32_t cluster(RecordedValue value);
  std::optional<Finding> judge_reads(std::span<const std::uint32_t> operations);
  std::optional<Finding> judge_zones();
  Finding phantom(const Cluster& cluster, std::span<const std::uint32_t> operations) const;
  Finding too_early(const Cluster& cluster) const;
  Finding overlap(const Cluster& one, const Cluster& other) const;

  const Recording& recording_;
  std::uint32_t key_ = 0;
  std::vector<Cluster> clusters_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> by_low_;  // low end of a zone, its cluster
  FlatIndex index_;
};

}  // namespace rehearse::harness
