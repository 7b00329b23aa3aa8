#pragma once
/// One application instance: serves client operations, step by step, routing every step by the
/// flags as this instance sees them, its version, and the segment.
///
///     operation --> step --> route (version, flags, segment)
///                             |-- read:   cache | authority [+ shadow other side, compared in the
///                             background]
///                             |-- write:  first side, then second by its failure rule | one
///                             transaction
///                             `-- service: route, idempotency key, ambiguity rule [+ shadow]
///
/// Modelled: retries with back-off, stale epochs (refresh the flags, route again), denied writes
/// (wait), compensation in reverse order, caches. Not modelled: connection pools, partial
/// responses.

#include <memory>
#include <vector>

#include "simulators/application/flags.hpp"
#include "simulators/blueprint/blueprint.hpp"
#include "simulators/runtime/runtime.hpp"

namespace rehearse::simulators {

/// How long an operation waits for a route.
constexpr scenarios::Duration longest_reroute{20'000'000};

/// How one step of an operation ended.
struct StepResult {
  FailureReason reason = FailureReason::none;
  bool unknown = false;  ///< It may have happened.
  bool ok() const { return reason == FailureReason::none && !unknown; }
};

/// One operation under way at an instance. Lives in the frame of its task.
struct OperationRun {
  const Request* request = nullptr;
  const OperationCall* call = nullptr;
  const OperationBlueprint* operation = nullptr;
  std::uint64_t tag = 0;  ///< Next message tag.
  Observation* observations = nullptr;
  std::uint32_t observed = 0;
  const Key* variables = nullptr;
  Key* made = nullptr;  ///< The same, where stores make some of them.
  struct Done {         ///< What compensation needs to know, by step.
    scenarios::Side side = scenarios::Side::old_side;
    Row before = nullptr;
    Key key = 0;  ///< Of the record that was written.
    bool done = false;
  };
  Done* done = nullptr;
};

class Instance : public Node {
 public:
  Instance(const Blueprint& blueprint, const InstanceBlueprint& self, Runtime& runtime,
           Memory& memory);

  /// Before a run.
  void reset(int version);
  /// The binary that the next start runs.
  void set_next_version(int version) { next_version_ = version; }
  int version() const { return version_; }
  std::int64_t flags_number() const { return flags_ == nullptr ? -1 : flags_->number; }

  void start() override;
  void crash() override;
  std::optional<Reply> answer(const Request& request) override;
  Task<Reply> serve(const Request* request) override;

 protected:  // for an instance whose operations are done by a program of the user's (live/)
  struct Counters {
    std::int64_t shadow_samples = 0, shadow_mismatch = 0, errors = 0;
    std::int64_t calls[2] = {0, 0};
  };
  struct CacheEntry {
    TrackIndex track = no_track;
    Key key = 0;
    Time until = 0;
    Observation seen;
  };
  /// A write between its routing decision and its last leg.
  struct InFlight {
    TrackIndex track = no_track;
    Time since = 0;
    InFlight* previous = nullptr;
    InFlight* next = nullptr;
  };
  class InFlightGuard;
  /// An operation that is being served.
  class Busy {
   public:
    explicit Busy(std::int64_t& count) : count_(count) { ++count_; }
    Busy(const Busy&) = delete;
    Busy& operator=(const Busy&) = delete;
    ~Busy() { --count_; }

   private:
    std::int64_t& count_;
  };

