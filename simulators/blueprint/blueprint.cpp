#include "simulators/blueprint/blueprint.hpp"

#include <algorithm>
#include <numeric>

#include "scenarios/ensure.hpp"
#include "scenarios/plan_lookup.hpp"
#include "scenarios/record_shape.hpp"

namespace rehearse::simulators {

using scenarios::OperationStepKind;
using scenarios::Side;
using scenarios::TrackSupport;

namespace {

bool is_service_step(OperationStepKind kind) { return kind >= OperationStepKind::charge; }

template <typename Items>
int find_by_name(const Items& items, const std::string& name) {
  for (std::size_t i = 0; i < items.size(); ++i)
    if (items[i].name == name) return static_cast<int>(i);
  return no_index;
}

scenarios::Field integer_field(std::string name) {
  return {std::move(name), {scenarios::FieldKind::integer, 0}};
}

TableId add_table(DatabaseBlueprint& database, std::string name,
                  std::vector<scenarios::Field> columns, bool created = true,
                  bool of_records = false) {
  database.shape.tables.push_back({std::move(name), std::move(columns), created, of_records});
  return static_cast<TableId>(database.shape.tables.size() - 1);
}

}  // namespace

Blueprint::Blueprint(const scenarios::Plan& the_plan, const scenarios::Scenario& the_scenario)
    : plan(the_plan), scenario(the_scenario) {
  keys = std::make_shared<KeyDistribution>(scenario.traffic.keys, scenario.traffic.keys.count);
  arrivals = std::make_shared<ArrivalProcess>(scenario.traffic.arrivals);
  clients = add_node("clients");
  add_instances();
  add_versions();
  add_tracks();
  add_collections();
  add_supports();
  flags = add_node("flags");
  conductor = add_node("conductor");
  add_variables();
  add_operations();
  add_jobs();
  add_backfills();
  learn_from_steps();
}

NodeId Blueprint::add_node(std::string name) {
  nodes.push_back(std::move(name));
  return static_cast<NodeId>(nodes.size() - 1);
}

TrackIndex Blueprint::track(const std::string& name) const {
  const int found = find_by_name(tracks, name);
  return found == no_index ? no_track : static_cast<TrackIndex>(found);
}
int Blueprint::version(const std::string& name) const { return find_by_name(versions, name); }
int Blueprint::group(const std::string& name) const {
  return find_by_name(plan.application.groups, name);
}

void Blueprint::add_supports() {
  for (const scenarios::ApplicationVersion& says : versions) {
    for (TrackBlueprint& track : tracks) {
      const auto said = std::find_if(says.tracks.begin(), says.tracks.end(),
                                     [&](const auto& one) { return one.first == track.name; });
      supports_.push_back(said != says.tracks.end() ? said->second : says.otherwise);
      std::uint32_t unknown = 0;
      for (const scenarios::UnknownField& field : says.unknown)
        if (field.record == track.name)
          unknown |= 1U << static_cast<unsigned>(find_by_name(track.fields, field.field));
      unknown_.push_back(unknown);
      track.partly_known = track.partly_known || unknown != 0;
    }
  }
}

void Blueprint::add_instances() {
  const auto& groups = plan.application.groups;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    for (int i = 1; i <= groups[g].instances; ++i) {
      const NodeId node = add_node(groups[g].name + "/" + std::to_string(i));
      instances.push_back({node, static_cast<std::uint16_t>(g), static_cast<std::uint16_t>(i)});
    }
  }
}

void Blueprint::add_versions() {
  versions = plan.application.versions;
  const auto ensure_version = [this](const std::string& name, TrackSupport otherwise) {
    if (version(name) == no_index) versions.push_back({name, {}, otherwise, {}, std::nullopt});
  };
  ensure_version("v1", TrackSupport::old_only);
  ensure_version("v2", TrackSupport::flags);
  for (const auto& group : plan.application.groups)
    ensure_version(group.version, TrackSupport::flags);
  for (const auto& phase : plan.phases)
    for (const auto& step : phase.steps)
      if (!step.version.empty()) ensure_version(step.version, TrackSupport::flags);
}

