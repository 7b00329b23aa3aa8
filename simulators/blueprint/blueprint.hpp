#pragma once
/// A plan and a scenario made ready to run: names turned into indices, databases and nodes laid
/// out, transforms compiled. Built once, immutable, shared by all runs and threads.

#include <array>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "scenarios/plan.hpp"
#include "scenarios/scenario.hpp"
#include "simulators/data/distributions.hpp"
#include "simulators/data/mapping.hpp"
#include "simulators/runtime/messages.hpp"
#include "simulators/store/store.hpp"

namespace rehearse::simulators {

constexpr int no_index = -1;

/// A small durable number that a database keeps for a track.
enum class Mark : std::uint8_t { stream_forward, stream_backward, backfill_cursor };
constexpr Key mark_key(TrackIndex track, Mark mark) {
  return static_cast<Key>(track) * 8 + static_cast<Key>(mark) + 1;
}

struct DatabaseBlueprint {
  std::string engine;
  const scenarios::DatabaseProgram* run = nullptr;  ///< Live: this is the engine.
  DatabaseShape shape;
  NodeId node = 0;
  TableId marks = 0;      ///< Mark -> number.
  TableId applied = 0;    ///< Write ids, for request deduplication.
  TableId fulfilled = 0;  ///< Identities (or deliveries) fulfilled by webhooks.
  TableId owners = 0;     ///< Which side owns a charge.
};

/// A constraint that a side has from the start, or that some step of the plan adds or takes away.
struct ConstraintBlueprint {
  scenarios::Constraint says;
  std::size_t field = 0;   ///< In the side's shape.
  bool initially = false;  ///< From the creation of the table on.
  bool as_before = false;  ///< unique: the old table had no two such values from the start.
};

struct SideBlueprint {
  int database = no_index;
  NodeId node = 0;  ///< The database's node, or the service.
  TableId table = 0;
  TableId changes = 0;  ///< Outbox or CDC log of this side.
  TableId repairs = 0;  ///< Repair queue for the other side.
  TableId keys = 0;     ///< Write id -> the key made for it, where the store makes keys.
  std::vector<ConstraintBlueprint> constraints;  ///< At most 64.
};

struct Need {
  TrackIndex track = no_track;
  scenarios::Side side = scenarios::Side::old_side;
};

struct TrackBlueprint {
  std::string name;
  bool service = false;
  bool collection = false;
  std::array<SideBlueprint, 2> sides;
  std::shared_ptr<const Mapping> mapping;  ///< Records only.
  std::vector<scenarios::Field> fields;    ///< Logical.
  std::uint32_t distinct = 0;              ///< Bit per field whose generated values all differ.
  bool partly_known = false;               ///< Some version does not know some field.
  int counter_field = no_index;            ///< Of `add` steps.
  int amount_scale = 0;                    ///< Services: decimals of the field that is charged.
  bool deduplicates_requests = false;      ///< Some first write is not idempotent by itself.
  bool store_keys = false;                 ///< Keys of inserts come from the store's sequence.
  int initial_records = 0;
  std::array<const scenarios::ServiceContract*, 2> contracts{};
  std::array<std::vector<Need>, 2> needs;
  NodeId relay_forward = 0, relay_backward = 0, backfiller = 0, repairer = 0, verifier = 0;
  scenarios::Stage initial;

