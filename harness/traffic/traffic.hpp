#pragma once
/// The clients: open-loop arrivals, sessions with one operation outstanding at most, retries of
/// what is safe. An operation that finds every session busy waits, and its latency counts from the
/// moment it was meant to start (no coordinated omission).

#include <deque>
#include <vector>

#include "simulators/blueprint/blueprint.hpp"
#include "simulators/runtime/runtime.hpp"

namespace rehearse::harness {

class Traffic final : public simulators::Node {
 public:
  Traffic(const simulators::Blueprint& blueprint, simulators::Runtime& runtime,
          simulators::Memory& memory);

  /// `most`: at most so many operations; -1: as many as the scenario says.
  void reset(std::int64_t most);
  /// Starts the arrivals.
  void start() override;
  void crash() override {}

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
  };
  struct Session {
    bool busy = false;
    /// Keys this client inserted and saw acknowledged, newest last: (track, key).
    std::vector<std::pair<simulators::TrackIndex, simulators::Key>> own;
  };

  simulators::Task<void> arrive();
  simulators::Task<void> run(Arrival arrival, std::uint16_t client);
  simulators::Task<simulators::Reply> ask(const simulators::Request* request,
                                          const simulators::OperationBlueprint* operation);
  void dispatch(Arrival arrival);
  void finish_session(std::uint16_t client);
  bool draw_variables(const Arrival& arrival, std::uint16_t client,
                      simulators::OperationCall& call);
  void draw_rows(const Arrival& arrival, simulators::OperationCall& call);
  void record_start(const Arrival& arrival, std::uint16_t client,
                    const simulators::OperationCall& call);
  void record_intent(const Arrival& arrival, std::uint16_t client,
                     const simulators::OperationCall& call, std::size_t step);
  void record_end(const Arrival& arrival, std::uint16_t client, const simulators::Reply& reply);
  simulators::Event event(simulators::EventKind kind, const Arrival& arrival,
                          std::uint16_t client) const;

  const simulators::Blueprint& blueprint_;
  simulators::Runtime& runtime_;
  simulators::Memory& memory_;
  std::vector<Session> sessions_;
  std::deque<Arrival> waiting_;
  std::vector<std::vector<simulators::NodeId>> groups_;  // instances by group
  std::vector<simulators::Value> values_;                // scratch
  simulators::NodeId served_by_ = 0;
  int under_way_ = 0;
  std::int64_t started_ = 0;
  std::int64_t most_ = 0;
  bool stopped_ = false;
};

}  // namespace rehearse::harness
