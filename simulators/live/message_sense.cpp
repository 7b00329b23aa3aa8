#include "simulators/live/message_sense.hpp"

#include <algorithm>

namespace rehearse::simulators::live {

using scenarios::OperationStepKind;
using scenarios::Side;
using scenarios::StepKind;

namespace {

/// No sum of such numbers overflows in a run.
constexpr std::int64_t largest_number = 1'000'000'000'000'000;
constexpr std::int64_t most_at_once = 1'000'000;  // records that one statement asks for

bool sensible(std::int64_t number) { return -largest_number <= number && number <= largest_number; }

bool asks_for_many(StatementKind kind) {
  return kind == StatementKind::scan || kind == StatementKind::read_changes ||
         kind == StatementKind::read_repairs;
}

bool waits(StatementKind kind) {
  return kind == StatementKind::read_changes || kind == StatementKind::read_repairs;
}

/// Of changes or repairs, which collections have none of.
bool of_a_log(StatementKind kind) {
  return waits(kind) || kind == StatementKind::last_change || kind == StatementKind::push_repair ||
         kind == StatementKind::pop_repair;
}

bool numbers_fit(const Statement& statement) {
  const bool from_the_first = asks_for_many(statement.kind) && statement.key == INT64_MIN;
  if ((!sensible(statement.key) && !from_the_first) || !sensible(statement.by)) return false;
  constexpr auto largest = static_cast<std::uint64_t>(largest_number);
  // Records that were there before the run are carried, never written by an application.
  const bool carried = is_initial(statement.write) &&
                       statement.kind != StatementKind::mark_applied &&
                       !is_first_write(statement.kind);
  if (statement.version > largest || (statement.write > largest && !carried)) return false;
  return !asks_for_many(statement.kind) || (statement.by >= 0 && statement.by <= most_at_once);
}

}  // namespace

MessageSense::MessageSense(const Blueprint& blueprint)
    : blueprint_(blueprint), places_(blueprint.nodes.size() + 1) {
  for (const InstanceBlueprint& instance : blueprint.instances)
    places_[instance.node].kind = Kind::instance;
  for (std::size_t i = 0; i < blueprint.databases.size(); ++i) {
    places_[blueprint.databases[i].node].kind = Kind::store;
    places_[blueprint.databases[i].node].database = static_cast<int>(i);
  }
  for (TrackIndex track = 0; track < blueprint.tracks.size(); ++track) {
    const TrackBlueprint& about = blueprint.tracks[track];
    if (about.service)
      for (const Side side : {Side::old_side, Side::new_side})
        places_[about.side(side).node] = {Kind::service, no_index, track, side};
    if (about.service || about.collection) continue;
    places_[about.relay_forward].kind = Kind::relay;
    places_[about.relay_backward].kind = Kind::relay;
    places_[about.backfiller].kind = Kind::backfiller;
    places_[about.repairer].kind = Kind::repairer;
    places_[about.verifier].kind = Kind::verifier;
  }
}

bool MessageSense::is_record(TrackIndex track) const {
  return is_track(track) && !blueprint_.tracks[track].service;
}

bool MessageSense::fits(const Request& request, NodeId at) const {
  const Place place = at < places_.size() ? places_[at] : Place{};
  if (const auto* batch = std::get_if<Transact>(&request.body)) {
    if (place.kind != Kind::store || batch->count == 0) return false;
    const Statement& first = batch->statements[0];
    if (first.kind == StatementKind::mirror) return false;  // of nothing
    if (waits(first.kind) && (first.wait_us < 0 || first.wait_us > longest_read_wait.count()))
      return false;
    return std::all_of(
        batch->statements, batch->statements + batch->count,
        [&](const Statement& statement) { return fits_store(statement, place.database); });
  }
  if (const auto* call = std::get_if<ServiceCall>(&request.body))
    return place.kind == Kind::service && call->track == place.track && call->side == place.side &&
           sensible(call->identity) && sensible(call->amount);
  if (const auto* call = std::get_if<OperationCall>(&request.body))
    return place.kind == Kind::instance && fits_instance(*call);
  const Control& asked = std::get<Control>(request.body);
  if (!sensible(asked.key) || !sensible(asked.value) || !sensible(asked.extra)) return false;
  switch (place.kind) {
    case Kind::store:
      return fits_store(asked, place.database);
    case Kind::instance:
      return fits_instance(asked);
    case Kind::service:
      return true;
    case Kind::other:
      return fits_other(asked);
    default:
      return fits_worker(asked, place.kind);
  }
}

bool MessageSense::fits_store(const Statement& statement, int database) const {
  if (statement.track == no_track) return sensible(statement.by);  // marks, owners, fulfilments
  if (!is_record(statement.track) || !numbers_fit(statement)) return false;
  const TrackBlueprint& about = blueprint_.tracks[statement.track];
  if (of_a_log(statement.kind) && about.collection) return false;
  const bool makes_key = statement.kind == StatementKind::insert && about.store_keys;
  if (is_first_write(statement.kind) && statement.key == 0 && !makes_key) return false;
  if (about.side(statement.side).database != database) return false;
  const bool counts =
      statement.kind == StatementKind::add || statement.kind == StatementKind::apply_add;
  if (counts && statement.field >= about.fields.size()) return false;
  const bool has_row = statement.row != nullptr;
  if (has_row && statement.row->count != about.fields.size()) return false;
  const bool needs_row = statement.kind == StatementKind::insert ||
                         statement.kind == StatementKind::put ||
                         statement.kind == StatementKind::update ||
                         (statement.kind == StatementKind::apply && !statement.deleted);
  return has_row || !needs_row;
}

bool MessageSense::fits_store(const Control& asked, int database) const {
  const bool of_a_side = asked.verb == ControlVerb::ddl || asked.verb == ControlVerb::fence ||
                         asked.verb == ControlVerb::capture || asked.verb == ControlVerb::advance;
  if (!of_a_side) return true;
  if (!is_record(asked.track)) return false;
  const SideBlueprint& side = blueprint_.tracks[asked.track].side(asked.side);
  if (side.database != database) return false;
  constexpr int codes = 3;  // of fences and captures
  if (asked.verb != ControlVerb::ddl) return asked.code < codes;
  const auto step = static_cast<StepKind>(asked.code);
  if (step == StepKind::constrain || step == StepKind::relax)
    return asked.value >= 0 && static_cast<std::size_t>(asked.value) < side.constraints.size();
  return step >= StepKind::create && step <= StepKind::drop;
}

bool MessageSense::fits_instance(const OperationCall& call) const {
  const OperationBlueprint& operation = blueprint_.operations[call.operation];
  for (const std::uint8_t variable : operation.variables) {
    const Key key = call.variables[variable];
    const bool made_later = key == 0 && blueprint_.variables[variable].made_by_store;
    if (!sensible(key) || (key == 0 && !made_later)) return false;
  }
  if (!sensible(call.amount)) return false;
  const auto& steps = operation.steps;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const OperationStepKind kind = steps[i].kind;
    const bool writes_row = kind == OperationStepKind::put || kind == OperationStepKind::insert ||
                            kind == OperationStepKind::update;
    const Row row = call.rows[i];
    if (writes_row && row == nullptr) return false;
    if (row != nullptr && row->count != blueprint_.tracks[steps[i].track].fields.size())
      return false;
  }
  return true;
}

bool MessageSense::fits_instance(const Control& asked) const {
  switch (asked.verb) {
    case ControlVerb::drained:
      return is_track(asked.track);
    case ControlVerb::webhook:
      return is_track(asked.track) && blueprint_.tracks[asked.track].service;
    case ControlVerb::metric:
      return asked.track == no_track || is_track(asked.track);
    default:
      return true;
  }
}

bool MessageSense::fits_worker(const Control& asked, Kind kind) const {
  const bool command = asked.verb == ControlVerb::start || asked.verb == ControlVerb::stop;
  if (!command) return true;
  if (kind == Kind::backfiller)
    return asked.value >= 0 && static_cast<std::size_t>(asked.value) < blueprint_.backfills.size();
  if (kind == Kind::verifier)
    return asked.code <= static_cast<std::uint8_t>(scenarios::VerifyMode::count);
  return asked.code <= static_cast<std::uint8_t>(scenarios::Apply::version_guard);
}

bool MessageSense::fits_other(const Control& asked) const {
  if (asked.verb != ControlVerb::restart) return true;
  return asked.code < blueprint_.versions.size() && asked.key >= 0 && asked.key <= INT32_MAX;
}

}  // namespace rehearse::simulators::live
