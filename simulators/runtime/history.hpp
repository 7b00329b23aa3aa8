#pragma once
/// What happened in one run: a flat list of events, one cache line each, and the final state. A
/// value: it can be saved (harness/history), compared byte by byte, and judged later or elsewhere.
/// It holds no pointers into the run.

#include <cstdint>
#include <string>
#include <vector>

#include "scenarios/stage.hpp"
#include "simulators/data/value.hpp"

namespace rehearse::simulators {

/// Microseconds since the run began.
using Time = std::int64_t;
using NodeId = std::uint16_t;
/// Index of an event in the history.
using EventId = std::uint32_t;

/// Tracks come first in plan order, then collections in plan order.
using TrackIndex = std::uint8_t;
constexpr TrackIndex no_track = 255;
constexpr std::uint16_t no_phase = 65535;

/// What an event says. Fields not named for a kind are 0.
enum class EventKind : std::uint8_t {
  // -- clients (node = client's node, client, operation set) --
  invoke,  ///< An operation starts. value = index in plan.application.operations; extra = its
           ///< *intended* start (<= time). key = 0. detail: 0, or 1 + the group whose job it is.
  intend,  ///< Right after invoke, one per writing step (also service effects): track, key
           ///< (identity
  ///< for services), write, detail = scenarios::OperationStepKind, value = digest of the logical
  ///< record
  ///< (put, insert, update), signed delta (add), amount (service), 0 (erase). flags has
  ///< flag_partial when only some fields are set (update, put): digest is not comparable. key = 0:
  ///< the store makes it; the commit of the operation's insert tells.
  observe,  ///< Right before `finish ok`, one per reading step: track, key, side that answered,
            ///< write = write id of the record seen (0: no record), extra = its version,
  ///< value = digest of the logical record seen. flags: flag_wrong_content when the record
  ///< could not be mapped to the logical shape or differs from what `write` wrote;
  ///< flag_cached when it came from an application cache. For counters (tracks with `add` steps)
  ///< content changes without a new logical record: compare by write id only.
  finish,  ///< The operation ends for the client. detail = Outcome, value = latency since the
           ///< intended start, extra = FailureReason. node = last application instance asked.
  // -- stores (node = store) --
  commit,  ///< A record changed at `side` of `track`: key, write, value = new version,
  ///< detail = WriteSource, extra = counter value after (add) else digest of the logical record.
  ///< flags: flag_erased, flag_one_transaction, flag_add. Not emitted when an apply rule
  ///< left the store unchanged (then: skip).
  skip,  ///< An apply rule (version guard, insert if absent, ...) or request deduplication left the
         ///< record alone. As commit.
  // -- services (node = service) --
  effect,  ///< An external effect: track, side, key = identity, write, detail = EffectKind,
  ///< value = amount, extra = serial number of the effect at that service. flags: flag_shadow
  ///< (caused by shadow traffic), flag_repeat (same idempotency key answered from memory: NOT a
  ///< new effect).
  webhook,  ///< The application fulfilled because of a webhook: track, side, key = identity, value
            ///< = effect serial.
            ///< flags: flag_repeat when deduplicated (no second fulfilment).
  // -- application (node = instance) --
  call_failed,  ///< A call to a store or service failed for good or for this attempt: track, side,
                ///< operation,
                ///< detail = FailureReason, value = attempt (from 0), extra = node called.
  second_failed,  ///< The second write failed: track, side, key, write; detail = SecondWriteFailure
                  ///< rule applied.
  repair_queued,  ///< track, side, key, write.
  shadow_compared,  ///< track, key; detail = 1 when equal, 0 when different.
  flags_seen,       ///< An instance applied flags; value = flag epoch.
  // -- conductor --
  phase_begin,  ///< phase.
  phase_end,    ///< phase.
  step_begin,   ///< phase, value = step index (see StepRef below), track when it has one.
  step_end,     ///< same; detail = 1 ok, 0 failed.
  segment,      ///< phase, value = percent now in force.
  gate_wait,    ///< phase; detail = GateKind.
  gate_sample,  ///< Last evaluation of each condition before the gate's outcome: phase, detail =
                ///< GateKind, value = measured,
  ///< extra = samples, key = index of the condition. flags: flag_inconclusive, flag_failed or
  ///< neither (met).
  gate_met,  ///< phase; detail = GateKind. value = least number of samples over its sampled
             ///< conditions (-1: none sampled), extra = looks before the last (it did not hold).
  gate_failed,
  gate_inconclusive,
  authority,  ///< The conductor published a stage for `track`: side = read authority (services:
              ///< route), value = Stage index
  ///< in History::stages, extra = segment percent (100: everyone), detail = 1 when write authority
  ///< changed, write = number of the flags that say so.
  truth,  ///< The world's omniscient look at `track` when a gate was met (detail 0) or when
          ///< authority moved to the new
  ///< side (detail 1; for rollback to the old side: detail 2): value = keys whose two sides differ
  ///< with nothing under way
  ///< that would mend it (no operation in flight, repair queued or stream entry unread), key = one
  ///< such key (-1: none),
  ///< extra = keys that differ in any way.
  rollback_begin,  ///< phase = where from, value = target phase index (-1: start), extra = step it
                   ///< began at; detail = RollbackCause.
  rollback_end,    ///< value = target reached; detail = 1 done, 0 not done (deadline, impossible).
  plan_end,        ///< detail = PlanEnd.
  conductor_resumed,  ///< After a crash, from its journal.
  traffic_end,        ///< No client starts anything from here on.
  // -- processes and faults --
  node_down,    ///< node; detail = 1 crash, 0 graceful.
  node_up,      ///< node; value = index of the version in plan.application.versions (instances).
  fault_begin,  ///< detail = fault kind index, node, extra = other node; operation when it hit one.
  fault_end,
  // -- application, once more --
  turned_away,  ///< An instance did not get its way and routes again: track, side, operation,
                ///< detail = FailureReason (denied: the plan has it wait; stale_epoch: a store
                ///< refused its old flags). Once for each write that waits, and each refusal.
  // -- clients, once more --
  asked_again,  ///< A client that got no answer, or found nobody to answer, is about to ask once
                ///< more: client, operation, node = instance asked last, detail = FailureReason,
                ///< value = attempts so far.
  // -- stores, once more --
  displaced,  ///< A record went because another took its place in a unique field (`overwrite`):
              ///< side, track, key = of the record that is gone, extra = key of the other, write
              ///< and detail = WriteSource of the write that did it.
};
constexpr std::size_t event_kinds = static_cast<std::size_t>(EventKind::displaced) + 1;

enum class Outcome : std::uint8_t {
  ok,
  refused,
  fail,
  info
};  ///< refused: a business no (sold out, declined).

enum class FailureReason : std::uint8_t {
  none,
  timeout,
  unavailable,
  sold_out,
  declined,
  not_found,
  already_exists,
  no_such_table,  ///< A side's table is not there (never created, held, dropped).
  incompatible,   ///< A record or answer in a shape that this version does not understand.
  stale_epoch,
  denied,
  second_write,
  needs_missing,
  unknown_effect,
  key_taken,      ///< The store made a key that a record has already.
  field_missing,  ///< A field that the table requires is null.
  value_taken,    ///< Another record has this value of a unique field, as before the migration.
  newly_unique,   ///< The same, and the old table did not mind before the migration.
  nothing_left    ///< The service knows it, and all of it has been given back or taken already.
};

/// An answer, and not a failure: the business says no.
constexpr bool refused_by_business(FailureReason reason) {
  return reason == FailureReason::sold_out || reason == FailureReason::declined ||
         reason == FailureReason::not_found || reason == FailureReason::already_exists ||
         reason == FailureReason::value_taken || reason == FailureReason::nothing_left;
}

enum class WriteSource : std::uint8_t {
  application,  ///< By the application as the first (authoritative) write.
  second,
  relay,
  backfill,
  repair,
  verifier,
  bypass
};

enum class EffectKind : std::uint8_t { authorise, charge, capture, refund, void_charge };
enum class GateKind : std::uint8_t { entry, exit };
enum class RollbackCause : std::uint8_t { rehearsed, gate, step_failed };
enum class PlanEnd : std::uint8_t { completed, rolled_back, held, paused, stuck, rollback_failed };

constexpr std::uint8_t flag_erased = 1;
constexpr std::uint8_t flag_one_transaction = 2;
constexpr std::uint8_t flag_add = 4;
constexpr std::uint8_t flag_partial = 8;
constexpr std::uint8_t flag_shadow = 16;
constexpr std::uint8_t flag_repeat = 32;
constexpr std::uint8_t flag_cached = 32;
constexpr std::uint8_t flag_wrong_content = 64;
constexpr std::uint8_t flag_inconclusive = 16;
constexpr std::uint8_t flag_failed = 64;
constexpr std::uint8_t flag_background = 128;  ///< Not on behalf of a client operation.

struct Event {
  Time time = 0;
  EventKind kind = EventKind::invoke;
  std::uint8_t detail = 0;
  std::uint8_t flags = 0;
  TrackIndex track = no_track;
  scenarios::Side side = scenarios::Side::old_side;
  std::uint8_t spare = 0;
  NodeId node = 0;
  std::uint16_t phase = no_phase;  ///< Phase that the conductor was in; no_phase before the first.
  std::uint16_t client = 0;
  std::uint32_t spare2 = 0;  ///< commit: `whole` of the record, as FinalRecord has it.
  OperationId operation = 0;
  Key key = 0;
  WriteId write = 0;
  std::int64_t value = 0;
  std::int64_t extra = 0;
  bool operator==(const Event&) const = default;
};
static_assert(sizeof(Event) == 64);

/// One record as it lay in a store when the run was quiet.
struct FinalRecord {
  Key key = 0;
  WriteId write = 0;
  std::uint64_t version = 0;
  std::uint64_t digest = 0;   ///< Of the logical record (new side: mapped back by the transform).
  std::int64_t counter = 0;   ///< Value of the track's first counter field (see `add`), else 0.
  bool deleted = false;       ///< Tombstone.
  bool representable = true;  ///< The new record has an old shape.
  /// Where the transform is declared lossy: half a digest of all fields, those included that
  /// `digest` leaves out; old side only. Else 0.
  std::uint32_t whole = 0;
  bool operator==(const FinalRecord&) const = default;
};

struct FinalSide {
  bool exists = false;               ///< The table is there (not held, not dropped).
  std::vector<FinalRecord> records;  ///< Ascending by key.
  bool operator==(const FinalSide&) const = default;
};

struct FinalTrack {
  FinalSide old_side, new_side;      ///< Collections use old_side only.
  scenarios::Stage stage;            ///< Where the track stood (outside any segment).
  scenarios::Stage segment_stage;    ///< Inside the segment; equal to `stage` when there is none.
  std::int64_t segment_percent = 0;  ///< 0 when there is none.
  std::int64_t repairs_pending = 0;
  std::int64_t stream_pending = 0;  ///< Stream entries not applied.
  std::int64_t backfill_remaining = 0;
  bool operator==(const FinalTrack&) const = default;
};

struct FinalState {
  std::vector<FinalTrack> tracks;  ///< By TrackIndex; service tracks have empty sides.
  bool quiet = false;              ///< The run settled before its time limit.
  std::string pending;             ///< Why not, in words; empty when quiet.
  bool given_up = false;           ///< The run went on for too long to be seen to its end.
  bool operator==(const FinalState&) const = default;
};

/// The record put in place before the run: per record track and collection.
struct InitialRecord {
  TrackIndex track = 0;
  Key key = 0;
  std::uint64_t digest = 0;
  std::int64_t counter = 0;
  bool operator==(const InitialRecord&) const = default;
};

struct History {
  std::vector<Event> events;
  std::vector<InitialRecord> initial;
  std::vector<scenarios::Stage> stages;  ///< Stage vectors that `authority` events refer to.
  std::vector<std::string> nodes;        ///< Names by NodeId: "client", "app/1", "orders.old",
                                         ///< "payments.new", "conductor", ...
  FinalState final;
  std::uint64_t hash = 0;  ///< Rolling hash over the events.
  Time end = 0;            ///< When the run was quiet, or gave up.
  bool migrated = true;    ///< False for a control run: same traffic and faults, no phase.
};

}  // namespace rehearse::simulators
