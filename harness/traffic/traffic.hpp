#pragma once
/// The clients: open-loop arrivals, sessions with one operation outstanding at most, retries of
/// what is safe. An operation that finds every session busy waits, and its latency counts from the
/// moment it was meant to start (no coordinated omission).

#include <deque>
#include <functional>
#include <vector>

#include "simulators/blueprint/blueprint.hpp"
#include "simulators/runtime/runtime.hpp"

namespace rehearse::harness {

/// A client operation at its exact place: so long after a phase of the plan began for the first
/// time, so that it stays with its phase when the phases before take longer or shorter. What it
/// asks for beyond this (keys, content, instance) is drawn at sites that go by its id, and so does
/// not depend on what else runs.
struct PlacedOperation {
  simulators::OperationId id = 0;
  std::uint16_t phase = simulators::no_phase;  ///< None: since the run began.
  simulators::Time at = 0;                     ///< us since then.
  std::uint16_t operation = 0;                 ///< Index in the plan's operations.
  std::uint16_t client = 0;                    ///< Or the next one that is free.
  std::uint16_t job_of = 0;                    ///< 1 + the group whose job it is; 0: no job.
  bool operator==(const PlacedOperation&) const = default;
};

class Traffic final : public simulators::Node {
 public:
  /// `runs_job(group, job)`: whether a group has an instance that runs this job now.
  using RunsJob = std::function<bool(std::uint16_t, const simulators::JobBlueprint&)>;
  Traffic(const simulators::Blueprint& blueprint, simulators::Runtime& runtime,
          simulators::Memory& memory, RunsJob runs_job);

  /// `placed`: these operations, those of each phase ascending by time, instead of those that the
  /// scenario draws; null: the scenario's. Must outlive the run. `fills`: while a phase lasts
  /// longer than its operations, others follow, drawn as the scenario says: gates must not starve.
  void reset(const std::vector<PlacedOperation>* placed, bool fills = false);
  /// Starts the arrivals.
  void start() override;
  void crash() override {}
  /// stop, status; of placed operations: phase.
  std::optional<simulators::Reply> answer(const simulators::Request& request) override;

  /// For placed operations: a phase of the plan begins, perhaps once more.
  void phase_begun(std::uint16_t phase);
  /// No operation starts from now on; those under way go on.
  void stop();
  /// Operations started and not finished, waiting ones included.
  int under_way() const { return under_way_ + static_cast<int>(waiting_.size()); }
  std::int64_t started() const { return started_; }

 private:
  struct Arrival {
    simulators::OperationId id = 0;
    simulators::Time intended = 0;
    std::uint16_t operation = 0;
    std::uint16_t client = 0;  // that was drawn
    std::uint16_t job_of = 0;  // 1 + the group; 0: a client asks
  };
  struct Session {
    bool busy = false;
    /// Keys this client inserted and saw acknowledged, newest last: (track, key).
    std::vector<std::pair<simulators::TrackIndex, simulators::Key>> own;
  };

  simulators::Task<void> arrive();
  simulators::Task<void> run_job(std::size_t job);
  bool still_runs(const PlacedOperation& placed) const;
  simulators::Task<void> arrive_as_placed(std::uint16_t phase);
  simulators::Task<void> fill(std::uint16_t phase);
  Arrival drawn(simulators::OperationId id, simulators::Time due) const;
  simulators::Task<void> run(Arrival arrival, std::uint16_t client);
  simulators::Task<simulators::Reply> ask(const simulators::Request* request,
                                          const std::vector<simulators::NodeId>* group);
  void dispatch(Arrival arrival);
  void finish_session(std::uint16_t client);
  bool draw_variables(const Arrival& arrival, std::uint16_t client,
                      simulators::OperationCall& call);
  void draw_rows(const Arrival& arrival, simulators::OperationCall& call);
  void record_start(const Arrival& arrival, std::uint16_t client,
                    const simulators::OperationCall& call);
  void record_intent(const Arrival& arrival, std::uint16_t client,
                     const simulators::OperationCall& call, std::size_t step);
  void record_again(const Arrival& arrival, std::uint16_t client, int attempts,
                    simulators::FailureReason reason);
  void record_end(const Arrival& arrival, std::uint16_t client, const simulators::Reply& reply);
  simulators::Event event(simulators::EventKind kind, const Arrival& arrival,
                          std::uint16_t client) const;

  const simulators::Blueprint& blueprint_;
  simulators::Runtime& runtime_;
  simulators::Memory& memory_;
  const RunsJob runs_job_;
  std::vector<Session> sessions_;
  std::deque<Arrival> waiting_;
  std::vector<std::vector<simulators::NodeId>> groups_;  // instances by group
  std::vector<simulators::Value> values_;                // scratch
  simulators::NodeId served_by_ = 0;
  int under_way_ = 0;
  std::int64_t started_ = 0;
  const std::vector<PlacedOperation>* placed_ = nullptr;
  std::vector<bool> begun_;  // phases that placed operations have seen begin
  std::uint16_t latest_phase_ = simulators::no_phase;
  simulators::OperationId next_filler_ = 0;  // 0: nothing is filled
  bool stopped_ = false;
};

}  // namespace rehearse::harness
