#pragma once
/// What is rehearsed: a migration plan as a value. Read by read_plan.hpp, printed by
/// print_plan.hpp, examined by check_plan.hpp. `docs/plan-reference.md` is the user's view.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "scenarios/constraint.hpp"
#include "scenarios/field.hpp"
#include "scenarios/program.hpp"
#include "scenarios/stage.hpp"

namespace rehearse::scenarios {

// ---- records ----

/// Who makes keys for new records: the client (unique by construction) or the authority store's
/// own sequence.
enum class KeySource : std::uint8_t { client, store };

struct RecordShape {
  std::string key;  ///< Name of the key field (an integer; not repeated in `fields`).
  KeySource key_source = KeySource::client;
  std::vector<Field> fields;  ///< At most 16; the old, logical shape. Order is as written.
  bool operator==(const RecordShape&) const = default;
};

enum class TransformKind : std::uint8_t {
  rename,         ///< {"rename": "a", "to": "b"}
  split,          ///< {"split": "a", "at": " ", "into": ["b", "c"]}; at the first separator
  join,           ///< {"join": ["a", "b"], "with": " ", "into": "c"}
  scale,          ///< {"scale": "a", "by": 100, "to": "b"}; `to` may be absent (same name)
  cast,           ///< {"cast": "a", "to_type": "integer"}
  map_values,     ///< {"map": "a", "values": {"x": "y"}}
  default_value,  ///< {"default": "b", "type": "text", "value": "x"}; a new field, writable on new
  constant,       ///< {"constant": "b", "type": "text", "value": "x"}
  drop            ///< {"drop": "a"}; lossy unless {"keep": "value"} says what down() restores
};

/// One step from the old shape towards the new, with its inverse, or declared `lossy`.
struct Transform {
  TransformKind kind = TransformKind::rename;
  std::vector<std::string> from;  ///< Fields consumed (empty for default and constant).
  std::vector<std::string> into;  ///< Fields produced (empty for drop).
  std::string separator;          ///< split, join.
  std::int64_t by = 1;            ///< scale: a positive factor.
  FieldType type;                 ///< cast, default, constant: type of the field produced.
  std::vector<std::pair<Literal, Literal>> values;  ///< map_values, in order.
  Literal value;       ///< default, constant; for drop: what down() restores.
  bool lossy = false;  ///< Declared: down(up(x)) need not be x.
  bool operator==(const Transform&) const = default;
};

// ---- tracks ----

enum class TrackKind : std::uint8_t { schema, service, source };

/// Where one side of a record track lives. Two sides with the same `database` share transactions.
struct Location {
  std::string store = "sqlite";  ///< Engine asked for: "sqlite", "model" (later "postgresql").
  std::string database;
  std::string table;                    ///< Defaults: the track's name.
  std::vector<Constraint> constraints;  ///< From its creation on.
  bool operator==(const Location&) const = default;
};

enum class Deduplication : std::uint8_t { none, by_key };

/// The contract of one side of a service track: what the mock promises and what it does not.
struct ServiceContract {
  std::string service;
  int version = 1;
  Deduplication deduplicates = Deduplication::none;
  std::optional<Duration> key_expiry;  ///< Idempotency keys are forgotten after this; none: never.
  std::optional<std::int64_t>
      capacity;                        ///< Calls worked on at once, others wait; none: any number.
  std::optional<int> amount_decimals;  ///< 0..9: amounts are rounded to so many; none: not at all.
  bool webhooks = false;
  bool lookup = true;  ///< Can be asked whether it has an effect for an identity.
  std::array<Duration, 2> latency{Duration{2000}, Duration{20000}};  ///< Least and most, uniform.
  Duration slow{0};                       ///< Latency of the slow tail; 0: no tail.
  std::int64_t slow_per_million = 0;      ///< Share of calls in the tail.
  std::int64_t declined_per_million = 0;  ///< Share of charges the bank declines (a business no).
  std::int64_t unavailable_per_million = 0;  ///< Share refused before execution (retryable).
  std::vector<std::string> needs;            ///< Record sides its adapter reads, e.g. "orders.old".
  std::optional<Program> run;  ///< Live: this is the service; the rest is what it promises.
  bool operator==(const ServiceContract&) const = default;
};

struct Track {
  std::string name;
  TrackKind kind = TrackKind::schema;
  // record tracks (schema, source):
  RecordShape record;
  Location old_location, new_location;
  std::vector<Transform> transform;
  // service tracks:
  std::string effect = "charge";  ///< What a call does, for sentences.
  std::string identity;           ///< Field or key that names the business operation.
  std::string amount;             ///< Field of the same operation's record that is charged.
  ServiceContract old_service, new_service;
  Stage initial;  ///< Stage before the first phase; default: all old.
  bool operator==(const Track&) const = default;
  bool is_service() const { return kind == TrackKind::service; }
};

/// A record set that the application uses and that does not migrate.
struct Collection {
  std::string name;
  RecordShape record;
  Location location;
  bool operator==(const Collection&) const = default;
};

// ---- the application ----

enum class OperationStepKind : std::uint8_t {
  read,
  put,
  insert,
  update,
  erase,  ///< On a record track or a collection.
  add,    ///< `increment` / `decrement`: by is signed.
  charge,
  authorise,
  capture,
  refund,
  void_charge  ///< On a service track. `call` is `charge`.
};

struct FieldAssignment {
  std::string field;
  Literal value;         ///< Used when `variable` is empty.
  std::string variable;  ///< "$product" without the dollar.
  bool operator==(const FieldAssignment&) const = default;
};

struct OperationStep {
  OperationStepKind kind = OperationStepKind::read;
  std::string target;                  ///< Track or collection.
  std::string field;                   ///< add only: the counter field.
  std::string variable;                ///< Key, or identity for service steps; without the dollar.
  std::vector<FieldAssignment> value;  ///< Fields not named get generated values.
  std::int64_t by = 0;                 ///< add: signed amount.
  std::optional<std::int64_t> require_at_least;  ///< add: refuse (a business no) below this.
  bool operator==(const OperationStep&) const = default;
};

struct Operation {
  std::string name;
  std::vector<OperationStep> steps;
  bool operator==(const Operation&) const = default;
};

/// Where an operation's variable comes from.
enum class VariableSource : std::uint8_t {
  client,    ///< The client's own number (customer, user, tenant).
  existing,  ///< A key of `of`, drawn from the scenario's key distribution.
  fresh,     ///< A new key of `of`, never used before.
  own,       ///< A key of `of` that this client inserted and saw acknowledged (else: skipped).
  run        ///< The number of the period in which the operation starts, from 1 on.
};

struct Variable {
  std::string name;  ///< Without the dollar.
  VariableSource source = VariableSource::existing;
  std::string of;      ///< Track or collection; empty for `client` and `run`.
  Duration period{0};  ///< run: more than 0.
  bool operator==(const Variable&) const = default;
};

/// A field that a version does not know: its inserts leave it null, its updates as it was.
struct UnknownField {
  std::string record;  ///< Track or collection.
  std::string field;
  bool operator==(const UnknownField&) const = default;
};

/// How one version of the application treats one track.
enum class TrackSupport : std::uint8_t { old_only, flags, new_only };

struct ApplicationVersion {
  std::string name;
  std::vector<std::pair<std::string, TrackSupport>> tracks;  ///< Tracks not named: `otherwise`.
  TrackSupport otherwise = TrackSupport::flags;
  std::vector<UnknownField> unknown;
  std::optional<ApplicationProgram> run;  ///< Live: a program of the user's is this version.
  bool operator==(const ApplicationVersion&) const = default;
};

/// A group of identical instances, restarted together. The first group is "app".
struct InstanceGroup {
  std::string name = "app";
  int instances = 1;           ///< 1..64
  std::string version = "v1";  ///< What runs before the first phase.
  std::vector<std::string>
      operations;  ///< Operations routed to it; empty: all not claimed by others.
  bool operator==(const InstanceGroup&) const = default;
};

/// An operation that the application starts by itself. Each group that has an instance of one of
/// the versions runs it, once in each period: within a group somebody sees to that, between groups
/// nobody does.
struct Job {
  std::string name;
  std::string operation;
  Duration every{0};                ///< More than 0; the first run is one period after the begin.
  std::vector<std::string> run_by;  ///< Versions.
  bool operator==(const Job&) const = default;
};

enum class Invalidate : std::uint8_t { never, on_write };

struct CachePolicy {
  Duration ttl{0};  ///< 0: no cache.
  Invalidate invalidate = Invalidate::on_write;
  bool operator==(const CachePolicy&) const = default;
};

enum class OnStepFailure : std::uint8_t { stop, compensate };

/// How the application treats a call to a store or service that fails or does not answer.
struct RetryPolicy {
  Duration timeout{500'000};  ///< Per attempt.
  int retries = 6;            ///< Attempts after the first.
  Duration backoff{20'000};   ///< Doubles per attempt.
  bool operator==(const RetryPolicy&) const = default;
};

struct Application {
  std::vector<InstanceGroup> groups{InstanceGroup{}};
  std::vector<ApplicationVersion> versions;  ///< Absent v1: old_only; absent v2: flags.
  std::array<Duration, 2> flag_delay{Duration{0}, Duration{0}};  ///< Least and most, per instance.
  CachePolicy cache;
  RetryPolicy calls;
  std::vector<Variable> variables;
  std::vector<Operation> operations;
  std::vector<Job> jobs;
  OnStepFailure on_step_failure = OnStepFailure::compensate;
  Duration restart_time{50'000};  ///< From stop to ready.
  Duration grace{1'000'000};      ///< Graceful stop: in-flight requests may finish within this.
  bool operator==(const Application&) const = default;
};

/// The fault budget: what the system tolerates without the migration.
struct Tolerates {
  int app_crashes = 0;
  int conductor_crashes = 0;
  int relay_crashes = 0;
  int backfill_crashes = 0;
  int operator_slips = 0;  ///< Steps that whoever runs the plan does twice, or takes for done.
  Duration store_outage{0};
  bool message_loss = false;  ///< Between application, stores, services and workers.
  bool message_duplication = false;
  Duration pause{0};  ///< Longest stop-the-world of one process.
  Duration clock_skew{0};
  Duration partition{0};        ///< Longest time in which two nodes cannot reach each other.
  bool service_errors = false;  ///< Services and stores may refuse before they do anything.
  bool store_errors = false;    ///< Transactions may be aborted, or wait for a lock.
  bool stale_reads = false;     ///< A read may be answered with what was true earlier.
  bool forgotten_keys = false;  ///< Services may lose their record of an idempotency key.
  Duration flags_late{0};       ///< Longest time that an instance goes without new flags.
  bool operator==(const Tolerates&) const = default;
};

// ---- phases ----

enum class StepKind : std::uint8_t {
  set,  ///< {"set": {"orders": {...}}}
  deny,
  allow,          ///< orders.deny_old, orders.allow_new: a flag that instances check before writing
  fence,          ///< orders.fence_old: raises the write epoch in the store
  release,        ///< orders.release_old: lets the present epoch write again
  drain,          ///< orders.drain: every instance has the newest flags, nothing older in flight
  drain_repairs,  ///< orders.drain_repairs: the repair queue is empty
  record_position,  ///< orders.record_position
  catch_up,         ///< orders.catch_up: the stream has applied what was recorded
  switch_over,      ///< orders.switch: authority moves to the other side
  create,           ///< orders.create_new (DDL)
  hold,
  restore,
  purge,
  drop,  ///< orders.hold_old = renamed away; purge = rows gone; drop = DDL
  constrain,
  relax,             ///< {"constrain": "orders.old", "not_null": "channel"}; relax: no longer
  advance_sequence,  ///< orders.advance_sequence: new's key generator past every key; _old: old's
  start_backfill,
  stop_backfill,
  scale,    ///< {"scale": "payments.new", "capacity": 40}
  verify,   ///< {"verify": "orders", "mode": "keyed"|"count", "repair": true}
  restart,  ///< {"restart": "app", "to": "v2", "rolling": true, "instances": 2}
  wait      ///< {"wait": "5s"}
};

enum class VerifyMode : std::uint8_t { keyed, count };

struct Step {
  StepKind kind = StepKind::wait;
  std::string track;           ///< Most kinds.
  Side side = Side::old_side;  ///< deny, allow, fence, release, DDL, advance_sequence.
  std::vector<std::pair<std::string, StageChange>> set;
  VerifyMode mode = VerifyMode::keyed;
  bool repair = false;
  Constraint constraint;                          ///< constrain, relax
  ExistingRows existing = ExistingRows::checked;  ///< constrain
  std::int64_t capacity = 1;                      ///< scale: calls worked on at once
  std::string group;                              ///< restart
  std::string version;                            ///< restart
  bool rolling = true;                            ///< restart: one instance at a time
  int instances = 0;                              ///< restart: how many; 0: all
  bool await = false;    ///< restart: the step ends when the last instance is up
  Duration duration{0};  ///< wait
  bool operator==(const Step&) const = default;
};

/// One comparison of a gate: `{"metric": "orders.shadow_mismatch", "at_most": 0, "over": "30s",
/// "min_samples": 200}`. Metric names: see docs/plan-reference.md (metrics.hpp lists them).
enum class Comparison : std::uint8_t { equals, at_most, at_least };

struct Condition {
  std::string metric;
  Comparison comparison = Comparison::equals;
  std::int64_t value = 0;
  Duration over{0};              ///< The window it must hold for, or is counted in.
  std::int64_t min_samples = 0;  ///< Fewer samples: inconclusive.
  bool operator==(const Condition&) const = default;
};

/// Exits of a gate. `rollback` starts the phase's rollback; `pause` holds for a person.
enum class GateExit : std::uint8_t { proceed, rollback, pause };

struct Gate {
  std::vector<Condition> when;  ///< All must hold.
  std::optional<Duration> deadline;
  GateExit failed = GateExit::rollback;
  GateExit inconclusive = GateExit::pause;
  bool operator==(const Gate&) const = default;
};

/// By whom traffic is split. Sticky: the same subject always lands on the same side.
enum class SegmentBy : std::uint8_t { customer, key, tenant };

struct Segment {
  SegmentBy by = SegmentBy::customer;
  std::vector<int> percent;  ///< The ramp, each 0..100; the last stays in force after the phase.
  Duration hold{0};          ///< How long each step of the ramp lasts.
  bool sticky = true;
  bool operator==(const Segment&) const = default;
};

struct RollbackTarget {
  std::string to = "previous_phase";  ///< "previous_phase", "start", or a phase's name.
  std::vector<Step> steps;  ///< Empty: the phase's own steps, mirrored (see architecture.md).
  std::vector<std::string> order;  ///< Tracks, first to go back first; empty: reverse of forward.
  std::optional<Duration> deadline;
  bool allowed = true;  ///< `"rollback": false`: declared not to be rolled back.
  bool operator==(const RollbackTarget&) const = default;
};

struct Phase {
  std::string name;
  std::vector<std::pair<std::string, StageChange>> set;  ///< By track, in the order written.
  std::optional<Segment> segment;  ///< `set` applies to this share of the traffic.
  std::vector<Step> steps;
  std::optional<Gate> entry;                   ///< Waited for before `set`.
  std::optional<Gate> gate;                    ///< Waited for after the steps.
  std::optional<RollbackTarget> rollback;      ///< Absent: the plan's.
  bool point_of_no_return = false;             ///< From this phase's first action on, no way back.
  std::optional<Duration> unavailable_budget;  ///< Blocked time this phase may cost a client.
  GateExit on_failure = GateExit::rollback;    ///< A step that fails or misses the deadline.
                                               ///< "release" in files is `rollback` of this phase.
  std::optional<Duration> deadline;            ///< For all its steps.
  Duration keep{0};  ///< Stays here at least this long before the next phase.
  bool operator==(const Phase&) const = default;
};

struct Plan {
  int format = 1;  ///< The "rehearse" key.
  std::string name;
  std::vector<Track> tracks;  ///< In the order written.
  std::vector<Collection> collections;
  std::vector<Database> databases;  ///< Those of which something is said.
  std::vector<Worker> workers;      ///< The same.
  Application application;
  Tolerates tolerates;
  std::vector<Phase> phases;
  RollbackTarget rollback;  ///< Default for phases that do not say.
  bool operator==(const Plan&) const = default;
};

}  // namespace rehearse::scenarios
