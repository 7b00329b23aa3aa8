#pragma once
/// Whether a node can be asked this. What comes over a socket may come from anybody, and models
/// take it for granted that they are asked what the plan's other nodes ask them.

#include <cstdint>
#include <vector>

#include "simulators/blueprint/node_class.hpp"
#include "simulators/runtime/messages.hpp"

namespace rehearse::simulators::live {

/// No sum of such numbers overflows in a run.
constexpr std::int64_t largest_number = 1'000'000'000'000'000;
constexpr bool sensible(std::int64_t number) {
  return -largest_number <= number && number <= largest_number;
}

class MessageSense final {
 public:
  /// The blueprint must outlive it.
  explicit MessageSense(const Blueprint& blueprint);

  /// `request` was read by MessageJson, which knows the types and most indices.
  bool fits(const Request& request, NodeId at) const;

 private:
  bool fits_store(const Statement& statement, NodeId store) const;
  bool fits_store(const Control& asked, NodeId store) const;
  bool fits_instance(const OperationCall& call) const;
  bool fits_instance(const Control& asked) const;
  bool fits_worker(const Control& asked, NodeClass worker) const;
  bool fits_other(const Control& asked) const;
  bool is_record(TrackIndex track) const;
  bool is_track(TrackIndex track) const { return track < blueprint_.tracks.size(); }

  const Blueprint& blueprint_;
  std::vector<NodeClass> classes_;  // by NodeId
};

}  // namespace rehearse::simulators::live
