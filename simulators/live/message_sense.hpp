#pragma once
/// Whether a node can be asked this. What comes over a socket may come from anybody, and models
/// take it for granted that they are asked what the plan's other nodes ask them.

#include <cstdint>
#include <vector>

#include "simulators/blueprint/blueprint.hpp"
#include "simulators/runtime/messages.hpp"

namespace rehearse::simulators::live {

class MessageSense final {
 public:
  /// The blueprint must outlive it.
  explicit MessageSense(const Blueprint& blueprint);

  /// `request` was read by MessageJson, which knows the types and most indices.
  bool fits(const Request& request, NodeId at) const;

 private:
  enum class Kind : std::uint8_t {
    instance,
    store,
    service,
    relay,
    backfiller,
    repairer,
    verifier,
    other  ///< Clients, flag service, conductor, and who conducts from outside: controls only.
  };
  struct Place {
    Kind kind = Kind::other;
    int database = no_index;      // stores
    TrackIndex track = no_track;  // services
    scenarios::Side side = scenarios::Side::old_side;
  };

  bool fits_store(const Statement& statement, int database) const;
  bool fits_store(const Control& asked, int database) const;
  bool fits_instance(const OperationCall& call) const;
  bool fits_instance(const Control& asked) const;
  bool fits_worker(const Control& asked, Kind kind) const;
  bool fits_other(const Control& asked) const;
  bool is_record(TrackIndex track) const;
  bool is_track(TrackIndex track) const { return track < blueprint_.tracks.size(); }

  const Blueprint& blueprint_;
  std::vector<Place> places_;  // by NodeId
};

}  // namespace rehearse::simulators::live
