#pragma once
/// What nodes say to each other: plain values, trivially copyable. Rows and lists in them are
/// immutable and owned by the run's Memory (live: by the decoded message). Rows are *logical* (the
/// old shape), unless a statement says otherwise; a store node maps them to the shape of the side
/// they go to.

#include <cstdint>
#include <variant>

#include "scenarios/plan.hpp"
#include "simulators/data/value.hpp"
#include "simulators/runtime/history.hpp"
#include "simulators/store/store.hpp"

namespace rehearse::simulators {

// ---- to a store ----

enum class StatementKind : std::uint8_t {
  get,  ///< Read one record.
  insert,
  put,
  update,
  erase,
  add,           ///< The application's own (authoritative) writes; the store gives the version.
  apply,         ///< A write that brings its version: second write, relay, backfill, repair.
  apply_add,     ///< A streamed delta.
  mirror,        ///< One transaction: carry the previous statement's result to the other side.
  mark_applied,  ///< Remember a write id for request deduplication, touch nothing else.
  scan,
  count,
  last_key,  ///< Whole-table reads of workers and the verifier.
  get_mark,
  set_mark,      ///< Small durable numbers: stream positions, checkpoints.
  read_changes,  ///< Waits until there is a change after `key`, then returns up to `by`.
  last_change,   ///< Position of the newest change.
  read_repairs,
  push_repair,
  pop_repair,
  fulfil,  ///< Insert-once into the fulfilment table; `repeated` tells.
  set_owner,
  get_owner  ///< Which side owns a charge.
};

constexpr bool is_first_write(StatementKind kind) {
  return kind >= StatementKind::insert && kind <= StatementKind::add;
}

struct Statement {
  StatementKind kind = StatementKind::get;
  scenarios::Apply rule = scenarios::Apply::overwrite;
  WriteSource source = WriteSource::application;
  scenarios::Side side = scenarios::Side::old_side;
  TrackIndex track = no_track;
  std::uint8_t field = 0;       ///< add: the counter's index in the logical shape.
  bool deleted = false;         ///< apply: the record was erased.
  bool outbox = false;          ///< Append the change to the outbox in this transaction.
  bool from_stream = false;     ///< Applied by relay or backfill: origin-tagged.
  bool keep_tombstone = false;  ///< erase: leave a tombstone.
  bool partial = false;         ///< put, update: only the fields in `fields` are set.
  bool side_shape = false;      ///< Rows are as the side has them, not logical; whole ones only.
  std::uint32_t fields = 0;     ///< Bit per logical field.
  Key key = 0;  ///< insert: 0 when the store makes it; scan, changes, repairs: after this.
  WriteId write = 0;
  std::uint64_t version = 0;
  Row row = nullptr;
  std::int64_t by = 0;  ///< add: delta; scan, changes: limit; set_mark: value.
  union {
    std::int64_t at_least = INT64_MIN;  ///< add: refuse below this.
    std::int64_t expected;              ///< set_mark, partial: refuse (stale) unless it is this.
    std::int64_t wait_us;  ///< read_changes, read_repairs: at the store, for something.
  };
};

/// How long `read_changes` and `read_repairs` wait at the store when there is nothing: the longer,
/// the longer there has been nothing. A reader whose answer was lost learns it so much later.
constexpr scenarios::Duration shortest_read_wait{250'000};
constexpr scenarios::Duration longest_read_wait{500'000};

/// A batch that a store runs as one transaction.
struct Transact {
  const Statement* statements = nullptr;
  std::uint32_t count = 0;
};

struct StatementResult {
  Record record;            ///< Of get; after a write: as it now is (row logical).
  std::int64_t number = 0;  ///< add: counter after; insert: the key made; count, marks, positions.
  bool found = false;
  bool repeated = false;  ///< This write id had been applied before; nothing was changed.
  bool skipped = false;   ///< The apply rule left the store alone.
  Row before = nullptr;   ///< First writes: what was there (null: nothing), for compensation.
};

/// A change or a repair on its way: the key is its position.
struct Change {
  Key position = 0;
  Key key = 0;
  std::int64_t delta = 0;
  bool is_delta = false;
  Record record;  ///< Row logical.
};

struct TransactReply {
  const StatementResult* results = nullptr;  ///< By statement.
  const KeyedRecord* rows = nullptr;         ///< scan (rows logical).
  const Change* changes = nullptr;
  std::uint32_t count = 0;  ///< Of rows or changes.
};

// ---- to a service ----

enum class ServiceVerb : std::uint8_t { authorise, charge, capture, refund, void_charge, lookup };

struct ServiceCall {
  ServiceVerb verb = ServiceVerb::charge;
  ServiceVerb of = ServiceVerb::charge;  ///< lookup: what may have been done.
  TrackIndex track = no_track;
  scenarios::Side side = scenarios::Side::old_side;
  bool shadow = false;
  bool suppressed = false;  ///< Answer, but cause no effect.
  Key identity = 0;
  std::int64_t amount = 0;
  std::uint64_t idempotency_key = 0;  ///< 0: none.
  WriteId write = 0;
};

struct ServiceReply {
  std::int64_t serial = 0;  ///< Of the effect; lookup: 0 when there is none.
  std::int64_t amount = 0;
  bool repeated = false;
};

// ---- to an application instance ----

/// What a client asks for: everything drawn by the client, so that a retry says the same.
struct OperationCall {
  std::uint16_t operation = 0;  ///< Index in the plan.
  std::uint16_t client = 0;
  std::uint16_t attempt = 0;       ///< The client's own retries.
  const Key* variables = nullptr;  ///< By the plan's variable index; 0: the store makes it.
  const Row* rows = nullptr;       ///< By step; null where a step writes no row.
  std::int64_t amount = 0;         ///< What service steps charge.
};

/// What a reading step saw.
struct Observation {
  TrackIndex track = no_track;
  scenarios::Side side = scenarios::Side::old_side;
  bool cached = false;
  bool wrong_content = false;
  Key key = 0;
  WriteId write = 0;
  std::uint64_t version = 0;
  std::uint64_t digest = 0;
};

struct OperationReply {
  const Observation* observations = nullptr;
  const Key* variables = nullptr;  ///< As in the call, with the keys that stores have made.
  std::uint32_t count = 0;         ///< Of observations.
  Outcome outcome = Outcome::fail;
};

// ---- to instances, workers and stores, from the conductor and the flag service ----

enum class ControlVerb : std::uint8_t {
  flags,      ///< Here are the flags (body `flags`).
  get_flags,  ///< Asked of the flag service.
  publish,    ///< Asked of the flag service by the conductor.
  drained,    ///< Has this instance the flags `value`, and has every write on `track` ended that it
              ///< had begun when drain `extra` was first asked for? number = 1 or 0.
  metric,     ///< code = Metric, of `track`: number = value, extra = samples.
  ddl,        ///< code = scenarios::StepKind on (track, side).
  fence,      ///< code 0: least write epoch = value; code 1: least read epoch.
  capture,    ///< code: 0 off, 1 CDC, 2 CDC without origin tags, on (track, side).
  advance,    ///< The side's sequence to `value`, never back; number = the last key made.
  start,
  stop,     ///< Backfill; verify (code = mode, value = repair). To clients: begin nothing more.
  status,   ///< number, extra: worker-specific. Of clients: number = operations under way;
            ///< of instances: number = version, extra = operations being served.
  webhook,  ///< From a service: key = identity, value = serial, code = side.
  forget,   ///< To a service, from outside: the idempotency key `value`.
  restart,  ///< Asked of whoever runs the fleet: `key` instances (0: all) of group `value` to
            ///< version `code`, one by one when `extra` is 1. status, of group `value`: number =
            ///< how many such restarts are under way.
  phase,    ///< Live, to clients and programs of the user's: the plan's phase `value` has begun.
  slip      ///< Live, asked of whoever runs the fleet before a step: number = Slip.
};

/// What instances and workers count for the conductor's gates.
enum class Metric : std::uint8_t {
  backfill_remaining,
  shadow_mismatch,
  verify_mismatch,
  repair_queue,
  sync_lag,
  unrepresentable,
  errors,
  calls_on_old,
  calls_on_new,
  group_errors,
  requests,
  instances_on
};

struct FlagSnapshot;

struct Control {
  ControlVerb verb = ControlVerb::status;
  TrackIndex track = no_track;
  scenarios::Side side = scenarios::Side::old_side;
  std::uint8_t code = 0;
  std::uint32_t order = 0;  ///< Of commands: one that comes after a later one is out of date.
  Key key = 0;
  std::int64_t value = 0;
  std::int64_t extra = 0;
  const FlagSnapshot* flags = nullptr;
};

/// Whether a command is newer than the last one that was carried out (`last`, which it becomes).
inline bool in_order(const Control& command, std::uint32_t& last) {
  if (command.order < last) return false;
  last = command.order;
  return true;
}

struct ControlReply {
  std::int64_t number = 0;
  std::int64_t extra = 0;
  const FlagSnapshot* flags = nullptr;
};

// ---- envelopes ----

/// The first tag of an attempt of a client operation; 2^16 messages may follow. Attempts beyond the
/// 16th lie above all operations.
constexpr std::uint64_t attempt_tag(OperationId operation, std::uint64_t attempt) {
  return operation << 20U | (attempt & 15U) << 16U | (attempt >> 4U) << 50U;
}
/// The operation that a message with this tag is for; 0: none.
constexpr OperationId operation_of_tag(std::uint64_t tag) {
  return (tag & ((std::uint64_t{1} << 50U) - 1)) >> 20U;
}

struct Request {
  std::uint64_t tag = 0;      ///< Unique per sender: names the message's choices.
  OperationId operation = 0;  ///< 0: background.
  std::uint64_t epoch = 0;    ///< Of the sender's flags for the track; 0: the sender knows none.
  bool again = false;         ///< An earlier attempt may have arrived, or may yet.
  bool fenced = false;        ///< Of an application: the store compares the epoch with its fences.
  /// Live, to a program of the user's: the port through which it is to be asked, where a fault
  /// waits for the bytes; 0: its own.
  std::uint16_t via = 0;
  std::variant<Transact, ServiceCall, OperationCall, Control> body;
};

struct Reply {
  /// `none`: done. `timeout`: unknown. Anything else: surely not done.
  FailureReason status = FailureReason::none;
  std::variant<TransactReply, ServiceReply, OperationReply, ControlReply> body;
  bool ok() const { return status == FailureReason::none; }
};

}  // namespace rehearse::simulators
