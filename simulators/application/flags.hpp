#pragma once
/// Flags: how every track is routed now, as one immutable snapshot with a number. Trivially
/// copyable; made in the run's Memory.

#include <array>
#include <cstdint>

#include "scenarios/stage.hpp"
#include "simulators/runtime/history.hpp"

namespace rehearse::simulators {

/// The axes of a stage that routing needs.
struct Route {
  scenarios::ReadAxis read;
  scenarios::WriteAxis write;
  scenarios::SecondWriteFailure second_write_failure = scenarios::SecondWriteFailure::fail;
  scenarios::Apply apply = scenarios::Apply::overwrite;
  scenarios::SyncAxis sync;
  scenarios::Fence fence = scenarios::Fence::none;
  scenarios::ServiceAxes service;
  bool operator==(const Route&) const = default;

  static Route of(const scenarios::Stage& stage) {
    return {stage.read,  stage.write,  stage.second_write_failure, stage.apply, stage.sync,
            stage.fence, stage.service};
  }
};

enum class SplitBy : std::uint8_t { nobody, client, key };

struct TrackFlags {
  Route base;   ///< Outside the segment.
  Route split;  ///< Inside it.
  SplitBy by = SplitBy::nobody;
  bool sticky = true;
  int percent = 0;
  std::uint64_t epoch = 1;     ///< Grows with each change of this track.
  std::array<bool, 2> deny{};  ///< Writes whose first side this is wait.
};

struct FlagSnapshot {
  std::int64_t number = 0;             ///< Grows with each publication.
  const TrackFlags* tracks = nullptr;  ///< By TrackIndex.
};

}  // namespace rehearse::simulators
