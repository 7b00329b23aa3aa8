#pragma once
/// What the conductor knows across its own crash: where it is, how every track stands, what it has
/// already done. Written before and after each action, so that a conductor which comes back repeats
/// at most one action; every action can be repeated.

#include <array>
#include <vector>

#include "harness/conductor/boundary.hpp"
#include "simulators/application/flags.hpp"
#include "simulators/blueprint/blueprint.hpp"
#include "simulators/runtime/history.hpp"

namespace rehearse::harness {

/// How one track stands: its stage, the stage inside its segment, its epoch.
struct TrackStand {
  scenarios::Stage base;
  scenarios::Stage split;  ///< Equal to `base` when `by` is nobody.
  simulators::SplitBy by = simulators::SplitBy::nobody;
  bool sticky = true;
  int percent = 0;
  std::uint64_t epoch = 1;
  std::array<bool, 2> deny{};
  bool operator==(const TrackStand&) const = default;
};

/// How the tracks stand before the first phase.
std::vector<TrackStand> first_stands(const simulators::Blueprint& blueprint);

enum class JournalMode : std::uint8_t { forward, rolling_back, ended };

struct Journal {
  JournalMode mode = JournalMode::forward;
  std::size_t phase = 0;
  std::size_t action = 0;  ///< The next one to do.
  bool phase_begun = false;
  simulators::Time steps_began = 0;     ///< When the phase's first step did; 0: not yet.
  std::vector<TrackStand> stands;       ///< As last published.
  std::vector<TrackStand> unpublished;  ///< Stands before a publication under way; empty: none.
  std::vector<std::vector<TrackStand>> before;      ///< At the start of each phase that has begun.
  std::vector<std::vector<std::size_t>> performed;  ///< Steps done, by phase, in order.
  std::vector<simulators::Key> positions;      ///< Recorded stream position by track; -1: none.
  std::vector<scenarios::Side> position_side;  ///< ... of this side's change log.
  std::vector<simulators::Key>
      population;             ///< Last key per (phase x track), when each phase began.
  std::vector<int> versions;  ///< Version that each group was last brought to.
  std::vector<std::vector<int>> versions_before;  ///< At the start of each phase that has begun.
  std::vector<TrackStand> intended;               ///< Of a switch or set under way; empty: none.
  std::int64_t number = 1;                        ///< Of the last publication.
  std::int64_t drains = 0;
  std::uint32_t orders = 0;  ///< Commands given.
  // rollback
  int target = -1;
  int undoing = 0;       ///< The phase being undone; those above it are.
  std::size_t turn = 0;  ///< Which of the declared order's tracks go back; its size: all others.
  simulators::Time rollback_began = 0;
  simulators::RollbackCause cause = simulators::RollbackCause::rehearsed;
  simulators::PlanEnd end = simulators::PlanEnd::stuck;
  bool operator==(const Journal&) const = default;
};

}  // namespace rehearse::harness
