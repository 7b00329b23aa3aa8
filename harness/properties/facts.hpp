#pragma once
/// What the properties look at: a history with the indices that several of them need, computed
/// once.
///
///   history --rebuild--> operations, writes, elements, acknowledgements, stages --> 17 judges
///
/// An *element* is one record (track, key) or one business operation of a service (track,
/// identity). The *order* of the writes to an element is the order of their last commits by the
/// application (WriteSource::application or bypass), at whatever side. A write is *acknowledged*
/// when its operation ended ok, and *undone* when its compensation was committed.
///
/// One Facts belongs to one thread. `rebuild` allocates nothing once it is warm. It needs no clock,
/// no randomness and no hash order. Plan, scenario and history must outlive it.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/properties/fact_types.hpp"
#include "harness/properties/flat_index.hpp"
#include "harness/properties/property.hpp"
#include "scenarios/plan.hpp"
#include "scenarios/scenario.hpp"
#include "simulators/runtime/history.hpp"

namespace rehearse::harness {

/// Buffers that judges fill and forget, so that judging allocates nothing when warm.
struct Scratch {
  std::vector<std::int64_t> a, b, c, d, e;
  std::vector<std::uint32_t> first, second;
  FlatIndex index;
};

class Facts final {
 public:
  Facts(const scenarios::Plan& plan, const scenarios::Scenario& scenario);
  Facts(const scenarios::Plan& plan, const scenarios::Scenario& scenario, const History& history);
  Facts(const Facts&) = delete;
  Facts& operator=(const Facts&) = delete;

  /// Reads another history of the same plan and scenario. Operations in `excused` (ascending) may
  /// fail: that is not the plan's doing.
  void rebuild(const History& history, std::span<const OperationId> excused = {});

  const scenarios::Plan& plan() const { return *plan_; }
  const scenarios::Scenario& scenario() const { return *scenario_; }
  const History& history() const { return *history_; }
  const Event& event(EventId id) const { return history_->events[id]; }

  std::span<const TrackFact> tracks() const { return tracks_; }
  std::span<const ConditionFact> conditions() const { return conditions_; }
  std::span<const OperationFact> operations() const { return operations_; }
  std::span<const WriteFact> writes() const { return writes_; }
  std::span<const ElementFact> elements() const { return elements_; }
  std::span<const AckFact> acks() const { return acks_; }
  std::span<const ObserveFact> observes() const { return observes_; }
  std::span<const CommitFact> commits() const { return commits_; }
  std::span<const EffectFact> effects() const { return effects_; }
  std::span<const EffectFact> webhooks() const { return webhooks_; }
  std::span<const StageFact> stages() const { return stages_; }
  std::span<const OperationIndex> finishes() const { return finishes_; }  ///< In history order.
  /// Acknowledged writes (no adds) that no application commit was seen of.
  std::span<const WriteIndex> uncommitted() const { return uncommitted_; }
  std::span<const EventId> conductor() const { return conductor_; }  ///< phase_begin..traffic_end.
  std::span<const EventId> failed_calls() const { return failed_calls_; }
  std::span<const EventId> asked_again() const { return asked_again_; }
  std::span<const EventId> processes() const { return processes_; }  ///< flags_seen, node_up/down.
  std::span<const EventId> faults() const { return faults_; }        ///< fault_begin, fault_end.

  OperationIndex operation_index(OperationId id) const {
    return id < operation_slots_.size() ? operation_slots_[id] : nothing;
  }
  ElementId find_element(TrackIndex track, Key key) const;
  /// By id; `nothing` for initial writes and for writes that nobody intended.
  WriteIndex find_write(WriteId id) const;
  bool known_initial(ElementId element, WriteId write) const;
  const OperationFact* operation_of(WriteIndex write) const;
  /// The plan's step that made this write; null when the plan has no such step.
  const scenarios::OperationStep* step_of(const WriteFact& write) const;
  /// Group index when the node is an application instance, else -1.
  int instance_group(simulators::NodeId node) const {
    return node < node_groups_.size() ? node_groups_[node] : -1;
  }

  /// The last acknowledged write that was not undone, adds left out; `nothing`: none.
  WriteIndex last_acknowledged(ElementId element) const;
  /// Whether something erased the element later in the order than `position` and before `before`.
  /// Erases of operations that ended fail or refused count only if `denied_too`.
  bool erased_after(ElementId element, std::uint32_t position, EventId before,
                    bool denied_too) const;