  const SideBlueprint& side(scenarios::Side s) const { return sides[static_cast<std::size_t>(s)]; }
};

struct InstanceBlueprint {
  NodeId node = 0;
  std::uint16_t group = 0;
  std::uint16_t number = 0;  ///< From 1, within the group.
};

struct StepBlueprint {
  scenarios::OperationStepKind kind = scenarios::OperationStepKind::read;
  TrackIndex track = no_track;
  std::uint8_t variable = 0;
  std::int64_t by = 0;
  std::int64_t at_least = INT64_MIN;
  std::uint32_t fields = 0;  ///< Fields that the step sets, when `partial`.
  bool partial = false;
  std::vector<std::pair<std::uint8_t, scenarios::FieldAssignment>> assignments;
  std::vector<std::pair<std::uint8_t, std::uint8_t>> made_keys;  ///< Field, variable of such a key.
};

struct OperationBlueprint {
  std::string name;
  std::vector<StepBlueprint> steps;
  std::uint16_t group = 0;  ///< Instances that serve it.
  bool read_only = false;
  bool makes_keys = false;     ///< Some variable is known only once a store has made it.
  int amount_step = no_index;  ///< Step whose row holds the amount that is charged.
  int amount_field = no_index;
  std::vector<std::uint8_t> variables;  ///< Those that its steps use.
};

struct VariableBlueprint {
  std::string name;
  scenarios::VariableSource source = scenarios::VariableSource::existing;
  TrackIndex of = no_track;
  bool made_by_store = false;  ///< Fresh keys of a record whose store makes them.
  Time period = 0;             ///< run.
};

/// An operation that groups start by themselves.
struct JobBlueprint {
  std::uint16_t operation = 0;
  Time every = 0;
  std::vector<bool> run_by;  ///< By version.
};

class Blueprint final {
 public:
  /// Both were read and validated. The references must outlive the blueprint.
  Blueprint(const scenarios::Plan& plan, const scenarios::Scenario& scenario);
  Blueprint(const Blueprint&) = delete;
  Blueprint& operator=(const Blueprint&) = delete;

  const scenarios::Plan& plan;
  const scenarios::Scenario& scenario;

  std::vector<TrackBlueprint> tracks;  ///< Tracks, then collections.
  std::vector<DatabaseBlueprint> databases;
  std::vector<InstanceBlueprint> instances;
  std::vector<OperationBlueprint> operations;
  std::vector<VariableBlueprint> variables;
  std::vector<JobBlueprint> jobs;
  std::vector<scenarios::BackfillAxis> backfills;  ///< All that the plan names, and the usual one.
  std::vector<std::uint16_t> mix;  ///< Operation indices, as often as their weight (reduced).
  std::vector<std::string> nodes;  ///< Names by NodeId.
  std::shared_ptr<const KeyDistribution> keys;
  std::shared_ptr<const ArrivalProcess> arrivals;
  NodeId clients = 0, flags = 0, conductor = 0;
  bool lifecycle_steps = false;  ///< Some operation refunds, captures or voids.

  TrackIndex track(const std::string& name) const;  ///< no_track when there is none.
  int version(const std::string& name) const;       ///< Index in `versions`, or no_index.
  int group(const std::string& name) const;
  /// Which of `backfills` this is, whatever its state.
  std::int64_t backfill(scenarios::BackfillAxis axis) const;
  /// How version `version` treats `track`.
  scenarios::TrackSupport support(int version, TrackIndex track) const {
    return supports_[static_cast<std::size_t>(version) * tracks.size() + track];
  }
  /// The fields of `track` that `version` does not know, a bit each.
  std::uint32_t unknown_fields(int version, TrackIndex track) const {
    return unknown_[static_cast<std::size_t>(version) * tracks.size() + track];
  }
  std::vector<scenarios::ApplicationVersion> versions;  ///< The plan's, with v1 and v2 filled in.

 private:
  NodeId add_node(std::string name);
  int add_database(const scenarios::Location& location);
  void add_tracks();
  void add_collections();
  void add_record_side(TrackBlueprint& track, scenarios::Side side,
                       const scenarios::Location& location, bool created);
  void add_service_sides(TrackBlueprint& track, const scenarios::Track& from);
  void add_instances();
  void add_versions();
  void add_variables();
  void add_operations();
  void add_jobs();
  void add_backfills();
  void add_operation(const scenarios::Operation& from);
  void learn_from_steps();
  void add_supports();
  void add_constraints(TrackBlueprint& track, const scenarios::Track& from);

  std::vector<scenarios::TrackSupport> supports_;  // by version, then track
  std::vector<std::uint32_t> unknown_;             // the same
};

}  // namespace rehearse::simulators
