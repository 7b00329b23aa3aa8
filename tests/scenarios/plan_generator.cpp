#include <algorithm>

#include "draw.hpp"
#include "generators.hpp"
#include "scenarios/metrics.hpp"
#include "scenarios/plan_lookup.hpp"
#include "scenarios/record_shape.hpp"

namespace rehearse::scenarios::testing {
namespace {

std::string numbered(const std::string& stem, std::size_t i) { return stem + std::to_string(i); }

Literal literal_for(const FieldType& type) {
  switch (type.kind) {
    case FieldKind::text:
      return any_text();
    case FieldKind::integer:
      return between<std::int64_t>(-1000, 1000);
    case FieldKind::boolean:
      return flip();
    case FieldKind::decimal:
      break;
  }
  return std::string(type.scale == 0 ? "12" : "12.5");
}

FieldType any_type() {
  static const std::vector<FieldKind> kinds{FieldKind::text, FieldKind::integer, FieldKind::decimal,
                                            FieldKind::boolean};
  FieldType type{one_of(kinds), 0};
  if (type.kind == FieldKind::decimal) type.scale = between(0, 9);
  return type;
}

RecordShape draw_record(const std::string& name) {
  RecordShape record;
  record.key = name + "_id";
  record.key_source = any_of_names<KeySource>();
  record.fields.push_back({"words", {FieldKind::text, 0}});
  record.fields.push_back({"count", {FieldKind::integer, 0}});
  for (int i = between(0, 4); i > 0; --i) {
    record.fields.push_back({numbered("field", record.fields.size()), any_type()});
  }
  return record;
}

Transform draw_transform(const std::vector<Field>& fields, std::size_t i) {
  Transform transform;
  transform.kind = any_of_names<TransformKind>();
  transform.lossy = flip();
  const Field& field = one_of(fields);
  const std::string made = numbered("made", i);
  transform.from = {field.name};
  switch (transform.kind) {
    case TransformKind::rename:
      transform.into = {made};
      break;
    case TransformKind::split:
      transform.into = {made, made + "b"};
      transform.separator = " ";
      break;
    case TransformKind::join:
      transform.from = {field.name, one_of(fields).name};
      transform.into = {made};
      transform.separator = ", ";
      break;
    case TransformKind::scale:
      transform.into = {flip() ? made : field.name};
      transform.by = between<std::int64_t>(1, 1000);
      break;
    case TransformKind::cast:
      transform.into = {field.name};
      transform.type = any_type();
      break;
    case TransformKind::map_values:
      transform.into = {field.name};
      transform.values = {{std::string("a"), std::string("b")},
                          {std::string("c"), std::string("d")}};
      if (flip()) transform.values.emplace_back(true, std::string("yes"));
      if (flip()) transform.values.emplace_back(std::monostate{}, std::int64_t{3});
      break;
    case TransformKind::default_value:
    case TransformKind::constant:
      transform.from.clear();
      transform.into = {made};
      transform.type = any_type();
      transform.value = literal_for(transform.type);
      break;
    case TransformKind::drop:
      if (flip()) transform.value = literal_for(field.type);
      break;
  }
  return transform;
}

/// Draws, and keeps what applies.
std::vector<Transform> draw_transforms(const RecordShape& record) {
  std::vector<Transform> kept;
  std::vector<Field> fields = record.fields;
  for (int i = between(0, 6); i > 0 && !fields.empty(); --i) {
    Transform transform = draw_transform(fields, kept.size());
    const bool twice = transform.from.size() == 2 && transform.from[0] == transform.from[1];
    if (!twice && !apply_shape(transform, fields)) kept.push_back(std::move(transform));
  }
  return kept;
}

ProgramRequest draw_request(const std::vector<std::string>& methods, const std::string& name) {
  ProgramRequest request;
  request.method = one_of(methods);
  request.target = "/things/{" + name + "}";
  if (flip()) request.headers.emplace_back("X-Of", "{" + name + "} " + any_text());
  if (flip()) request.body = R"({"a":[1,2.5,null,true],"of":"{)" + name + R"(}"})";
  return request;
}

ProgramOperation draw_program_operation(ProgramVerb verb) {
  ProgramOperation operation;
  operation.verb = verb;
  operation.request = draw_request({"GET", "POST", "PUT", "DELETE"}, "identity");
  if (flip()) operation.ok = {between(100, 599), 250};
  if (flip()) operation.declined = {};
  if (flip()) operation.nothing = {between(100, 599)};
  if (flip()) operation.busy = {503};
  if (flip()) operation.value = "/id~1";
  return operation;
}

/// It has every operation, so that no plan asks for one that it lacks.
Program draw_program() {
  Program program;
  program.command = {"python3", any_text(), "--port={port}"};
  program.ready = "/ready";
  program.ready_within = any_duration();
  for (const Named<ProgramVerb>& verb : names_of<ProgramVerb>())
    program.operations.push_back(draw_program_operation(verb.value));
  if (flip()) program.phase = draw_request({"POST", "PUT"}, "phase");
  program.dump = {"/dump", flip() ? "" : "/list", "/identity", flip() ? "/cents" : "/amount",
                  "/kind"};
  return program;
}

DatabaseProgram draw_database_program() {
  DatabaseProgram program;
  program.command = {"./store", any_text(), "{port}", "{folder}"};
  program.ready = "/ready";
  if (flip()) program.phase = draw_request({"POST", "PUT"}, "phase");
  for (const Named<RecordVerb>& verb : names_of<RecordVerb>()) {
    RecordOperation& operation = program.operations.emplace_back();
    operation.verb = verb.value;
    const bool list = verb.value == RecordVerb::list;
    operation.request = draw_request({"GET", "POST", "PUT", "DELETE"}, list ? "after" : "key");
    operation.request.target += list ? "/{table}?n={limit}" : "/{table}";
    if (verb.value == RecordVerb::put) operation.request.body = R"(["{record}"])";
    if (flip()) operation.ok = {between(100, 599)};
    if (flip()) operation.busy = {};
    if (flip()) operation.nothing = {410, 404};
    if (flip()) operation.key = "/id";
    if (flip()) operation.list = operation.record = "/a~1b";
  }
  return program;
}

ServiceContract draw_contract(const std::vector<std::string>& sides) {
  ServiceContract contract;
  contract.service = "gateway";
  contract.version = between(0, 5);
  contract.deduplicates = any_of_names<Deduplication>();
  maybe(contract.key_expiry, any_duration);
  maybe(contract.capacity, [] { return between<std::int64_t>(1, 100); });
  maybe(contract.amount_decimals, [] { return between(0, 9); });
  if (flip()) contract.run = draw_program();
  contract.webhooks = !contract.run && flip();
  contract.lookup = flip();
  contract.latency = any_range();
  contract.slow = any_duration();
  contract.slow_per_million = between<std::int64_t>(0, 1'000'000);
  contract.declined_per_million = between<std::int64_t>(0, 1'000'000);
  contract.unavailable_per_million = between<std::int64_t>(0, 1'000'000);
  if (!sides.empty() && flip()) contract.needs = {one_of(sides)};
  return contract;
}

/// None where all fields are dropped.
std::optional<Constraint> draw_constraint(const Track& track, Side side) {
  const std::vector<Field> fields = fields_on(track, side);
  if (fields.empty()) return std::nullopt;
  const Field& field = one_of(fields);
  const bool can_be_unique =
      field.type.kind == FieldKind::text || field.type.kind == FieldKind::integer;
  const bool unique = can_be_unique && flip();
  const ConstraintKind kind = unique ? ConstraintKind::unique : ConstraintKind::not_null;
  return Constraint{kind, field.name, unique && flip()};
}

void draw_constraints(const Track& track, Side side, Location& location) {
  if (!flip()) return;
  if (const auto drawn = draw_constraint(track, side)) location.constraints.push_back(*drawn);
}

std::optional<Step> draw_constraint_step(const Track& track) {
  Step step;
  step.kind = flip() ? StepKind::constrain : StepKind::relax;
  step.track = track.name;
  step.side = any_of_names<Side>();
  const auto drawn = draw_constraint(track, step.side);
  if (!drawn) return std::nullopt;
  step.constraint = *drawn;
  if (step.kind == StepKind::constrain && drawn->kind == ConstraintKind::not_null)
    step.existing = any_of_names<ExistingRows>();
  return step;
}

Stage draw_initial(const Track& track) {
  return flip() ? Stage{} : apply_change(Stage{}, draw_change(track, {}));
}

Track draw_record_track(std::size_t i) {
  Track track;
  track.name = numbered("track", i);
  track.kind = flip() ? TrackKind::schema : TrackKind::source;
  track.record = draw_record(track.name);
  track.old_location = {flip() ? "sqlite" : "model", "shop", track.name, {}};
  track.new_location = {
      track.old_location.store, flip() ? "shop" : "other", track.name + "_v2", {}};
  track.transform = draw_transforms(track.record);
  draw_constraints(track, Side::old_side, track.old_location);
  draw_constraints(track, Side::new_side, track.new_location);
  track.initial = draw_initial(track);
  return track;
}

Track draw_service_track(std::size_t i, const std::vector<std::string>& sides,
                         const RecordShape& record) {
  Track track;
  track.name = numbered("service", i);
  track.kind = TrackKind::service;
  track.effect = flip() ? "charge" : "mail";
  track.identity = record.key;
  if (flip()) track.amount = "count";
  track.old_service = draw_contract(sides);
  track.new_service = draw_contract(sides);
  track.initial = draw_initial(track);
  return track;
}

void draw_tracks(Plan& plan) {
  Collection collection;
  collection.name = "things";
  collection.record = draw_record("thing");
  collection.location = {flip() ? "sqlite" : "model",
                         flip() ? "application" : "shop",
                         flip() ? "things" : "stuff",
                         {}};
  plan.collections.push_back(collection);
  if (flip()) plan.databases.push_back({collection.location.database, draw_database_program()});
  std::vector<std::string> sides;
  for (int i = between(0, 2); i > 0; --i) {
    plan.tracks.push_back(draw_record_track(plan.tracks.size()));
    sides.push_back(plan.tracks.back().name + ".old");
    sides.push_back(plan.tracks.back().name + ".new");
  }
  const bool service = plan.tracks.empty() || flip();
  if (service) {
    plan.tracks.push_back(draw_service_track(plan.tracks.size(), sides, collection.record));
  }
}

OperationStep draw_operation_step(const Plan& plan) {
  OperationStep step;
  step.kind = any_of_names<OperationStepKind>();
  const auto services = service_names(plan);
  if (services.empty() && step.kind >= OperationStepKind::charge)
    step.kind = OperationStepKind::put;
  const bool service = step.kind >= OperationStepKind::charge;
  step.target = one_of(service ? services : record_names(plan));
  step.variable = one_of(variable_names(plan));
  if (step.kind == OperationStepKind::add) {
    step.field = "count";
    step.by = between<std::int64_t>(1, 1000) * (flip() ? 1 : -1);
    maybe(step.require_at_least, [] { return between<std::int64_t>(-50, 50); });
  } else if (!service && step.kind != OperationStepKind::read &&
             step.kind != OperationStepKind::erase) {
    if (flip()) step.value.push_back({"words", any_text(), ""});
    if (flip()) step.value.push_back({"count", {}, one_of(variable_names(plan))});
  }
  return step;
}

/// Keys that a store makes are known once the operation has inserted their record.
void insert_first(const Plan& plan, Operation& operation) {
  for (const Variable& variable : plan.application.variables) {
    if (!made_by_store(plan, variable.name)) continue;
    OperationStep insert;
    insert.kind = OperationStepKind::insert;
    insert.target = variable.of;
    insert.variable = variable.name;
    operation.steps.insert(operation.steps.begin(), insert);
  }
}

void draw_operations(Plan& plan) {
  Application& application = plan.application;
  for (int i = between(1, 3); i > 0; --i) {
    Variable variable;
    variable.name = numbered("variable", application.variables.size());
    variable.source = any_of_names<VariableSource>();
    if (variable.source == VariableSource::run)
      variable.period = any_duration() + Duration(1);
    else if (variable.source != VariableSource::client)
      variable.of = one_of(record_names(plan));
    application.variables.push_back(variable);
  }
  for (int i = between(1, 3); i > 0; --i) {
    Operation operation;
    operation.name = numbered("operation", application.operations.size());
    for (int j = between(1, 3); j > 0; --j) operation.steps.push_back(draw_operation_step(plan));
    insert_first(plan, operation);
    application.operations.push_back(operation);
  }
}

void draw_versions(Plan& plan) {
  for (int i = between(0, 2); i > 0; --i) {
    ApplicationVersion version;
    version.name = numbered("release", plan.application.versions.size());
    version.otherwise = any_of_names<TrackSupport>();
    if (flip()) version.tracks.emplace_back(one_of(plan.tracks).name, any_of_names<TrackSupport>());
    if (flip()) version.unknown.push_back({"things", "words"});
    plan.application.versions.push_back(version);
  }
}

void draw_application(Plan& plan) {
  draw_operations(plan);
  draw_versions(plan);
  Application& application = plan.application;
  application.groups.front().instances = between(1, 64);
  application.groups.front().version = one_of(version_names(plan));
  if (flip()) {
    InstanceGroup group;
    group.name = "reports";
    group.instances = between(1, 4);
    group.version = one_of(version_names(plan));
    application.groups.push_back(group);
    const std::size_t owner = flip() ? 0 : 1;
    application.groups[owner].operations = {application.operations.front().name};
  }
  if (flip())
    application.jobs.push_back({"job",
                                application.operations.front().name,
                                any_duration() + Duration(1),
                                {one_of(version_names(plan))}});
  application.flag_delay = any_range();
  application.cache = {any_duration(), any_of_names<Invalidate>()};
  application.calls = {any_duration(), between(0, 9), any_duration()};
  application.on_step_failure = any_of_names<OnStepFailure>();
  application.restart_time = any_duration();
  application.grace = any_duration();
}

Step draw_step(const Plan& plan, const std::vector<std::string>& phases) {
  Step step;
  const int shape = between(0, 5);
  const Track& track = one_of(plan.tracks);
  if (shape == 0) {
    step.kind = StepKind::set;
    step.set.emplace_back(track.name, draw_change(track, phases));
  } else if (shape == 1) {
    step.kind = StepKind::wait;
    step.duration = any_duration();
  } else if (shape == 2) {
    step.kind = StepKind::restart;
    step.group = one_of(plan.application.groups).name;
    if (flip()) step.version = one_of(version_names(plan));
    step.rolling = flip();
    step.instances = between(0, 1);
    step.await = flip();
  } else if (shape == 4 && !track.is_service()) {
    if (const auto drawn = draw_constraint_step(track)) return *drawn;
    step.kind = StepKind::wait;
  } else if (shape == 4 && track.new_service.capacity && !track.new_service.run) {
    step.kind = StepKind::scale;
    step.track = track.name;
    step.side = Side::new_side;
    step.capacity = between<std::int64_t>(1, 100);
  } else if (shape == 3 && !track.is_service()) {
    step.kind = StepKind::verify;
    step.track = track.name;
    step.mode = any_of_names<VerifyMode>();
    step.repair = flip();
  } else {
    const std::vector<StepVerb> verbs(step_verbs().begin(), step_verbs().end());
    const StepVerb verb =
        track.is_service() ? StepVerb{"drain", StepKind::drain, Side::old_side} : one_of(verbs);
    step.kind = verb.kind;
    step.side = verb.side;
    step.track = track.name;
  }
  return step;
}

std::vector<Step> draw_steps(const Plan& plan, const std::vector<std::string>& phases) {
  std::vector<Step> steps;
  for (int i = between(0, 3); i > 0; --i) steps.push_back(draw_step(plan, phases));
  return steps;
}

Gate draw_gate(const Plan& plan) {
  Gate gate;
  for (int i = between(1, 2); i > 0; --i) {
    Condition condition;
    condition.metric = one_of(metrics_of(plan)).name;
    condition.comparison = any_of_names<Comparison>();
    condition.value = between<std::int64_t>(-10, 10);
    condition.over = any_duration();
    condition.min_samples = between<std::int64_t>(0, 300);
    gate.when.push_back(condition);
  }
  maybe(gate.deadline, any_duration);
  gate.failed = any_of_names<GateExit>();
  gate.inconclusive = any_of_names<GateExit>();
  return gate;
}

RollbackTarget draw_rollback(const Plan& plan, const std::vector<std::string>& phases) {
  RollbackTarget rollback;
  rollback.allowed = flip();
  if (!rollback.allowed) return rollback;
  rollback.to = flip() ? one_of(phases) : flip() ? "start" : "previous_phase";
  rollback.steps = draw_steps(plan, phases);
  if (flip()) rollback.order = {one_of(plan.tracks).name};
  maybe(rollback.deadline, any_duration);
  return rollback;
}

Segment draw_segment() {
  Segment segment;
  segment.by = any_of_names<SegmentBy>();
  for (int i = between(1, 3); i > 0; --i) segment.percent.push_back(between(0, 100));
  segment.hold = any_duration();
  segment.sticky = flip();
  return segment;
}

Phase draw_phase(const Plan& plan, const std::vector<std::string>& phases,
                 const std::string& name) {
  Phase phase;
  phase.name = name;
  for (const Track& track : plan.tracks) {
    if (flip()) phase.set.emplace_back(track.name, draw_change(track, phases));
  }
  maybe(phase.segment, draw_segment);
  phase.steps = draw_steps(plan, phases);
  maybe(phase.entry, [&] { return draw_gate(plan); });
  maybe(phase.gate, [&] { return draw_gate(plan); });
  phase.point_of_no_return = flip();
  maybe(phase.rollback, [&] { return draw_rollback(plan, phases); });
  if (phase.rollback && phase.point_of_no_return)
    phase.rollback = RollbackTarget{"previous_phase", {}, {}, {}, false};
  maybe(phase.unavailable_budget, any_duration);
  phase.on_failure = flip() ? GateExit::rollback : GateExit::pause;
  maybe(phase.deadline, any_duration);
  phase.keep = any_duration();
  return phase;
}

}  // namespace

StageChange draw_change(const Track& track, const std::vector<std::string>& phases) {
  StageChange change;
  maybe(change.contract, any_of_names<Contract>);
  if (track.is_service()) {
    maybe(change.route, any_of_names<Side>);
    maybe(change.shadow, flip);
    maybe(change.shadow_effects, any_of_names<ShadowEffects>);
    maybe(change.idempotency, any_of_names<Idempotency>);
    maybe(change.ambiguity, any_of_names<Ambiguity>);
    maybe(change.lifecycle, any_of_names<Lifecycle>);
    maybe(change.webhooks, any_of_names<WebhookOwner>);
    maybe(change.webhook_deduplication, any_of_names<WebhookDeduplication>);
    return change;
  }
  maybe(change.read, any_of_names<ReadAxis>);
  const bool together = track.old_location.database == track.new_location.database;
  maybe(change.write, [&] {
    WriteAxis axis{any_of_names<Side>(), flip(), false};
    axis.one_transaction = axis.both && together && flip();
    return axis;
  });
  maybe(change.second_write_failure, any_of_names<SecondWriteFailure>);
  maybe(change.apply, any_of_names<Apply>);
  maybe(change.sync, [] {
    return SyncAxis{any_of_names<StreamDirection>(), any_of_names<Capture>(), flip(),
                    any_of_names<Payload>()};
  });
  maybe(change.fence, any_of_names<Fence>);
  maybe(change.backfill, [&] {
    BackfillAxis axis;
    axis.state = any_of_names<BackfillState>();
    if (flip()) return axis;
    if (flip()) axis.cursor = track.record.key;
    axis.batch = between(1, 1000);
    axis.write = any_of_names<Apply>();
    if (!phases.empty() && flip()) axis.before_phase = one_of(phases);
    if (!track.record.fields.empty() && flip()) {
      const Field& field = one_of(track.record.fields);
      axis.where = OnlyWhere{field.name, literal_for(field.type)};
    }
    axis.checkpoint = any_of_names<Checkpoint>();
    axis.throttle = any_duration();
    return axis;
  });
  return change;
}

void draw_budget(Tolerates& budget) {
  for (int* number : {&budget.app_crashes, &budget.conductor_crashes, &budget.relay_crashes,
                      &budget.backfill_crashes, &budget.operator_slips})
    *number = between(0, 3);
  for (Duration* longest : {&budget.store_outage, &budget.pause, &budget.clock_skew,
                            &budget.partition, &budget.flags_late})
    *longest = any_duration();
  for (bool* any : {&budget.message_loss, &budget.message_duplication, &budget.service_errors,
                    &budget.store_errors, &budget.stale_reads, &budget.forgotten_keys})
    *any = flip();
}

/// Programs of backfills that a phase begins.
void draw_workers(Plan& plan) {
  for (const Track& track : plan.tracks) {
    const bool begun = std::any_of(plan.phases.begin(), plan.phases.end(), [&](const Phase& phase) {
      return std::any_of(phase.set.begin(), phase.set.end(), [&](const auto& set) {
        return set.first == track.name && set.second.backfill.has_value();
      });
    });
    if (begun && flip())
      plan.workers.push_back({"backfill." + track.name, WorkerProgram{{"./copy", any_text()}}});
  }
}

rc::Gen<Plan> any_plan() {
  return rc::gen::exec([] {
    Plan plan;
    plan.name = "plan";
    draw_tracks(plan);
    draw_application(plan);
    draw_budget(plan.tolerates);
    const std::vector<std::string> phases{"expand", "phase b", "caf\xC3\xA9/~"};
    const std::size_t count = static_cast<std::size_t>(between(1, 3));
    const std::vector<std::string> used(phases.begin(),
                                        phases.begin() + static_cast<std::ptrdiff_t>(count));
    for (const std::string& name : used) plan.phases.push_back(draw_phase(plan, used, name));
    draw_workers(plan);
    plan.rollback = draw_rollback(plan, used);
    return plan;
  });
}

}  // namespace rehearse::scenarios::testing
