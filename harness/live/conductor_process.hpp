#pragma once
/// What a conductor in a process of its own has around it: it asks the director to restart
/// instances and what slips, and writes down which stages it has published. Its journal is a file,
/// written before anything leaves the process, its events included: whatever a killed conductor had
/// done since, nobody has seen.

#include <memory>
#include <vector>

#include "harness/conductor/conductor.hpp"
#include "harness/live/conductor_state.hpp"
#include "harness/live/run_folder.hpp"
#include "simulators/live/live_runtime.hpp"

namespace rehearse::harness::live {

class ConductorProcess final : public simulators::Node, private Fleet, private Observer {
 public:
  /// `director`: who runs the fleet.
  ConductorProcess(const simulators::Blueprint& blueprint, simulators::live::LiveRuntime& runtime,
                   simulators::NodeId director, const RunFolder& folder);

  /// Before it starts: goes on where an earlier process was, as far as that had kept it. Which of
  /// its events count.
  simulators::live::EventsTold take_over();
  /// Keeps the journal, if it has changed. Throws std::runtime_error when there is no room.
  void save();

  void start() override;
  std::optional<simulators::Reply> answer(const simulators::Request& request) override {
    return conductor_.answer(request);
  }

 private:
  // Fleet
  void restart(int group, int version, int count, bool rolling) override;
  bool restarting(int group) const override {
    return restarting_[static_cast<std::size_t>(group)] > 0;
  }
  simulators::Task<void> have_restarted(simulators::Control control);
  simulators::Task<void> see_restarted(int group);
  simulators::Task<simulators::Reply> insist(simulators::Control control);

  // Observer
  void gate_met(simulators::TrackIndex) override {}
  void authority_moved(simulators::TrackIndex, scenarios::Side) override {}
  void phase_changed(std::uint16_t phase) override { runtime_.set_phase(phase); }
  void step_begun(std::uint16_t) override {}
  simulators::Task<simulators::Slip> slip() override;
  void stage_published(simulators::TrackIndex track, const TrackStand& stand,
                       bool write_authority_moved) override;
  void plan_ended(simulators::PlanEnd) override {}

  const simulators::Blueprint& blueprint_;
  simulators::live::LiveRuntime& runtime_;
  simulators::NodeId director_;
  const RunFolder& folder_;
  Conductor conductor_;
  std::vector<int> restarting_;  // by group
  simulators::History published_;
  std::uint64_t next_tag_ = 1;
  std::uint32_t restarts_ = 0;
  bool takes_over_ = false;
  ConductorState saved_;
};

/// The stages before the first phase and how the tracks stand then, as `stages.jsonl` begins.
simulators::History nothing_published(const simulators::Blueprint& blueprint);

}  // namespace rehearse::harness::live
