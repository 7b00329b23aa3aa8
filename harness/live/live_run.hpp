#pragma once
/// One live rehearsal: every node a process, real time, real sockets and files; the same plan,
/// scenario and model code as in simulation, and a history of the same kind at the end.
///
///     director (here)   starts the processes, then the clients and the conductor; restarts
///                       instances when the conductor asks; waits until all is at rest
///     the others        `rehearse node`, one process each (node_process.hpp)
///     history           the events of all their logs, by time; the databases as they lie there
///
/// What it cannot know, and does not say: `truth` events need someone who sees all stores at one
/// instant. So a gate's condition is taken at its word (V1 judges by the rest).

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "harness/live/run_folder.hpp"
#include "harness/traffic/traffic.hpp"
#include "simulators/blueprint/blueprint.hpp"
#include "simulators/runtime/disturbance.hpp"
#include "simulators/runtime/history.hpp"

namespace rehearse::harness::live {

struct LiveOptions {
  std::string program;  ///< Path of rehearse.
  std::string folder;   ///< Scratch, empty or not there yet; whoever gave it removes it.
  RunSettings settings;
  /// These client operations, ascending by phase and time, and not those that the scenario draws.
  std::optional<std::vector<PlacedOperation>> placed;
  std::function<bool()> stop = [] { return false; };  ///< Asked all the time: end now.
  /// Asked all the time: why it cannot go on, in a sentence without a full stop; empty: it can.
  std::function<std::string()> trouble = [] { return std::string(); };
};

struct LiveOutcome {
  simulators::History history;  ///< Up to the point where it ended.
  /// Why the run did not come to its end, one sentence without a full stop; empty: it did.
  std::string problem;
};

/// Every store of the plan must be on an engine that has files, unless PostgreSQL has them all.
/// `disturbance`: the faults, which strike real messages and processes; null: none.
LiveOutcome run_live(const simulators::Blueprint& blueprint, const LiveOptions& options,
                     simulators::Disturbance* disturbance = nullptr);

}  // namespace rehearse::harness::live
