/// The rest of a store node: its life, change logs, repair queues, marks, DDL and fences.

#include "scenarios/ensure.hpp"
#include "simulators/store/disk.hpp"
#include "simulators/store/store_node.hpp"

namespace rehearse::simulators {

using scenarios::Side;
using scenarios::StepKind;

namespace {
constexpr std::size_t change_columns = 3;  // key, delta, kind; then the logical fields
// A tombstone has no fields, so a change says by its kind that the record was erased.
enum ChangeKind : std::int64_t { absolute_change, delta_change, erasing_change };
}  // namespace

StoreNode::StoreNode(const Blueprint& blueprint, int database, Runtime& runtime, Memory& memory,
                     const StorePlace& place)
    : StoreNode(blueprint, database, runtime, memory,
                make_store(blueprint.databases[static_cast<std::size_t>(database)].engine,
                           blueprint.databases[static_cast<std::size_t>(database)].shape, memory,
                           place)) {}

StoreNode::StoreNode(const Blueprint& blueprint, int database, Runtime& runtime, Memory& memory,
                     std::unique_ptr<Store> engine)
    : blueprint_(blueprint),
      database_(blueprint.databases[static_cast<std::size_t>(database)]),
      index_(database),
      runtime_(runtime),
      memory_(memory),
      engine_(std::move(engine)),
      hosted_(blueprint.tracks.size() * 2),
      no_fields_(memory.row({})) {
  REHEARSE_ENSURE(engine_ != nullptr);
  for (Hosted& side : hosted_) {
    side.changed = std::make_unique<Signal>(runtime);
    side.repair_wanted = std::make_unique<Signal>(runtime);
  }
}

bool StoreNode::here(TrackIndex track, Side side) const {
  return !blueprint_.tracks[track].service &&
         blueprint_.tracks[track].side(side).database == index_;
}

void StoreNode::reset() {
  engine_->restore_image();
  forget();
}

void StoreNode::forget() {
  in_doubt_.clear();
  for (std::size_t i = 0; i < hosted_.size(); ++i) {
    Hosted& side = hosted_[i];
    side.fences = {};
    side.capture = CaptureMode::off;
    side.fenced_by = side.captured_by = 0;
    constrain_anew(side);
    side.next_change = 1;
    side.next_repair = 1;
    // The initial records got their keys where records were written before the plan.
    const TrackBlueprint& track = blueprint_.tracks[i / 2];
    const bool authority = track.initial.write.first == static_cast<Side>(i % 2);
    side.sequence = track.store_keys && authority ? track.initial_records : 0;
  }
}

void StoreNode::start() {}

void StoreNode::crash() {
  engine_->crash();
  learn_positions();
  learn_of_commit();
}

/// After a power cut only the database knows whether the commit that it interrupted was made.
void StoreNode::learn_of_commit() {
  const Disk* const disk = engine_->disk();
  if (disk != nullptr && disk->commit_survived())
    for (const Event& event : in_doubt_) runtime_.record(event);
  in_doubt_.clear();
}

/// A position in a log or queue, given back if the transaction is rolled back.
Key StoreNode::take(Key& next) {
  taken_.emplace_back(&next, next);
  return next++;
}

/// After a crash the counters are what the tables say.
void StoreNode::learn_positions() {
  for (std::size_t i = 0; i < hosted_.size(); ++i) {
    const auto track = static_cast<TrackIndex>(i / 2);
    const auto side = static_cast<Side>(i % 2);
    if (!here(track, side) || blueprint_.tracks[track].collection) continue;
    Key last = 0;
    const SideBlueprint& place = blueprint_.tracks[track].side(side);
    if (engine_->last_key(place.changes, last) == StoreStatus::ok)
      hosted_[i].next_change = last + 1;
    if (engine_->last_key(place.repairs, last) == StoreStatus::ok && last >= hosted_[i].next_repair)
      hosted_[i].next_repair = last + 1;
  }
}

Key StoreNode::last_change(TrackIndex track, Side side) {
  return hosted(track, side).next_change - 1;
}

FailureReason StoreNode::from(StoreStatus status) {
  switch (status) {
    case StoreStatus::ok:
      return FailureReason::none;
    case StoreStatus::no_such_table:
      return FailureReason::no_such_table;
    case StoreStatus::disk_full:
    case StoreStatus::io_error:
    case StoreStatus::busy:
    case StoreStatus::read_only:
      return FailureReason::unavailable;
    case StoreStatus::not_understood:
      return FailureReason::incompatible;
    case StoreStatus::in_doubt:
      return FailureReason::timeout;  // the one answer that leaves open what was done
  }
  return FailureReason::unavailable;
}

TableId StoreNode::table_of(const Statement& statement) const {
  return blueprint_.tracks[statement.track].side(statement.side).table;
}

scenarios::Duration StoreNode::work(const Request& request) {
  const scenarios::NetworkShape& shape = blueprint_.scenario.network;
  const Site site{SiteKind::work, 0, database_.node, 0, request.tag};
  return scenarios::Duration(
      runtime_.choices().between(site, shape.store[0].count(), shape.store[1].count()));
}

std::optional<Reply> StoreNode::answer(const Request& request) {
  if (const Control* asked = std::get_if<Control>(&request.body)) return control(*asked);
  const StatementKind kind = std::get<Transact>(request.body).statements[0].kind;
  const bool waits = kind == StatementKind::read_changes || kind == StatementKind::read_repairs;
  const Reply reply = transact(request);
  if (waits && reply.ok() && std::get<TransactReply>(reply.body).count == 0) return std::nullopt;
  return reply;
}

Task<Reply> StoreNode::serve(const Request* request) {
  const Statement& statement = std::get<Transact>(request->body).statements[0];
  Hosted& side = hosted(statement.track, statement.side);
  const bool changes = statement.kind == StatementKind::read_changes;
  Signal& signal = changes ? *side.changed : *side.repair_wanted;
  Signal::Wait wait(signal, scenarios::Duration(statement.wait_us));
  const bool woken = co_await wait;
  const Reply nothing;
  co_return woken ? transact(*request) : nothing;
}

// ---- change log ----

FailureReason StoreNode::log_change(const Statement& statement, const Record& record) {
  const TrackBlueprint& track = track_of(statement);
  if (track.collection) return FailureReason::none;
  Hosted& side = hosted(statement.track, statement.side);
  const bool captured = side.capture == CaptureMode::cdc_untagged ||
                        (side.capture == CaptureMode::cdc && !statement.from_stream) ||
                        statement.outbox;
  if (!captured) return FailureReason::none;
  values_.clear();
  const bool delta = statement.kind == StatementKind::add;
  values_.push_back(Value::of(statement.key));
  values_.push_back(Value::of(delta ? statement.by : 0));
  values_.push_back(Value::of(record.deleted ? erasing_change
                              : delta        ? delta_change
                                             : absolute_change));
  for (std::size_t i = 0; i < track.fields.size(); ++i)
    values_.push_back(record.row != nullptr ? record.row->begin()[i] : Value{});
  Record change = record;
  change.deleted = false;
  change.row = memory_.row(values_);
  const Key position = take(side.next_change);
  to_notify_.push_back(side.changed.get());
  return from(engine_->put(track.side(statement.side).changes, position, change));
}

FailureReason StoreNode::read_changes(const Statement& statement, TransactReply& reply) {
  const TrackBlueprint& track = track_of(statement);
  rows_.clear();
  const StoreStatus status = engine_->scan(track.side(statement.side).changes, statement.key,
                                           static_cast<int>(statement.by), rows_);
  if (status != StoreStatus::ok) return from(status);
  Change* const changes = memory_.array<Change>(rows_.size());
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const Record& stored = rows_[i].record;
    Change change;
    change.position = rows_[i].key;
    change.key = stored.row->begin()[0].number;
    change.delta = stored.row->begin()[1].number;
    const std::int64_t kind = stored.row->begin()[2].number;
    change.is_delta = kind == delta_change;
    change.record = stored;
    change.record.deleted = kind == erasing_change;
    change.record.row =
        change.record.deleted ? nullptr : memory_.row(stored.row->values().subspan(change_columns));
    changes[i] = change;
  }
  reply.changes = changes;
  reply.count = static_cast<std::uint32_t>(rows_.size());
  return FailureReason::none;
}

