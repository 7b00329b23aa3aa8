#pragma once
/// Runs a plan: phases, actions, gates, rollback. A process like any other: it can crash between
/// any two actions and resumes from its journal.
///
///     phase: [entry gate] -> set (ramp) -> step -> step ... -> [gate] -> [keep] -> next phase
///                |                          |                    |
///                `-------- failed / inconclusive / step failed --'--> rollback | pause | proceed
///
/// Rollback without declared steps is the phase mirrored: what was denied, fenced, drained and
/// switched for the way there is denied, fenced, drained and switched for the way back, then the
/// flags return to what they were.

#include <functional>
#include <optional>

#include "harness/conductor/journal.hpp"
#include "simulators/blueprint/blueprint.hpp"
#include "simulators/runtime/runtime.hpp"
#include "simulators/runtime/slip.hpp"

namespace rehearse::harness {

/// Starts and stops application instances for `restart` steps: the orchestrator of a real fleet.
class Fleet {
 public:
  virtual ~Fleet() = default;
  /// Brings `count` instances of a group (0: all) to a version, one at a time when rolling. Goes on
  /// by itself after this returns; `restarting` tells until when.
  virtual void restart(int group, int version, int count, bool rolling) = 0;
  virtual bool restarting(int group) const = 0;
};

/// Told what a person who sees everything would see; the simulation answers with `truth` events.
class Observer {
 public:
  virtual ~Observer() = default;
  virtual void gate_met(simulators::TrackIndex track) = 0;
  virtual void authority_moved(simulators::TrackIndex track, scenarios::Side to) = 0;
  virtual void phase_changed(std::uint16_t phase) = 0;
  virtual void step_begun(std::uint16_t step) = 0;
  /// Asked before each step is carried out, of the way there and of the way back.
  virtual simulators::Task<simulators::Slip> slip() = 0;
  virtual void stage_published(simulators::TrackIndex track, const TrackStand& stand,
                               bool write_authority_moved) = 0;
  virtual void plan_ended(simulators::PlanEnd end) = 0;
};

/// The flags before the first phase.
const simulators::FlagSnapshot* first_flags(const simulators::Blueprint& blueprint,
                                            simulators::Memory& memory);

/// That a stage was published: `index` is its place in History::stages, `number` that of the flags.
simulators::Event authority_event(const simulators::Blueprint& blueprint,
                                  simulators::TrackIndex track, const TrackStand& stand,
                                  std::size_t index, std::int64_t number,
                                  bool write_authority_moved);

class Conductor final : public simulators::Node {
 public:
  Conductor(const simulators::Blueprint& blueprint, simulators::Runtime& runtime,
            simulators::Memory& memory, Fleet& fleet, Observer& observer);

  /// Before a run.
  void reset(const RunShape& shape);
  /// Before it starts, in place of an earlier process that left this.
  void take_over(Journal journal);
  const Journal& journal() const { return journal_; }

  void start() override;
  void crash() override {}

 private:
  struct Measure {
    bool known = false;
    std::int64_t value = 0;
    std::int64_t samples = 0;
  };
  enum class GateOutcome : std::uint8_t { met, failed, inconclusive };
  /// What a condition measures.
  struct MetricPlace {
    simulators::TrackIndex track = simulators::no_track;
    int group = simulators::no_index;
    int version = simulators::no_index;
    simulators::Metric metric = simulators::Metric::requests;
  };

  // conductor.cpp
  simulators::Task<void> conduct();
  simulators::Task<bool> run_phase();
  simulators::Task<bool> perform(Action action);
  simulators::Task<void> leave(scenarios::GateExit exit, simulators::RollbackCause cause);
  void end(simulators::PlanEnd how);
  void begin_phase();
  simulators::Task<void> note_population();
  bool turns_here(std::size_t action, Course course) const;
  simulators::EventId tell(simulators::EventKind kind, std::int64_t value = 0,
                           std::int64_t extra = 0, std::uint8_t detail = 0,
                           simulators::TrackIndex track = simulators::no_track);

