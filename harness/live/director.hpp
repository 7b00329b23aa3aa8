#pragma once
/// Who conducts a live run from outside: see live_run.hpp.

#include <memory>
#include <string>
#include <vector>

#include "harness/live/fleet.hpp"
#include "harness/live/live_run.hpp"
#include "harness/live/small_disk.hpp"
#include "harness/rehearsal/unfinished.hpp"
#include "simulators/live/event_log.hpp"
#include "simulators/runtime/disturbance.hpp"

namespace rehearse::harness::live {

class Director final : public simulators::Node, private simulators::Processes {
 public:
  /// `disturbance`: the faults; null: none.
  Director(const simulators::Blueprint& blueprint, const LiveOptions& options,
           simulators::Disturbance* disturbance);
  ~Director() override;

  LiveOutcome run();

  void crash() override {}  // nobody restarts it
  /// restart; status.
  std::optional<simulators::Reply> answer(const simulators::Request& request) override;

 private:
  struct Means;

  void prepare_disks(const RunFolder& folder);
  simulators::Task<void> direct();
  simulators::Task<bool> start_all();
  void begin_faults();
  simulators::Task<bool> ready(std::vector<simulators::NodeId> nodes);
  const scenarios::ProgramStart* program_at(simulators::NodeId node) const;
  simulators::Task<bool> follow_plan();
  simulators::Task<void> settle();
  bool given_up();
  void fail(const std::string& problem);
  void follow_conductor();
  void set_clocks();
  void heal();
  void spread_news(std::uint16_t phase);
  simulators::Task<void> tell(simulators::NodeId node, std::uint16_t phase);
  void write_operations(const RunFolder& folder) const;
  simulators::Task<simulators::Reply> ask(simulators::NodeId node, simulators::Control control);
  simulators::Task<simulators::Reply> ask_store(simulators::NodeId node,
                                                simulators::Statement statement);
  simulators::Task<void> restart_group(int group, int version, int count, bool rolling);
  simulators::Task<void> restart_instance(std::size_t index, int version, int group);

  // Processes
  bool up(simulators::NodeId node) const override;
  void crash(simulators::NodeId node, scenarios::Duration back) override;
  bool suspend(simulators::NodeId node, scenarios::Duration how_long) override;
  void resume(simulators::NodeId node) override;
  bool fill_disk(simulators::NodeId store, bool full) override;
  void restore_backup(simulators::NodeId, scenarios::Duration) override;
  simulators::Disk* disk(simulators::NodeId) override { return nullptr; }
  void send_again(simulators::NodeId from, simulators::NodeId to,
                  const simulators::Request& request) override;
  std::uint64_t history_hash() const override { return 0; }
  simulators::Runtime& runtime() override;
  simulators::NodeId outside() const override { return self_; }
  simulators::Task<void> resume_after(simulators::NodeId node, scenarios::Duration how_long);
  simulators::Task<void> revive(simulators::NodeId node, scenarios::Duration back);
  simulators::Task<void> be_unreachable(simulators::NodeId node, std::uint16_t port,
                                        scenarios::Duration how_long);

  // look.cpp
  simulators::Task<bool> look_for_unfinished();
  simulators::Task<void> look_at_track(simulators::TrackIndex track);
  simulators::Task<std::int64_t> number_of(simulators::NodeId node, simulators::Control control,
                                           std::int64_t* extra);

  // history
  simulators::History history();
  void add_final_state(simulators::History& history);

  const simulators::Blueprint& blueprint_;
  const LiveOptions& options_;
  simulators::Disturbance* const disturbance_;
  const simulators::NodeId self_;
  std::unique_ptr<Means> means_;
  std::vector<std::unique_ptr<SmallDisk>> disks_;  // by database; empty: on the machine's
  std::vector<simulators::InitialRecord> initial_;
  std::vector<int> restarting_;  // by group
  std::vector<std::uint32_t> restarts_seen_;
  std::uint64_t next_tag_ = 1;
  std::string problem_;
  bool over_ = false;
  bool faulty_ = false;  // the disturbance has begun
  simulators::Time end_ = 0;
  // of the last look
  Unfinished unfinished_;
  std::vector<std::string> silent_;  // who did not answer
  struct TrackLook {
    std::int64_t repairs = 0, stream = 0, backfill = 0;
    bool backfilled = false;
  };
  std::vector<TrackLook> looks_;  // by track
  bool at_rest_ = false;
};

}  // namespace rehearse::harness::live