FailureReason StoreNode::read_repairs(const Statement& statement, TransactReply& reply) {
  rows_.clear();
  const StoreStatus status = engine_->scan(track_of(statement).side(statement.side).repairs,
                                           statement.key, static_cast<int>(statement.by), rows_);
  if (status != StoreStatus::ok) return from(status);
  Change* const changes = memory_.array<Change>(rows_.size());
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    Change change;
    change.position = rows_[i].key;
    change.key = rows_[i].record.row->begin()[0].number;
    change.record = rows_[i].record;
    changes[i] = change;
  }
  reply.changes = changes;
  reply.count = static_cast<std::uint32_t>(rows_.size());
  return FailureReason::none;
}

// ---- statements on system tables ----

FailureReason StoreNode::run_system(const Statement& statement, StatementResult& result,
                                    TransactReply& reply) {
  switch (statement.kind) {
    case StatementKind::scan:
      return scan(statement, reply);
    case StatementKind::count:
      return from(engine_->count(table_of(statement), result.number));
    case StatementKind::last_key:
      return from(engine_->last_key(table_of(statement), result.number));
    case StatementKind::get_mark:
    case StatementKind::set_mark:
      return mark(statement, result);
    case StatementKind::read_changes:
      return read_changes(statement, reply);
    case StatementKind::last_change:
      result.number = hosted(statement.track, statement.side).next_change - 1;
      return FailureReason::none;
    case StatementKind::read_repairs:
      return read_repairs(statement, reply);
    case StatementKind::push_repair: {
      Hosted& side = hosted(statement.track, statement.side);
      const std::array<Value, 1> values{Value::of(statement.key)};
      Record record;
      record.row = memory_.row(values);
      record.write = statement.write;
      record.version = statement.version;
      to_notify_.push_back(side.repair_wanted.get());
      return from(engine_->put(track_of(statement).side(statement.side).repairs,
                               take(side.next_repair), record));
    }
    case StatementKind::pop_repair:
      return from(engine_->erase(track_of(statement).side(statement.side).repairs, statement.key,
                                 result.found));
    case StatementKind::fulfil:
      return insert_once(database_.fulfilled, statement, result);
    case StatementKind::set_owner:
      return insert_once(database_.owners, statement, result);
    case StatementKind::get_owner: {
      Record record;
      const FailureReason status =
          from(engine_->get(database_.owners, statement.key, record, result.found));
      if (result.found) result.number = record.row->begin()[0].number;
      return status;
    }
    default:
      REHEARSE_ENSURE(false);
      return FailureReason::none;
  }
}

