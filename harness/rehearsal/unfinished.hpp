#pragma once
/// Why a run has not come to rest although its faults have healed: who, what, how many, since when.

#include <cstdint>
#include <string>
#include <vector>

#include "simulators/blueprint/blueprint.hpp"
#include "simulators/runtime/history.hpp"

namespace rehearse::harness {

/// What is still to do, as the world sees it.
struct Unfinished {
  struct AtNode {
    simulators::NodeId node = 0;
    std::int64_t count = 0;
  };
  struct OnTrack {
    simulators::TrackIndex track = 0;
    scenarios::Side side = scenarios::Side::old_side;  ///< Where it comes from.
    std::int64_t count = 0;
  };
  std::int64_t operations = 0;          ///< Of clients.
  std::vector<AtNode> serving;          ///< Requests, by instance.
  std::vector<OnTrack> streams;         ///< Changes not carried yet.
  std::vector<OnTrack> repairs;         ///< Queued.
  std::vector<OnTrack> backfills;       ///< Records that remain.
  std::vector<OnTrack> verifiers;       ///< At work.
  std::vector<AtNode> webhooks;         ///< By service.
  std::vector<std::size_t> restarting;  ///< Groups.

  void clear();
  bool nothing() const;
};

/// All reasons, one sentence each without a full stop, joined by "; ". Empty when there is nothing.
std::string in_words(const Unfinished& unfinished, const simulators::Blueprint& blueprint,
                     const simulators::History& history);

}  // namespace rehearse::harness
