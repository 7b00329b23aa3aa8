#pragma once
/// Rehearses a plan live, and judges every run as a simulated one is.
///
/// What differs: runs take as long as they take, so there are few; none is shrunk or repeated
/// bit for bit; and there is no control twin, so only what was at a
/// process that a fault killed is excused. The scenario's faults are
/// drawn as in simulation and strike real messages (fault_injection/proxy) and processes; those
/// that cannot be done to real ones are skipped, and said to be (live_faults.hpp).

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "harness/explore/explore.hpp"

namespace rehearse::harness::live {

struct LiveExploreOptions {
  /// What simulation found, of this plan and scenario: each is tried live, too.
  std::vector<SavedCounterexample> replayed;
  std::int64_t runs = 1;  ///< Courses as in a swarm: to the end, rolled back, held.
  std::uint64_t seed = 1;
  std::string program;  ///< Path of rehearse.
  std::string folder;   ///< Scratch; each run has a folder in it.
  /// PostgreSQL for all stores, as libpq's connection string; empty: SQLite files. Each run has
  /// schemas of its own there, which begin with the last part of `folder`.
  std::string server;
  bool keep_schemas = false;
  std::string directory;  ///< Absolute, of the plan's file: programs of the user's are there.
  std::function<bool()> stop = [] { return false; };
  /// As in LiveOptions.
  std::function<std::string()> trouble = [] { return std::string(); };
  std::function<void(std::int64_t done, std::int64_t violated, std::int64_t planned)> progress;
};

/// `saved` stays empty: what a live run violated is in its history, which can be judged again.
Exploration explore_live(const scenarios::Plan& plan, const scenarios::Scenario& scenario,
                         const LiveExploreOptions& options);

}  // namespace rehearse::harness::live
