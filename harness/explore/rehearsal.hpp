#pragma once
/// One worker's means to run and judge: a world, its faults, its history, its facts. Reused from
/// run to run.

#include <optional>
#include <span>
#include <vector>

#include "fault_injection/overlay.hpp"
#include "harness/explore/laid_over.hpp"
#include "harness/properties/facts.hpp"
#include "harness/rehearsal/world.hpp"
#include "harness/situations/situation.hpp"

namespace rehearse::harness {

/// What a run is a function of, beside plan and scenario.
struct RunSpec {
  std::uint64_t seed = 1;
  RunShape shape;
  bool faults = true;                            ///< The scenario's own are drawn and scheduled.
  std::vector<fault_injection::Strike> strikes;  ///< Placed exactly, beside them.
  bool stress = false;  ///< The scenario's faults may exceed the plan's budget.
  /// The client operations, instead of those that the scenario draws; ascending by time.
  std::optional<std::vector<PlacedOperation>> placed;
  LaidOver laid_over;  ///< What is not as the seed says.
};

/// The course of run `index`, and its seed.
RunSpec run_spec(const scenarios::Plan& plan, const scenarios::Scenario& scenario,
                 std::uint64_t seed, std::int64_t index);

/// When traffic ended.
simulators::Time traffic_length(const simulators::History& history);

class Rehearsal final {
 public:
  explicit Rehearsal(const simulators::Blueprint& blueprint);

  /// Runs; `choices` replaces the seeded engine when given.
  void run(const RunSpec& spec, simulators::Choices* choices = nullptr);
  /// Runs the control twin of the last run, which `spec` made: the same traffic for as long, and no
  /// migration. What struck in the run strikes here, at the messages that say the same. `history`
  /// stays as it is.
  void run_control(const RunSpec& spec);
  /// Runs that twin once more, with the delays and the work of another seed; 1, 2, ...
  void run_control_otherwise(const RunSpec& spec, std::uint64_t timing);
  /// The same with these faults instead, from then on.
  void run_control_otherwise(const RunSpec& spec, std::uint64_t timing,
                             std::vector<fault_injection::Strike> strikes);
  /// When the phases of the last run began.
  std::vector<PhaseBegin> phase_begins() const;
  /// Judges the last run; by property, in catalogue order. What happened to the operations in
  /// `excused` is nobody's fault (ascending).
  const std::vector<Verdict>& judge(std::span<const simulators::OperationId> excused = {});
  /// Judges the last run by one property only, an index in all_properties(); nobody is excused.
  Verdict judge_one(std::size_t property);
  /// Judges the last control twin.
  std::vector<Verdict> judge_twin();
  Verdict judge_twin_by(std::size_t property);

  const simulators::History& history() const { return history_; }
  simulators::History& history() { return history_; }
  const simulators::History& twin() const { return twin_; }
  const Facts& facts() const { return facts_; }
  const fault_injection::Overlay& faults() const { return overlay_; }
  /// Notes, in the runs to come, where these kinds could strike; null: no more.
  void watch(std::vector<fault_injection::Opportunity>* opportunities,
             fault_injection::KindSet kinds = 0) {
    overlay_.watch(opportunities, kinds);
  }
  Situations& situations() { return situations_; }
  const simulators::Blueprint& blueprint() const { return world_.blueprint(); }
  std::uint64_t events_run() const { return world_.events_run(); }

 private:
  void follow(const RunSpec& spec);
  RunOptions options_of(const RunSpec& spec);
  void run_twin(const RunSpec& spec, simulators::Choices& choices);

  World world_;
  fault_injection::Overlay overlay_;
  simulators::History history_, twin_;
  Facts facts_;
  Situations situations_;
  std::vector<Verdict> verdicts_;
};

}  // namespace rehearse::harness
