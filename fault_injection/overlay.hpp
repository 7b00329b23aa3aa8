#pragma once
/// The faults of a scenario laid over one run. Message faults act on every link but the clients'
/// own (what a client's own network loses is nobody's plan); process faults on the application, the
/// stores and the conductor. All within the plan's fault budget: what the plan does not tolerate
/// without a migration is never injected, and counted as withheld.
///
/// Each run takes a random subset of the drawn kinds (swarm testing, Groce et al. 2012); some runs
/// have none.

#include <vector>

#include "simulators/blueprint/blueprint.hpp"
#include "simulators/runtime/disturbance.hpp"

namespace rehearse::fault_injection {

using simulators::NodeId;

/// Index of a fault kind in scenarios::fault_kinds().
using KindIndex = std::uint8_t;

/// Kinds that this build injects in simulation; the others are reported as skipped, never as
/// survived.
bool injectable(std::string_view kind);
/// Whether the plan's budget grants the kind.
bool granted(std::string_view kind, const scenarios::Tolerates& tolerates);

/// Nodes that a pattern of a scenario names: "app" (all of a group), "app/2", "payments.old",
/// "orders.new", a database, a worker. Empty: none.
std::vector<NodeId> nodes_matching(const simulators::Blueprint& blueprint,
                                   const std::string& pattern);

class Overlay final : public simulators::Disturbance {
 public:
  explicit Overlay(const simulators::Blueprint& blueprint);

  void begin(simulators::Processes& processes, simulators::Choices& choices) override;
  simulators::Fate on_message(NodeId from, NodeId to, bool reply, std::uint64_t tag,
                              simulators::OperationId operation) override;
  void phase_changed(std::uint16_t phase) override;
  void heal() override { healed_ = true; }

  /// Kinds (by index) that could strike in the last run, and how often each did.
  const std::vector<bool>& planned() const { return planned_; }
  const std::vector<std::int64_t>& fired() const { return fired_; }

 private:
  struct Drawn {  // one kind of one drawn or scheduled message fault
    KindIndex kind = 0;
    std::uint8_t spec = 0;
    std::int64_t per_million = 0;
  };
  struct Scheduled {  // strikes the n-th opportunity, or every one within its window
    std::uint8_t spec = 0;
    KindIndex kind = 0;
    int seen = 0;
  };

  bool in_window(const scenarios::FaultSpec& spec) const;
  bool on_link(std::size_t spec, NodeId from, NodeId to) const;
  void strike(KindIndex kind, NodeId node, NodeId other, simulators::OperationId operation);
  simulators::Fate scheduled_fate(NodeId from, NodeId to, bool reply,
                                  simulators::OperationId operation);
  simulators::Fate drawn_fate(std::uint64_t draw, NodeId from, NodeId to, bool reply,
                              simulators::OperationId operation);
  simulators::Fate fate_of(KindIndex kind, const scenarios::FaultSpec& spec, bool reply);
  void plan_drawn(std::uint8_t spec, KindIndex kind, std::int64_t per_million);
  void plan_processes(std::uint8_t spec, KindIndex kind);
  simulators::Task<void> crash_later(std::uint8_t spec, KindIndex kind, NodeId node,
                                     scenarios::Duration after);
  bool spend(KindIndex kind);
  NodeId victim(std::uint8_t spec, KindIndex kind);

  const simulators::Blueprint& blueprint_;
  std::vector<std::array<std::vector<bool>, 2>> links_;  // by spec: nodes of either end
  std::vector<std::uint16_t> phases_;                    // by spec: phase index, or no_phase
  simulators::Processes* processes_ = nullptr;
  simulators::Choices* choices_ = nullptr;
  std::vector<Drawn> drawn_;
  std::uint64_t drawn_per_million_ = 0;  // of all of them
  std::vector<Scheduled> scheduled_;
  std::vector<bool> planned_;
  std::vector<std::int64_t> fired_;
  std::vector<int> budget_;  // by kind: strikes left; -1: no limit
  std::uint16_t phase_ = simulators::no_phase;
  simulators::Time phase_began_ = 0;
  bool healed_ = false;
};

}  // namespace rehearse::fault_injection