int Blueprint::add_database(const scenarios::Location& location) {
  for (std::size_t i = 0; i < databases.size(); ++i)
    if (databases[i].shape.name == location.database) return static_cast<int>(i);
  DatabaseBlueprint database;
  database.engine = scenario.store.empty() ? location.store : scenario.store;
  database.run = scenarios::database_program(plan, location.database);
  database.shape.name = location.database;
  database.marks = add_table(database, "rehearse_marks", {integer_field("number")});
  database.applied = add_table(database, "rehearse_applied", {});
  database.fulfilled = add_table(database, "rehearse_fulfilled", {});
  database.owners = add_table(database, "rehearse_owners", {integer_field("side")});
  database.node = add_node(location.database);
  databases.push_back(std::move(database));
  return static_cast<int>(databases.size() - 1);
}

void Blueprint::add_record_side(TrackBlueprint& track, Side side,
                                const scenarios::Location& location, bool created) {
  SideBlueprint& made = track.sides[static_cast<std::size_t>(side)];
  made.database = add_database(location);
  DatabaseBlueprint& database = databases[static_cast<std::size_t>(made.database)];
  made.node = database.node;
  std::string table = location.table.empty() ? track.name : location.table;
  const auto taken = [&](const std::string& name) {
    return find_by_name(database.shape.tables, name) != no_index;
  };
  while (taken(table)) table += side == Side::new_side ? "_new" : "_";
  const Mapping& mapping = *track.mapping;
  made.table = add_table(database, table,
                         side == Side::old_side ? mapping.old_fields() : mapping.new_fields(),
                         created, true);
  if (track.store_keys)
    made.keys = add_table(database, "rehearse_keys_" + table, {integer_field("rehearse_key")});
  if (track.collection) return;  // it does not migrate: nothing is streamed or repaired
  std::vector<scenarios::Field> change{integer_field("rehearse_key"),
                                       integer_field("rehearse_delta"),
                                       integer_field("rehearse_kind")};
  for (const auto& field : track.fields) change.push_back(field);
  made.changes = add_table(database, "rehearse_changes_" + table, std::move(change));
  made.repairs = add_table(database, "rehearse_repairs_" + table, {integer_field("rehearse_key")});
}

void Blueprint::add_tracks() {
  for (const scenarios::Track& from : plan.tracks) {
    TrackBlueprint track;
    track.name = from.name;
    track.service = from.is_service();
    track.initial = from.initial;
    if (track.service) {
      add_service_sides(track, from);
    } else {
      track.fields = from.record.fields;
      track.mapping = std::make_shared<Mapping>(from.record, from.transform);
      track.store_keys = from.record.key_source == scenarios::KeySource::store;
      bool creates = false;
      for (const auto& phase : plan.phases)
        for (const auto& step : phase.steps)
          creates = creates || (step.kind == scenarios::StepKind::create &&
                                step.track == from.name && step.side == Side::new_side);
      add_record_side(track, Side::old_side, from.old_location, true);
      add_record_side(track, Side::new_side, from.new_location,
                      !creates && from.kind == scenarios::TrackKind::source);
      add_constraints(track, from);
      track.relay_forward = add_node("relay." + from.name);
      track.relay_backward = add_node("relay_back." + from.name);
      track.backfiller = add_node("backfill." + from.name);
      track.repairer = add_node("repair." + from.name);
      track.verifier = add_node("verify." + from.name);
    }
    tracks.push_back(std::move(track));
  }
  for (std::size_t t = 0; t < plan.tracks.size(); ++t) {
    const std::array<const scenarios::ServiceContract*, 2> contracts{&plan.tracks[t].old_service,
                                                                     &plan.tracks[t].new_service};
    for (std::size_t side = 0; side < 2; ++side) {
      for (const std::string& need : contracts[side]->needs) {
        const std::size_t dot = need.rfind('.');
        const TrackIndex index = track(need.substr(0, dot));
        REHEARSE_ENSURE(index != no_track);
        tracks[t].needs[side].push_back(
            {index, need.substr(dot + 1) == "new" ? Side::new_side : Side::old_side});
      }
    }
  }
}