  // instance.cpp
  Task<Reply> serve_operation(const Request* request);
  Task<StepResult> run_step(OperationRun* run, std::size_t step);
  Task<void> compensate(OperationRun* run, std::size_t failed, bool* all_undone);
  Task<StepResult> undo_step(OperationRun* run, std::size_t step);
  Reply control(const Control& asked);
  bool drained(const Control& asked);
  Task<Reply> wait_until_drained(const Control* asked);
  Reply metric(const Control& asked) const;
  void see_flags(const FlagSnapshot* flags);
  Task<void> fetch_flags();
  Task<void> newer_flags(std::int64_t than);
  Route route_for(TrackIndex track, const OperationRun& run, Key key, bool* in_segment = nullptr);
  bool allowed(TrackIndex track, scenarios::Side side) const;
  Request request_for(OperationRun& run, TrackIndex track);
  Request background_request();
  /// Has to take its route anew.
  void turned_away(const OperationRun* run, TrackIndex track, scenarios::Side side,
                   FailureReason reason);
  void call_failed(const OperationRun* run, TrackIndex track, scenarios::Side side,
                   FailureReason reason, int attempt, NodeId node);
  scenarios::Duration backoff(int attempt) const;

  // record_steps.cpp
  Task<StepResult> read_step(OperationRun* run, std::size_t step);
  Task<StepResult> write_step(OperationRun* run, std::size_t step);
  void leave_out_unknown(Statement* statement);
  Task<StepResult> write_record(OperationRun* run, Statement statement, OperationRun::Done* done);
  Request write_request(OperationRun* run, const Route& route, Statement* statement);
  Task<StepResult> second_write(OperationRun* run, Route route, Statement first,
                                StatementResult written);
  Task<bool> queue_repair(OperationRun* run, Route route, Statement first, StatementResult written);
  Task<StepResult> undo_first_write(OperationRun* run, Route route, Statement first,
                                    StatementResult written);
  Task<void> compare_shadow(TrackIndex track, Key key, scenarios::Side authority, Record mine);
  /// Both sides were asked; the plan's gates count it.
  void shadow_compared(TrackIndex track, Key key, bool equal);
  /// The other side gets later what was written at `first`.
  void repair_queued(const OperationRun* run, TrackIndex track, scenarios::Side first, Key key,
                     WriteId write);
  Task<Reply> get(TrackIndex track, Key key, scenarios::Side side);
  void observe(OperationRun* run, const Observation& seen);
  Observation observation_of(TrackIndex track, Key key, scenarios::Side side,
                             const StatementResult& result) const;
  const CacheEntry* cached(TrackIndex track, Key key) const;
  void remember(const Observation& seen);
  void forget(TrackIndex track, Key key);

  // service_steps.cpp
  Task<StepResult> service_step(OperationRun* run, std::size_t step, bool undo);
  Task<StepResult> call_service(OperationRun* run, ServiceCall call, bool pinned,
                                scenarios::Side* served);
  Task<StepResult> meet_needs(OperationRun* run, TrackIndex track, scenarios::Side side, Key key);
  const scenarios::ServiceContract& contract_of(const ServiceCall& call) const {
    return *blueprint_.tracks[call.track].contracts[static_cast<std::size_t>(call.side)];
  }
  Task<int> look_up(OperationRun* run, ServiceCall call);
  Task<StepResult> owner_of(OperationRun* run, TrackIndex track, Key identity,
                            scenarios::Side* side);
  Task<void> store_owner(OperationRun* run, Key identity, scenarios::Side side);
  Task<void> shadow_service(ServiceCall call, bool expect_ok);
  Task<Reply> take_webhook(const Control* hook);

  const Blueprint& blueprint_;
  InstanceBlueprint self_;
  Runtime& runtime_;
  Memory& memory_;
  int version_ = 0;
  int next_version_ = 0;

  // volatile
  const FlagSnapshot* flags_ = nullptr;
  Signal flags_changed_;
  Signal write_ended_;
  InFlight* in_flight_ = nullptr;
  std::int64_t drain_ = -1;
  Time drain_since_ = 0;
  std::uint64_t background_tag_ = 1;
  std::vector<Counters> counters_;
  std::int64_t requests_ = 0, failures_ = 0;
  std::int64_t serving_ = 0;  // operations
  std::vector<CacheEntry> cache_;
};

}  // namespace rehearse::simulators
