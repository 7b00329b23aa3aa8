#pragma once
/// Everything of one rehearsal, on one thread: runtime, stores, services, fleet, workers,
/// conductor, clients. Built once and run many times; a run is a pure function of (blueprint,
/// choices, shape).

#include <array>
#include <memory>
#include <vector>

#include "harness/conductor/conductor.hpp"
#include "harness/rehearsal/final_side.hpp"
#include "harness/rehearsal/unfinished.hpp"
#include "harness/traffic/traffic.hpp"
#include "simulators/application/instance.hpp"
#include "simulators/runtime/disturbance.hpp"
#include "simulators/runtime/simulated_runtime.hpp"
#include "simulators/services/service.hpp"
#include "simulators/store/store_node.hpp"
#include "simulators/workers/backfiller.hpp"
#include "simulators/workers/flag_service.hpp"
#include "simulators/workers/relay.hpp"
#include "simulators/workers/repairer.hpp"
#include "simulators/workers/verifier.hpp"

namespace rehearse::harness {

struct PhaseBegin {
  simulators::Time time = 0;
  std::uint16_t phase = 0;
};

struct RunOptions {
  simulators::Choices* choices = nullptr;          ///< Never null.
  simulators::Disturbance* disturbance = nullptr;  ///< Null: no faults.
  RunShape shape;
  bool migrate = true;  ///< False: a control run.
  /// The client operations, instead of those that the scenario draws. Must outlive the run.
  const std::vector<PlacedOperation>* placed = nullptr;
  simulators::Time control_length = 0;  ///< Control run: how long traffic lasts.
  /// Control run: when the phases of its twin began, for what is tied to them.
  std::vector<PhaseBegin> phases;
};

class World final : private Fleet, private Observer, private simulators::Processes {
 public:
  /// Prepares the stores' image. `blueprint` must outlive the world.
  explicit World(const simulators::Blueprint& blueprint);
  ~World() override;
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  /// One run, into `history` (its vectors are reused).
  void run(const RunOptions& options, simulators::History& history);

  const simulators::Blueprint& blueprint() const { return blueprint_; }
  /// Of the conductor, in a run.
  const Journal& journal() const { return conductor_->journal(); }
  /// Events that the event loop ran in the last run.
  std::uint64_t events_run() const { return runtime_.events_run(); }

 private:
  struct Workers {
    std::unique_ptr<simulators::Relay> forward, backward;
    std::unique_ptr<simulators::Backfiller> backfiller;
    std::unique_ptr<simulators::Repairer> repairer;
    std::unique_ptr<simulators::Verifier> verifier;
  };
  class Stage;  // the node on which the director's own tasks run

  void build();
  void build_track(simulators::TrackIndex track);
  simulators::Node& node_of(simulators::NodeId id) { return *nodes_[id]; }
  void prepare_stores();
  void reset(const RunOptions& options, simulators::History& history);
  simulators::Task<void> direct();
  simulators::Task<void> follow_phases();
  simulators::Task<void> restart_group(int group, int version, int count, bool rolling);
  simulators::Task<void> restart_instance(std::size_t index, int version);
  bool runs(std::uint16_t group, const simulators::JobBlueprint& job) const;
  simulators::Task<void> revive(simulators::NodeId node, scenarios::Duration back);

  // Fleet
  void restart(int group, int version, int count, bool rolling) override;
  bool restarting(int group) const override {
    return restarting_[static_cast<std::size_t>(group)] > 0;
  }

  // Processes
  void crash(simulators::NodeId node, scenarios::Duration back) override;
  void restore_backup(simulators::NodeId store, scenarios::Duration back) override;
  simulators::Disk* disk(simulators::NodeId store) override;
  bool up(simulators::NodeId node) const override { return runtime_.up(node); }
  void send_again(simulators::NodeId from, simulators::NodeId to,
                  const simulators::Request& request) override {
    runtime_.send_again(from, to, request);
  }
  std::uint64_t history_hash() const override { return runtime_.history_hash(); }
  simulators::Runtime& runtime() override { return runtime_; }
  simulators::NodeId outside() const override { return stage_node_; }

  // Observer
  void gate_met(simulators::TrackIndex track) override;
  void authority_moved(simulators::TrackIndex track, scenarios::Side to) override;
  void phase_changed(std::uint16_t phase) override;
  void step_begun(std::uint16_t step) override;
  simulators::Task<simulators::Slip> slip() override;
  void stage_published(simulators::TrackIndex track, const TrackStand& stand,
                       bool write_authority_moved) override;
  void plan_ended(simulators::PlanEnd end) override;

  // final_state.cpp
  const Unfinished& look_for_unfinished(bool all);
  std::string pending();
  void final_state(simulators::History& history);
  void tell_truth(simulators::TrackIndex track, std::uint8_t occasion);
  bool under_way(simulators::TrackIndex track, simulators::Key key);
  std::int64_t unread_changes(simulators::TrackIndex track, scenarios::Side side);
  std::int64_t queued_repairs(simulators::TrackIndex track, scenarios::Side side);
  simulators::StoreNode* store_at(simulators::NodeId node);
  simulators::StoreNode& store_of(simulators::TrackIndex track, scenarios::Side side);

  const simulators::Blueprint& blueprint_;
  const scenarios::Duration longest_plan_;
  simulators::SimulatedRuntime runtime_;
  std::vector<std::unique_ptr<simulators::StoreNode>> stores_;  // by database
  std::vector<std::pair<simulators::NodeId, std::unique_ptr<simulators::Service>>> services_;
  std::vector<std::unique_ptr<simulators::Instance>> instances_;
  std::vector<Workers> workers_;  // by track
  std::unique_ptr<simulators::FlagService> flags_;
  std::unique_ptr<Conductor> conductor_;
  std::unique_ptr<Traffic> traffic_;
  std::unique_ptr<Stage> stage_;
  std::vector<simulators::Node*> nodes_;  // by NodeId
  std::vector<simulators::InitialRecord> initial_;
  simulators::NodeId stage_node_ = 0;

  // of the present run
  RunOptions options_;
  simulators::History* history_ = nullptr;
  std::unique_ptr<simulators::Signal> ended_;
  bool plan_ended_ = false;
  bool finished_ = false;
  std::vector<int> restarting_;                                // by group
  Unfinished unfinished_;                                      // scratch
  std::vector<simulators::KeyedRecord> rows_;                  // scratch
  std::array<std::vector<simulators::KeyedRecord>, 2> truth_;  // scratch
  std::vector<MappedRows> mapped_rows_;                        // by track
};

}  // namespace rehearse::harness
