#pragma once
/// Hand-made histories of a small shop, for testing judges. Each call appends one event (or the few
/// that belong together) one millisecond after the last, in the phase set by `in`.
///
/// Tracks: 0 orders (schema), 1 payments (service), 2 catalog (source, counter `stock`), 3 carts (a
/// collection). Operations and their steps: see shop_plan().

#include <optional>
#include <string_view>
#include <vector>

#include "harness/properties/facts.hpp"
#include "harness/properties/property.hpp"

namespace rehearse::harness::testing {

constexpr TrackIndex orders = 0, payments = 1, catalog = 2, carts = 3;
constexpr Side old_side = Side::old_side, new_side = Side::new_side;
/// Indices in plan.application.operations.
enum ShopOperation : int { browse, fill_cart, checkout, look, change, cancel, reprice, place };
/// Indices in plan.phases.
enum ShopPhase : std::uint16_t { expand, dual, backfill, shadow, canary, cutover, contract };
/// Nodes: client, app/1, app/2, orders.old, orders.new, payments.old, payments.new, conductor.
enum ShopNode : simulators::NodeId {
  client_node,
  app_1,
  app_2,
  store_old,
  store_new,
  pay_old,
  pay_new,
  conductor_node
};

scenarios::Plan shop_plan();
scenarios::Scenario shop_scenario();
/// Everything old; with `both` written to old, then new; `read` says who answers.
scenarios::Stage stage_of(Side read, Side first, bool both);

/// The digest that the builder gives to the record of a write.
constexpr std::uint64_t digest_of(WriteId write) { return write * 31 + 7; }

class HistoryBuilder final {
 public:
  HistoryBuilder();

  scenarios::Plan plan = shop_plan();
  scenarios::Scenario scenario = shop_scenario();
  History history;

  /// Events from here on are in this phase.
  HistoryBuilder& in(std::uint16_t phase);
  /// The next event is this much later than the last, in microseconds, instead of 1000.
  HistoryBuilder& wait(Time time);
  Time now() const { return now_; }

  /// Appends an event with time and phase filled in.
  EventId add(Event event);
  EventId add(EventKind kind, std::uint8_t detail = 0, std::int64_t value = 0);

  // ---- client operations; `id` is the operation ----
  EventId invoke(OperationId id, int kind, std::uint16_t client = 3);
  EventId intend(OperationId id, unsigned step, TrackIndex track, Key key,
                 scenarios::OperationStepKind kind, std::int64_t value = 0);
  EventId observe(OperationId id, TrackIndex track, Key key, Side side, WriteId write,
                  std::uint8_t flags = 0);
  EventId ok(OperationId id);
  EventId finish(OperationId id, simulators::Outcome outcome,
                 simulators::FailureReason reason = simulators::FailureReason::none);
  /// A commit of step `step` of operation `id`.
  EventId commit(OperationId id, unsigned step, TrackIndex track, Key key, Side side,
                 simulators::WriteSource source = simulators::WriteSource::application,
                 std::uint8_t flags = 0);
  EventId commit_write(WriteId write, TrackIndex track, Key key, Side side,
                       simulators::WriteSource source, std::uint8_t flags = 0,
                       std::optional<std::int64_t> extra = {});
  EventId effect(OperationId id, Key identity, Side side, simulators::EffectKind kind,
                 std::int64_t amount = 500, std::uint8_t flags = 0);
  EventId webhook(OperationId id, Key identity, Side side, std::uint8_t flags = 0);

  /// A whole operation of one writing step 0: invoke, intend, commits (first `first`, then the
  /// other side when `both`), ok. Operation kind: place (insert), change (update) or cancel
  /// (erase).
  void write(OperationId id, int kind, Key key, Side first = old_side, bool both = false,
             std::uint16_t client = 3);
  /// The beginning of that: all but ok.
  void write_begins(OperationId id, int kind, Key key, Side first = old_side, bool both = false,
                    std::uint16_t client = 3);
  /// A whole `look` at an order: invoke, observe, ok.
  EventId read(OperationId id, Key key, Side side, WriteId seen, std::uint16_t client = 3,
               std::uint8_t flags = 0);

  // ---- the conductor and the world ----
  /// Publishes a stage for a track; both instances see it at once unless told not to.
  EventId publish(TrackIndex track, const scenarios::Stage& stage, std::int64_t percent = 100,
                  bool seen = true);
  void flags_seen();
  void phase_begin(std::uint16_t phase);
  EventId step_begin(std::uint32_t step);
  EventId gate(EventKind outcome, std::int64_t samples,
               simulators::GateKind kind = simulators::GateKind::exit);
  EventId gate_sample(std::uint32_t condition, std::int64_t measured, std::int64_t samples,
                      std::uint8_t flags = 0);
  EventId truth(TrackIndex track, std::uint8_t when, std::int64_t differing, Key sample = -1);
  EventId rollback_begin(simulators::RollbackCause cause = simulators::RollbackCause::rehearsed);
  EventId rollback_end(bool done = true, std::int64_t target = -1);
  EventId plan_end(simulators::PlanEnd end = simulators::PlanEnd::completed);
  EventId fault_begin(std::uint8_t kind, simulators::NodeId node, OperationId operation = 0);
  EventId fault_end(std::uint8_t kind, simulators::NodeId node);
  EventId call_failed(simulators::FailureReason reason, TrackIndex track, Side side,
                      OperationId operation, std::uint8_t flags = 0);

  // ---- before and after ----
  void initial(TrackIndex track, Key key, std::int64_t counter = 0);
  simulators::FinalTrack& final_track(TrackIndex track) { return history.final.tracks[track]; }
  FinalRecord& final_record(TrackIndex track, Side side, Key key, WriteId write,
                            std::int64_t counter = 0);
  /// The stage that the track is in at the end.
  void final_stage(TrackIndex track, const scenarios::Stage& stage);

  /// `excused`: operations whose failure or delay is nobody's fault, ascending.
  Verdict judge(std::string_view property, const std::vector<OperationId>& excused = {}) const;

 private:
  Time now_ = 0;
  Time step_ = 1000;
  std::uint16_t phase_ = simulators::no_phase;
  std::int64_t epoch_ = 0;
  std::int64_t serial_ = 0;
};

/// Write id of step `step` of an operation, and of its compensation.
constexpr WriteId wrote(OperationId operation, unsigned step = 0) {
  return simulators::write_id(operation, step, false);
}
constexpr WriteId undid(OperationId operation, unsigned step = 0) {
  return simulators::write_id(operation, step, true);
}

}  // namespace rehearse::harness::testing