  /// The final state is there for every track.
  bool has_final() const { return history_->final.tracks.size() >= tracks_.size(); }
  bool quiet() const { return history_->final.quiet; }
  const simulators::FinalTrack& final_track(TrackIndex t) const {
    return history_->final.tracks[t];
  }
  const simulators::FinalSide& final_side(TrackIndex track, Side side) const;
  /// The record at the end, tombstones left out; null: none.
  const FinalRecord* final_record(ElementId element, Side side) const;
  /// By track: the sides that answer reads at the end. With a partial segment: those of them that
  /// are kept. Empty for service tracks and without a final state.
  const std::vector<Sides>& authorities() const { return authorities_; }
  /// Every stage in force at the end claims that both sides are kept.
  bool keeps_both(TrackIndex track) const;
  /// Nothing is under way on this track, whatever the rest of the run does.
  bool nothing_pending(TrackIndex track) const;
  /// Published by a phase of the plan, not the stage that the run began with.
  bool by_plan(const StageFact& stage) const {
    return stage.event != no_event && event(stage.event).phase != simulators::no_phase;
  }
  /// When a fault that began at event `fault` was over: its fault_end; else for message faults at
  /// once, for crashes when the node is up again, for others after the longest declared duration.
  Time fault_until(EventId fault) const;
  /// The stage published last for `track` at or before `at`.
  const StageFact& stage_at(TrackIndex track, EventId at) const;

  Scratch& scratch() const { return scratch_; }

 private:
  void clear();
  void read_plan();
  void read_conditions();
  void read_nodes();
  void begin_stages();
  void read_initial();
  void read_final();
  void settle_stages();
  void find_fault_ends() const;
  Time settle(const StageFact& fact, std::size_t from, std::int64_t newest) const;
  void read(EventId id, const Event& event);
  void read_invoke(EventId id, const Event& event);
  void read_intend(EventId id, const Event& event);
  void read_finish(EventId id, const Event& event);
  void read_commit(EventId id, const Event& event);
  void learn_key(const WriteFact& insert, Key key);
  void leave_order(ElementFact& fact, WriteIndex index);
  void read_authority(EventId id, const Event& event);
  Sides find_authorities(TrackIndex track) const;
  void end_stage(TrackIndex track, EventId id);
  void acknowledge(EventId id, const Event& event, WriteIndex write);
  WriteIndex add_write(const WriteFact& write);
  WriteIndex find_or_add_commit(const Event& event);
  ElementId element(TrackIndex track, Key key);
  ElementId bypass_place(WriteId write);

  const scenarios::Plan* plan_;
  const scenarios::Scenario* scenario_;
  const History* history_ = nullptr;
  std::span<const OperationId> excused_;  // while rebuilding
  std::vector<TrackFact> tracks_;
  std::vector<ConditionFact> conditions_;

  std::vector<OperationFact> operations_;
  std::vector<OperationIndex> operation_slots_;  // by OperationId
  std::vector<WriteFact> writes_;
  std::vector<ElementFact> elements_;
  FlatIndex element_index_;
  std::vector<AckFact> acks_;
  std::vector<ObserveFact> observes_;
  std::vector<CommitFact> commits_;
  std::vector<EffectFact> effects_, webhooks_;
  std::vector<StageFact> stages_;
  std::vector<std::uint32_t> current_stage_;  // by track
  std::vector<Sides> authorities_;            // by track
  std::vector<OperationIndex> finishes_;
  std::vector<WriteIndex> uncommitted_;
  std::vector<EventId> conductor_, failed_calls_, asked_again_, processes_, faults_;
  std::vector<int> node_groups_;
  std::vector<std::uint8_t> alive_;            // by node; used while settling
  mutable std::vector<std::uint8_t> waiting_;  // by node; used while settling
  mutable std::vector<Time> fault_ends_;       // as faults_; empty: nobody has asked yet
  mutable Scratch scratch_;
};

/// Whether a stage sends every write to both sides, at once or by stream.
bool keeps_both(const scenarios::Stage& stage);
/// Whether writes reach `side` under this stage.
bool reaches(const scenarios::Stage& stage, Side side);

}  // namespace rehearse::harness