  // publish.cpp
  simulators::Task<void> publish(std::vector<TrackStand> stands);
  simulators::Task<void> finish_publication();
  void tell_stage(simulators::TrackIndex track, const TrackStand& was);
  simulators::Task<void> prepare_streams(const std::vector<TrackStand>* stands);
  simulators::Task<void> retire_streams(const std::vector<TrackStand>* stands);
  simulators::Task<void> start_workers(const std::vector<TrackStand>* stands);
  simulators::Task<void> fence_sides(simulators::TrackIndex track, std::uint64_t epoch,
                                     bool legacy_too);
  simulators::Task<void> set_phase_flags(const scenarios::Phase* phase, std::size_t ramp);
  std::vector<TrackStand> with_changes(
      std::vector<TrackStand> stands,
      const std::vector<std::pair<std::string, scenarios::StageChange>>& changes,
      const scenarios::Segment* segment, int percent) const;

  // steps.cpp
  simulators::Task<bool> perform_step(const scenarios::Step* step, simulators::Time deadline);
  simulators::Task<bool> carry_out(const scenarios::Step* step, simulators::Time deadline);
  simulators::Task<bool> set_step(const scenarios::Step* step);
  simulators::Task<bool> deny(simulators::TrackIndex track, scenarios::Side side, bool denied);
  simulators::Task<bool> fence(simulators::TrackIndex track, scenarios::Side side, bool raised);
  simulators::Task<bool> drain(simulators::TrackIndex track, simulators::Time deadline);
  simulators::Task<bool> drain_repairs(simulators::TrackIndex track, simulators::Time deadline);
  simulators::Task<bool> record_position(simulators::TrackIndex track);
  simulators::Task<bool> catch_up(simulators::TrackIndex track, simulators::Time deadline);
  simulators::Task<bool> advance_sequence(simulators::TrackIndex track, scenarios::Side side);
  simulators::Task<bool> switch_over(simulators::TrackIndex track);
  simulators::Task<bool> constrain(const scenarios::Step* step);
  simulators::Task<bool> scale(const scenarios::Step* step);
  simulators::Task<bool> ddl(simulators::TrackIndex track, scenarios::Side side,
                             scenarios::StepKind kind);
  simulators::Task<bool> backfill(simulators::TrackIndex track, bool start);
  simulators::Task<bool> verify(const scenarios::Step* step, simulators::Time deadline);
  simulators::Task<bool> restart(const scenarios::Step* step, simulators::Time deadline);

  // gates.cpp
  simulators::Task<GateOutcome> wait_gate(const scenarios::Gate* gate, simulators::GateKind kind);
  MetricPlace place_of(const std::string& metric) const;
  simulators::Task<Measure> measure(MetricPlace place);
  simulators::Task<Measure> measure_instances(simulators::TrackIndex track, int group,
                                              simulators::Metric metric);
  simulators::Task<Measure> count_versions(int group, int version);

  // rollback.cpp
  simulators::Task<void> roll_back(simulators::RollbackCause cause);
  simulators::Task<bool> undo_as_declared(const std::vector<scenarios::Step>* steps,
                                          simulators::Time deadline);
  simulators::Task<bool> undo_phase(std::size_t phase, simulators::Time deadline);
  bool has_its_turn(const std::string& track) const;
  bool can_be_undone(std::size_t phase) const;
  std::vector<scenarios::Step> mirrored(std::size_t phase) const;
  std::vector<TrackStand> as_before(std::size_t phase, bool unswitched_only) const;
  bool switched_in(std::size_t phase, const std::string& track) const;

  // asking others
  simulators::Task<simulators::Reply> ask(simulators::NodeId node, simulators::Control control);
  simulators::Task<simulators::Reply> insist(simulators::NodeId node, simulators::Control control);
  simulators::Task<simulators::Reply> run_statement(simulators::NodeId store,
                                                    simulators::Statement statement);

  const simulators::Blueprint& blueprint_;
  simulators::Runtime& runtime_;
  simulators::Memory& memory_;
  Fleet& fleet_;
  Observer& observer_;
  Journal journal_;  // durable
  RunShape shape_;
  std::uint64_t next_tag_ = 1;
  std::uint16_t resumes_ = 0;
};

}  // namespace rehearse::harness
