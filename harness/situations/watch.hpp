#pragma once
/// What a situation has to know of the events before the one that tells it.

#include <cstdint>
#include <vector>

#include "simulators/blueprint/blueprint.hpp"
#include "simulators/runtime/history.hpp"

namespace rehearse::harness {

class Watch final {
 public:
  explicit Watch(const simulators::Blueprint& blueprint);

  void reset();
  /// After the situations were asked about `event`.
  void note(const simulators::Event& event);

  const simulators::Blueprint& blueprint() const { return blueprint_; }
  /// Phase from which the rollback under way began.
  std::uint16_t rollback_from() const { return rollback_from_; }
  /// Some call of the operation failed.
  bool had_trouble(simulators::OperationId id) const {
    return id < operations_.size() && operations_[id].trouble;
  }
  /// Index in the plan's operations; `no_operation` when it was never started.
  std::size_t kind_of(simulators::OperationId id) const {
    return id < operations_.size() ? operations_[id].kind : no_operation;
  }
  /// The process died, or a message from or to it was lost.
  bool died(simulators::NodeId node) const { return node < nodes_.size() && nodes_[node].died; }
  bool lost_a_message(simulators::NodeId node) const {
    return node < nodes_.size() && nodes_[node].lost;
  }
  /// A client's write changed a record of the track after the backfill had copied its first.
  bool changed_during_backfill(simulators::TrackIndex track) const {
    return track < tracks_.size() && tracks_[track].changed;
  }

  static constexpr std::size_t no_operation = static_cast<std::size_t>(-1);

 private:
  struct OperationSeen {
    std::size_t kind = no_operation;
    bool trouble = false;
  };
  struct NodeSeen {
    bool died = false, lost = false;
  };
  struct TrackSeen {
    bool backfilled = false, changed = false;
  };

  OperationSeen& operation(simulators::OperationId id);

  const simulators::Blueprint& blueprint_;
  std::uint16_t rollback_from_ = simulators::no_phase;
  std::vector<OperationSeen> operations_;  // by id: they are counted from 1
  std::vector<NodeSeen> nodes_;
  std::vector<TrackSeen> tracks_;
};

}  // namespace rehearse::harness
