#pragma once
/// The stage vector: where a track stands in its migration, one value per axis.
/// Names such as LaunchDarkly's `off, dualwrite, shadow, live, rampdown, complete` are aliases
/// for vectors (see stage_aliases.hpp); the axes combine freely.

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/field.hpp"

namespace rehearse::scenarios {

/// Virtual time has microsecond resolution, in both runtimes.
using Duration = std::chrono::microseconds;

/// The two sides of a track. Every axis is said in terms of these.
enum class Side : std::uint8_t { old_side, new_side };

constexpr Side other(Side side) { return side == Side::old_side ? Side::new_side : Side::old_side; }

/// Who answers reads. `shadow` means: the other side is read too, compared, and its answer dropped.
struct ReadAxis {
  Side authority = Side::old_side;
  bool shadow = false;
  auto operator<=>(const ReadAxis&) const = default;
};

/// Which sides an operation writes, in order. The first is the write authority.
struct WriteAxis {
  Side first = Side::old_side;
  bool both = false;             ///< The other side is written second.
  bool one_transaction = false;  ///< Both in one transaction; only where both live in one database.
  auto operator<=>(const WriteAxis&) const = default;
};

enum class SecondWriteFailure : std::uint8_t { fail, enqueue_repair, ignore };

/// How a write that is not the authority's own is applied (second writes, relay, repair).
enum class Apply : std::uint8_t {
  overwrite,          ///< Replace the whole record, whatever is there.
  insert_if_absent,   ///< Only where no record is.
  update_if_present,  ///< Only where a record is.
  upsert,             ///< Insert, or set just the fields that the write carries.
  version_guard       ///< Overwrite only what is older; deletes leave a tombstone.
};

enum class StreamDirection : std::uint8_t { none, old_to_new, new_to_old, both };
/// Outbox: the application writes the change in its own transaction. CDC: the store records
/// every commit, whoever made it.
enum class Capture : std::uint8_t { outbox, cdc };
enum class Payload : std::uint8_t { absolute, deltas };

struct SyncAxis {
  StreamDirection direction = StreamDirection::none;
  Capture capture = Capture::cdc;
  bool origin_tagged = true;  ///< A change applied by the relay is not streamed back.
  Payload payload = Payload::absolute;
  auto operator<=>(const SyncAxis&) const = default;
};

/// Epoch: a request that carries a stale epoch is refused by the store and re-routed.
enum class Fence : std::uint8_t { none, epoch };

enum class BackfillState : std::uint8_t { none, running, done, verified };
enum class Checkpoint : std::uint8_t { before, after, in_batch };

/// Of the records of one side only those whose field has this value, in the logical shape.
struct OnlyWhere {
  std::string field;
  Literal is;
  auto operator<=>(const OnlyWhere&) const = default;
};

struct BackfillAxis {
  BackfillState state = BackfillState::none;
  std::string cursor;                     ///< The key field; empty means the record's key.
  int batch = 100;                        ///< Rows per batch, 1 or more.
  Apply write = Apply::insert_if_absent;  ///< The write rule.
  std::string
      before_phase;  ///< Population bound: rows that exist when that phase begins; empty: all.
  std::optional<OnlyWhere> where;  ///< Scope: what it passes over is never copied; none: all.
  Checkpoint checkpoint = Checkpoint::in_batch;
  Duration throttle{0};  ///< Pause between batches.
  auto operator<=>(const BackfillAxis&) const = default;
};

enum class Contract : std::uint8_t { expanded, held, purged, dropped };

// ---- service extras ----

enum class Idempotency : std::uint8_t { per_operation, per_attempt, none };
/// Where a call with unknown outcome is resolved: at the side that got it, at whatever side the
/// route names now, or nowhere (the application retries blindly).
enum class Ambiguity : std::uint8_t { same_side, current_side, nowhere };
/// Who serves refund, capture and void: the side that owns the charge, or the current route.
enum class Lifecycle : std::uint8_t { origin, current };
enum class WebhookOwner : std::uint8_t { old_side, new_side, both };
enum class WebhookDeduplication : std::uint8_t { by_effect, by_delivery, none };
enum class ShadowEffects : std::uint8_t { suppressed, real };

struct ServiceAxes {
  Side route = Side::old_side;  ///< Who performs the effect.
  bool shadow = false;          ///< The other side is called too and its answer compared.
  ShadowEffects shadow_effects = ShadowEffects::suppressed;
  Idempotency idempotency = Idempotency::per_operation;
  Ambiguity ambiguity = Ambiguity::same_side;
  Lifecycle lifecycle = Lifecycle::origin;
  WebhookOwner webhooks = WebhookOwner::old_side;
  WebhookDeduplication webhook_deduplication = WebhookDeduplication::by_effect;
  auto operator<=>(const ServiceAxes&) const = default;
};

/// The whole vector. Record tracks (schema, source) use all but `service`; service tracks use
/// `service` and `contract`.
struct Stage {
  ReadAxis read;
  WriteAxis write;
  SecondWriteFailure second_write_failure = SecondWriteFailure::fail;
  Apply apply = Apply::overwrite;
  SyncAxis sync;
  Fence fence = Fence::none;
  BackfillAxis backfill;
  Contract contract = Contract::expanded;
  ServiceAxes service;
  auto operator<=>(const Stage&) const = default;
};

/// What a phase or a `set` step says about one track: only the axes that are present change.
struct StageChange {
  std::optional<ReadAxis> read;
  std::optional<WriteAxis> write;
  std::optional<SecondWriteFailure> second_write_failure;
  std::optional<Apply> apply;
  std::optional<SyncAxis> sync;
  std::optional<Fence> fence;
  std::optional<BackfillAxis> backfill;
  std::optional<Contract> contract;
  std::optional<Side> route;
  std::optional<bool> shadow;
  std::optional<ShadowEffects> shadow_effects;
  std::optional<Idempotency> idempotency;
  std::optional<Ambiguity> ambiguity;
  std::optional<Lifecycle> lifecycle;
  std::optional<WebhookOwner> webhooks;
  std::optional<WebhookDeduplication> webhook_deduplication;
  bool operator==(const StageChange&) const = default;
};

/// `stage` with every axis that `change` names replaced.
Stage apply_change(Stage stage, const StageChange& change);

/// The stage after authority has moved to the other side: reads `x [+ shadow y]` become
/// `y [+ shadow x]`, writes `x [then y]` become `y [then x]`, a service's route flips.
Stage switched(Stage stage);

}  // namespace rehearse::scenarios