FailureReason StoreNode::scan(const Statement& statement, TransactReply& reply) {
  rows_.clear();
  const StoreStatus status =
      engine_->scan(table_of(statement), statement.key, static_cast<int>(statement.by), rows_);
  if (status != StoreStatus::ok) return from(status);
  KeyedRecord* const rows = memory_.array<KeyedRecord>(rows_.size());
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    rows[i] = rows_[i];
    rows[i].record.row = shown(statement, rows[i].record);
  }
  reply.rows = rows;
  reply.count = static_cast<std::uint32_t>(rows_.size());
  return FailureReason::none;
}

FailureReason StoreNode::mark(const Statement& statement, StatementResult& result) {
  if (statement.kind == StatementKind::get_mark || statement.partial) {
    Record record;
    const FailureReason status =
        from(engine_->get(database_.marks, statement.key, record, result.found));
    if (result.found) result.number = record.row->begin()[0].number;
    if (statement.kind == StatementKind::get_mark || status != FailureReason::none) return status;
    if (result.number != statement.expected) return FailureReason::stale_epoch;
  }
  const std::array<Value, 1> values{Value::of(statement.by)};
  Record record;
  record.row = memory_.row(values);
  return from(engine_->put(database_.marks, statement.key, record));
}

FailureReason StoreNode::insert_once(TableId table, const Statement& statement,
                                     StatementResult& result) {
  Record record;
  bool found = false;
  const StoreStatus status = engine_->get(table, statement.key, record, found);
  if (status != StoreStatus::ok) return from(status);
  result.repeated = found;
  if (found) return FailureReason::none;
  const std::array<Value, 1> values{Value::of(statement.by)};
  record = Record{};
  record.row = table == database_.owners ? memory_.row(values) : no_fields_;
  return from(engine_->put(table, statement.key, record));
}

// ---- the conductor's requests ----

Reply StoreNode::control(const Control& asked) {
  Reply reply;
  ControlReply body;
  switch (asked.verb) {
    case ControlVerb::ddl:
      reply.status = ddl(asked);
      break;
    case ControlVerb::fence: {
      Hosted& here = hosted(asked.track, asked.side);
      if (!in_order(asked, here.fenced_by)) break;
      Fences& fences = here.fences;
      const auto least = static_cast<std::uint64_t>(asked.value);
      if (asked.code == 0) fences.write = least;
      if (asked.code == 1) fences.read = least;
      if (asked.code == 2) fences = {least, least, asked.extra != 0};
      break;
    }
    case ControlVerb::capture: {
      Hosted& here = hosted(asked.track, asked.side);
      if (in_order(asked, here.captured_by)) here.capture = static_cast<CaptureMode>(asked.code);
      break;
    }
    case ControlVerb::advance: {
      Hosted& side = hosted(asked.track, asked.side);
      if (asked.value > side.sequence) side.sequence = asked.value;
      body.number = side.sequence;
      break;
    }
    default:
      break;
  }
  reply.body = body;
  if (outlasts_ && reply.ok()) reply.status = keep_command();
  return reply;
}

FailureReason StoreNode::ddl(const Control& asked) {
  const TableId table = blueprint_.tracks[asked.track].side(asked.side).table;
  switch (static_cast<StepKind>(asked.code)) {
    case StepKind::create:
      return from(engine_->create(table));
    case StepKind::hold:
      return from(engine_->hold(table));
    case StepKind::restore:
      return from(engine_->restore(table));
    case StepKind::purge:
      return from(engine_->clear(table));
    case StepKind::drop:
      constrain_anew(hosted(asked.track, asked.side));
      return from(engine_->drop(table));
    case StepKind::constrain:
    case StepKind::relax:
      return change_constraint(asked);
    default:
      REHEARSE_ENSURE(false);
      return FailureReason::none;
  }
}

}  // namespace rehearse::simulators