/// Those of the two tables, and whatever the plan's steps add or take away.
void Blueprint::add_constraints(TrackBlueprint& track, const scenarios::Track& from) {
  const auto add = [&](Side side, const scenarios::Constraint& says, bool initially) {
    auto& all = track.sides[static_cast<std::size_t>(side)].constraints;
    const auto& fields =
        side == Side::old_side ? track.mapping->old_fields() : track.mapping->new_fields();
    const int field = find_by_name(fields, says.field);
    REHEARSE_ENSURE(field != no_index);
    const bool known =
        std::any_of(all.begin(), all.end(), [&](const auto& one) { return one.says == says; });
    const bool before = says.kind == scenarios::ConstraintKind::unique &&
                        scenarios::unique_before(from, side, says);
    if (!known) all.push_back({says, static_cast<std::size_t>(field), initially, before});
    REHEARSE_ENSURE(all.size() <= 64);
  };
  for (const auto& says : from.old_location.constraints) {
    add(Side::old_side, says, true);
    if (says.kind == scenarios::ConstraintKind::unique)
      track.distinct |= 1U << static_cast<unsigned>(find_by_name(track.fields, says.field));
  }
  for (const auto& says : from.new_location.constraints) add(Side::new_side, says, true);
  const auto look = [&](const std::vector<scenarios::Step>& steps) {
    for (const auto& step : steps)
      if (step.track == from.name &&
          (step.kind == scenarios::StepKind::constrain || step.kind == scenarios::StepKind::relax))
        add(step.side, step.constraint, false);
  };
  look(plan.rollback.steps);
  for (const auto& phase : plan.phases) {
    look(phase.steps);
    if (phase.rollback) look(phase.rollback->steps);
  }
}

void Blueprint::add_service_sides(TrackBlueprint& track, const scenarios::Track& from) {
  track.contracts = {&from.old_service, &from.new_service};
  track.sides[0].node = add_node(from.name + ".old");
  track.sides[1].node = add_node(from.name + ".new");
}

void Blueprint::add_collections() {
  for (const scenarios::Collection& from : plan.collections) {
    TrackBlueprint track;
    track.name = from.name;
    track.collection = true;
    track.fields = from.record.fields;
    track.store_keys = from.record.key_source == scenarios::KeySource::store;
    track.mapping = std::make_shared<Mapping>(from.record, std::vector<scenarios::Transform>{});
    add_record_side(track, Side::old_side, from.location, true);
    track.sides[1] = track.sides[0];
    tracks.push_back(std::move(track));
  }
}

void Blueprint::add_variables() {
  for (const scenarios::Variable& from : plan.application.variables) {
    const bool made = scenarios::made_by_store(plan, from.name);
    variables.push_back({from.name, from.source, track(from.of), made, from.period.count()});
  }
}

void Blueprint::add_operations() {
  const auto& all = plan.application.operations;
  for (const scenarios::Operation& from : all) add_operation(from);
  // The mix as a list of operation indices, each as often as its weight, over the greatest common
  // divisor.
  std::vector<int> weights(all.size(), scenario.traffic.mix.empty() ? 1 : 0);
  for (const scenarios::Job& job : plan.application.jobs)
    weights[static_cast<std::size_t>(find_by_name(all, job.operation))] = 0;
  for (const auto& [name, weight] : scenario.traffic.mix) {
    const int index = find_by_name(all, name);
    if (index != no_index) weights[static_cast<std::size_t>(index)] = weight;
  }
  int divisor = 0;
  for (const int weight : weights) divisor = std::gcd(divisor, weight);
  for (std::size_t i = 0; i < weights.size() && divisor > 0; ++i)
    mix.insert(mix.end(), static_cast<std::size_t>(weights[i] / divisor),
               static_cast<std::uint16_t>(i));
}

void Blueprint::add_jobs() {
  for (const scenarios::Job& from : plan.application.jobs) {
    JobBlueprint made;
    made.operation =
        static_cast<std::uint16_t>(find_by_name(plan.application.operations, from.operation));
    made.every = from.every.count();
    made.run_by.assign(versions.size(), false);
    for (const std::string& name : from.run_by)
      made.run_by[static_cast<std::size_t>(version(name))] = true;
    jobs.push_back(std::move(made));
  }
}

namespace {
/// The state is where a backfill is, not what it is.
scenarios::BackfillAxis stateless(scenarios::BackfillAxis axis) {
  axis.state = scenarios::BackfillState::none;
  return axis;
}
}  // namespace

void Blueprint::add_backfills() {
  backfills.emplace_back();
  const auto add_changes = [this](const auto& changes) {
    for (const auto& [name, change] : changes)
      if (change.backfill) backfills.push_back(stateless(*change.backfill));
  };
  const auto add_steps = [&](const std::vector<scenarios::Step>& steps) {
    for (const scenarios::Step& step : steps) add_changes(step.set);
  };
  for (const TrackBlueprint& track : tracks) backfills.push_back(stateless(track.initial.backfill));
  for (const scenarios::Phase& phase : plan.phases) {
    add_changes(phase.set);
    add_steps(phase.steps);
    if (phase.rollback) add_steps(phase.rollback->steps);
  }
  add_steps(plan.rollback.steps);
}

