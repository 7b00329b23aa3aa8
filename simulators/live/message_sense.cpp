#include "simulators/live/message_sense.hpp"

#include <algorithm>

#include "scenarios/plan_lookup.hpp"

namespace rehearse::simulators::live {

using scenarios::StepKind;

namespace {

constexpr std::int64_t most_at_once = 1'000'000;  // records that one statement asks for

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

/// Collections have one side.
bool lives_at(const SideBlueprint& side, NodeId store) {
  return side.database != no_index && side.node == store;
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

bool can_have_the_shape_of_its_side(StatementKind kind) {
  return kind == StatementKind::get || kind == StatementKind::scan ||
         kind == StatementKind::apply || kind == StatementKind::insert ||
         kind == StatementKind::put || kind == StatementKind::update;
}

}  // namespace

MessageSense::MessageSense(const Blueprint& blueprint)
    : blueprint_(blueprint), classes_(classes_of(blueprint)) {
  classes_.push_back(
      NodeClass::clients);  // who conducts from outside is asked by controls only, too
}

bool MessageSense::is_record(TrackIndex track) const {
  return is_track(track) && !blueprint_.tracks[track].service;
}

bool MessageSense::fits(const Request& request, NodeId at) const {
  if (at >= classes_.size()) return false;
  const NodeClass asked_of = classes_[at];
  if (const auto* batch = std::get_if<Transact>(&request.body)) {
    if (asked_of != NodeClass::store || batch->count == 0) return false;
    const Statement& first = batch->statements[0];
    if (first.kind == StatementKind::mirror) return false;  // of nothing
    if (waits(first.kind) && (first.wait_us < 0 || first.wait_us > longest_read_wait.count()))
      return false;
    return std::all_of(batch->statements, batch->statements + batch->count,
                       [&](const Statement& statement) { return fits_store(statement, at); });
  }
  if (const auto* call = std::get_if<ServiceCall>(&request.body))
    return asked_of == NodeClass::service && is_track(call->track) &&
           blueprint_.tracks[call->track].side(call->side).node == at && sensible(call->identity) &&
           sensible(call->amount);
  if (const auto* call = std::get_if<OperationCall>(&request.body))
    return asked_of == NodeClass::instance && fits_instance(*call);
  const Control& asked = std::get<Control>(request.body);
  if (!sensible(asked.key) || !sensible(asked.value) || !sensible(asked.extra)) return false;
  switch (asked_of) {
    case NodeClass::store:
      return fits_store(asked, at);
    case NodeClass::instance:
      return fits_instance(asked);
    case NodeClass::service:
      return true;
    case NodeClass::relay:
    case NodeClass::backfiller:
    case NodeClass::repairer:
    case NodeClass::verifier:
      return fits_worker(asked, asked_of);
    case NodeClass::clients:
    case NodeClass::flag_service:
    case NodeClass::conductor:
      break;
  }
  return fits_other(asked);
}

bool MessageSense::fits_store(const Statement& statement, NodeId store) const {
  if (statement.track == no_track) return sensible(statement.by);  // marks, owners, fulfilments
  if (!is_record(statement.track) || !numbers_fit(statement)) return false;
  const TrackBlueprint& about = blueprint_.tracks[statement.track];
  if (of_a_log(statement.kind) && about.collection) return false;
  const bool makes_key = statement.kind == StatementKind::insert && about.store_keys;
  if (is_first_write(statement.kind) && statement.key == 0 && !makes_key) return false;
  if (!lives_at(about.side(statement.side), store)) return false;
  const bool counts =
      statement.kind == StatementKind::add || statement.kind == StatementKind::apply_add;
  if (counts && statement.field >= about.fields.size()) return false;
  const bool has_row = statement.row != nullptr;
  const bool of_new_side = statement.side_shape && statement.side == scenarios::Side::new_side;
  const auto& fields = of_new_side ? about.mapping->new_fields() : about.fields;
  if (has_row && statement.row->count != fields.size()) return false;
  if (statement.side_shape &&
      (!can_have_the_shape_of_its_side(statement.kind) || statement.partial))
    return false;
  const bool needs_row = statement.kind == StatementKind::insert ||
                         statement.kind == StatementKind::put ||
                         statement.kind == StatementKind::update ||
                         (statement.kind == StatementKind::apply && !statement.deleted);
  return has_row || !needs_row;
}

bool MessageSense::fits_store(const Control& asked, NodeId store) const {
  const bool of_a_side = asked.verb == ControlVerb::ddl || asked.verb == ControlVerb::fence ||
                         asked.verb == ControlVerb::capture || asked.verb == ControlVerb::advance;
  if (!of_a_side) return true;
  if (!is_record(asked.track)) return false;
  const SideBlueprint& side = blueprint_.tracks[asked.track].side(asked.side);
  if (!lives_at(side, store)) return false;
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
    const Row row = call.rows[i];
    if (scenarios::writes_row(steps[i].kind) && row == nullptr) return false;
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

bool MessageSense::fits_worker(const Control& asked, NodeClass worker) const {
  const bool command = asked.verb == ControlVerb::start || asked.verb == ControlVerb::stop;
  if (!command) return true;
  if (worker == NodeClass::backfiller)
    return asked.value >= 0 && static_cast<std::size_t>(asked.value) < blueprint_.backfills.size();
  if (worker == NodeClass::verifier)
    return asked.code <= static_cast<std::uint8_t>(scenarios::VerifyMode::count);
  return asked.code <= static_cast<std::uint8_t>(scenarios::Apply::version_guard);
}

bool MessageSense::fits_other(const Control& asked) const {
  if (asked.verb != ControlVerb::restart) return true;
  return asked.code < blueprint_.versions.size() && asked.key >= 0 && asked.key <= INT32_MAX;
}

}  // namespace rehearse::simulators::live