std::int64_t Blueprint::backfill(scenarios::BackfillAxis axis) const {
  const auto found = std::find(backfills.begin(), backfills.end(), stateless(std::move(axis)));
  REHEARSE_ENSURE(found != backfills.end());
  return found - backfills.begin();
}

void Blueprint::add_operation(const scenarios::Operation& from) {
  OperationBlueprint made;
  made.name = from.name;
  made.read_only = true;
  for (const scenarios::OperationStep& step : from.steps) {
    StepBlueprint compiled;
    compiled.kind = step.kind;
    compiled.track = track(step.target);
    REHEARSE_ENSURE(compiled.track != no_track);
    compiled.by = step.by;
    if (step.require_at_least) compiled.at_least = *step.require_at_least;
    const int variable = find_by_name(variables, step.variable);
    REHEARSE_ENSURE(variable != no_index);
    compiled.variable = static_cast<std::uint8_t>(variable);
    made.makes_keys = made.makes_keys || variables[compiled.variable].made_by_store;
    if (std::find(made.variables.begin(), made.variables.end(), compiled.variable) ==
        made.variables.end())
      made.variables.push_back(compiled.variable);
    TrackBlueprint& target = tracks[compiled.track];
    for (const auto& assignment : step.value) {
      const int field = find_by_name(target.fields, assignment.field);
      REHEARSE_ENSURE(field != no_index);
      compiled.assignments.emplace_back(static_cast<std::uint8_t>(field), assignment);
      compiled.fields |= 1U << static_cast<unsigned>(field);
      const int source = find_by_name(variables, assignment.variable);
      if (source != no_index && variables[static_cast<std::size_t>(source)].made_by_store)
        compiled.made_keys.emplace_back(static_cast<std::uint8_t>(field),
                                        static_cast<std::uint8_t>(source));
    }
    compiled.partial = step.kind == OperationStepKind::update && !step.value.empty();
    if (step.kind == OperationStepKind::add)
      target.counter_field = find_by_name(target.fields, step.field);
    made.read_only = made.read_only && step.kind == OperationStepKind::read;
    made.steps.push_back(std::move(compiled));
  }
  for (std::size_t g = 0; g < plan.application.groups.size(); ++g) {
    const auto& claimed = plan.application.groups[g].operations;
    if (std::find(claimed.begin(), claimed.end(), from.name) != claimed.end())
      made.group = static_cast<std::uint16_t>(g);
  }
  operations.push_back(std::move(made));
}

/// What only the operations tell: which tracks deduplicate requests, what is charged, what exists.
void Blueprint::learn_from_steps() {
  for (OperationBlueprint& operation : operations) {
    for (const StepBlueprint& step : operation.steps) {
      TrackBlueprint& target = tracks[step.track];
      if (step.kind == OperationStepKind::put || step.kind == OperationStepKind::update ||
          step.kind == OperationStepKind::erase || step.kind == OperationStepKind::add)
        target.deduplicates_requests = true;
      if (step.kind == OperationStepKind::capture || step.kind == OperationStepKind::refund ||
          step.kind == OperationStepKind::void_charge)
        lifecycle_steps = true;
      if (!is_service_step(step.kind)) continue;
      const std::string& amount = plan.tracks[step.track].amount;
      for (std::size_t i = 0; i < operation.steps.size(); ++i) {
        const TrackBlueprint& record = tracks[operation.steps[i].track];
        const int field = record.service ? no_index : find_by_name(record.fields, amount);
        if (field == no_index || operation.steps[i].kind == OperationStepKind::read) continue;
        operation.amount_step = static_cast<int>(i);
        operation.amount_field = field;
        target.amount_scale = record.fields[static_cast<std::size_t>(field)].type.scale;
      }
    }
  }
  for (TrackBlueprint& track : tracks)
    if (!track.service && !track.collection) track.initial_records = scenario.traffic.keys.count;
  for (const VariableBlueprint& variable : variables)
    if (variable.source == scenarios::VariableSource::existing && variable.of != no_track)
      tracks[variable.of].initial_records = scenario.traffic.keys.count;
}

}  // namespace rehearse::simulators
