/// The records that a program in an instance's place reads and writes.

#include <algorithm>
#include <utility>

#include "scenarios/names.hpp"
#include "simulators/application/requests.hpp"
#include "simulators/live/instance_program.hpp"
#include "simulators/live/message_sense.hpp"
#include "simulators/live/program_request.hpp"
#include "simulators/live/record_json.hpp"
#include "simulators/live/revision.hpp"

namespace rehearse::simulators::live {

using scenarios::OperationStepKind;
using scenarios::Side;

/// /KIND/TRACK/SIDE/KEY, where a collection has one side only: "old". "old+new" are both in one
/// transaction. False when it was refused.
bool InstanceProgram::place_of(const Asked& asked, TrackIndex& track, Route& route,
                               Key& key) const {
  track = asked.path.size() < 4 ? no_track : blueprint_.track(asked.path[1]);
  if (track == no_track || blueprint_.tracks[track].service) {
    asked.refuse("the path is /" + asked.path.front() +
                 "/TRACK/SIDE/KEY, with a track or collection of records that the plan has");
    return false;
  }
  const std::string& side = asked.path[2];
  const std::optional<Key> number = number_of<Key>(asked.path[3]);
  const bool both = side == "old+new" || side == "new+old";
  if (!number || !sensible(*number) || (side != "old" && side != "new" && !both)) {
    asked.refuse(
        "the side is old, new, old+new or new+old, and the key is an integer of 15 digits "
        "at most");
    return false;
  }
  const TrackBlueprint& about = blueprint_.tracks[track];
  if (about.collection && side != "old") {
    asked.refuse("a collection has the side old only");
    return false;
  }
  if (both && about.side(Side::old_side).database != about.side(Side::new_side).database) {
    asked.refuse("its sides are in two databases: there is no transaction over both");
    return false;
  }
  key = *number;
  route.write.first = side.starts_with("old") ? Side::old_side : Side::new_side;
  route.write.both = route.write.one_transaction = both;
  return true;
}

/// The revision of a record that the program is given.
std::string InstanceProgram::show(TrackIndex track, Side side, Key key, const Record& record) {
  shown_[{track, record.write, record.version}] = {key, record.row};
  return revision_text(side, record);
}

/// Of the step that writes such a record, or undoes that; of none when the operation has no such
/// step, which is then a write that nobody intended.
WriteId InstanceProgram::write_for(const UnderWay& operation, TrackIndex track, Key key,
                                   bool undo) const {
  const auto& steps = operation.run.operation->steps;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const Key of_step = operation.run.variables[steps[i].variable];
    const bool same = of_step == key || of_step == 0;
    if (steps[i].track == track && steps[i].kind != OperationStepKind::read && same)
      return write_id(operation.request.operation, static_cast<unsigned>(i), undo);
  }
  return write_id(operation.request.operation, no_step, undo);
}

bool InstanceProgram::in_new_shape(TrackIndex track, Side side) const {
  return program_.own_shapes && side == Side::new_side && !blueprint_.tracks[track].collection;
}

const std::vector<scenarios::Field>& InstanceProgram::fields_of(TrackIndex track, Side side) const {
  const TrackBlueprint& about = blueprint_.tracks[track];
  return in_new_shape(track, side) ? about.mapping->new_fields() : about.fields;
}

/// From method, headers and body; false when it was refused.
bool InstanceProgram::statement_of(const Asked& asked, Statement& statement) {
  const TrackBlueprint& about = blueprint_.tracks[statement.track];
  const HttpServer::Exchange& exchange = asked.exchange;
  const std::string method = exchange.method();
  statement.side_shape =
      in_new_shape(statement.track, statement.side) && (method == "GET" || method == "PUT");
  const bool makes_key = method == "PUT" && exchange.header("If-None-Match") == "*";
  if (statement.key == 0 && !(makes_key && about.store_keys)) {
    asked.refuse("there is no key 0, but to insert where the store makes the keys");
    return false;
  }
  if (method == "GET") return true;
  statement.write = write_for(*asked.operation, statement.track, statement.key,
                              !exchange.header("Rehearse-Undo").empty());
  std::string problem;
  if (method == "PUT") {
    statement.kind = exchange.header("If-None-Match") == "*" ? StatementKind::insert
                     : exchange.header("If-Match") == "*"    ? StatementKind::update
                                                             : StatementKind::put;
    statement.row =
        row_of(asked.body, fields_of(statement.track, statement.side), nullptr, memory_, problem);
  } else if (method == "PATCH" && in_new_shape(statement.track, statement.side)) {
    problem = "in the new shape a record is written whole: PUT";
  } else if (method == "PATCH") {
    statement.kind = StatementKind::update;
    statement.row = row_of(asked.body, about.fields, nullptr, memory_, problem);
    statement.partial = true;
    for (std::size_t field = 0; problem.empty() && field < about.fields.size(); ++field)
      if (asked.body.contains(about.fields[field].name)) statement.fields |= 1U << field;
  } else if (method == "DELETE") {
    statement.kind = StatementKind::erase;
  } else if (method == "POST" && asked.path.size() == 5 && asked.path[4] == "add") {
    const auto by = integer_at(asked.body, "/by");
    const auto least = integer_at(asked.body, "/at_least");
    if (!by || !sensible(*by) || about.counter_field == no_index)
      problem = "an add is {\"by\": INTEGER}, to the counter of a track that has one";
    statement.kind = StatementKind::add;
    statement.by = by.value_or(0);
    if (least) statement.at_least = *least;
    statement.field = static_cast<std::uint8_t>(std::max(0, about.counter_field));
  } else {
    problem = "a record is read by GET, written by PUT, PATCH, DELETE and POST .../add";
  }
  if (!problem.empty()) asked.refuse(problem);
  return problem.empty();
}

/// A first write, or, with the revision of a first one, the second.
Request InstanceProgram::request_of_write(const Asked& asked, const Route& route,
                                          Statement* statement) {
  OperationRun& run = asked.operation->run;
  const auto revision = revision_of(asked.exchange.header("Rev"));
  if (!revision) return write_request(&run, route, statement);
  statement->deleted = statement->kind == StatementKind::erase;
  statement->kind = StatementKind::apply;
  statement->source = WriteSource::second;
  statement->rule = route.apply;
  statement->write = revision->write;
  statement->version = revision->version;
  Request request = request_for(run, statement->track);
  request.body = transaction(*statement, memory_);
  return request;
}

Task<void> InstanceProgram::records(AskedPointer asked) {
  Statement statement;
  Route place;
  if (!place_of(*asked, statement.track, place, statement.key)) co_return;
  statement.side = place.write.first;
  if (!statement_of(*asked, statement)) co_return;
  const TrackIndex track = statement.track;
  OperationRun& run = asked->operation->run;
  Route route = route_for(track, run, statement.key);
  route.write = place.write;
  statement.side = route.write.first;
  Request request;
  if (statement.kind == StatementKind::get) {
    request = request_for(run, track);
    request.body = transaction(statement, memory_);
  } else {
    routed(*asked->operation, track);
    request = request_of_write(*asked, route, &statement);
    request.again = !asked->exchange.header("Idempotency-Key").empty();
  }
  if (request.fenced)
    request.epoch = number_of<std::uint64_t>(asked->exchange.header("Epoch")).value_or(0);
  const NodeId node = blueprint_.tracks[track].side(statement.side).node;
  Call call(runtime_, self_.node, node, request, blueprint_.plan.application.calls.timeout);
  const Reply reply = co_await call;
  if (!reply.ok()) {
    Task<void> failing = failed(asked, track, statement.side, node, reply, request.again);
    co_await failing;
    co_return;
  }
  if (statement.kind != StatementKind::get) asked->operation->unknown.erase(track);
  ++counters_[track].calls[static_cast<std::size_t>(statement.side)];
  answer_record(*asked, statement, std::get<TransactReply>(reply.body).results[0]);
}

void InstanceProgram::answer_record(const Asked& asked, const Statement& statement,
                                    const StatementResult& result) {
  const TrackIndex track = statement.track;
  if (statement.kind == StatementKind::get) {
    if (!result.found || result.record.deleted || result.record.row == nullptr)
      return asked.answer(404, {{"error", "there is no such record"}});
    Json record = record_json(result.record.row, fields_of(track, statement.side));
    Record logical = result.record;
    if (statement.side_shape)
      logical.row = blueprint_.tracks[track].mapping->down(logical.row, nullptr, memory_);
    record["rev"] = show(track, statement.side, statement.key, logical);
    return asked.answer(200, record);
  }
  if (statement.kind == StatementKind::insert && statement.key == 0) {
    OperationRun& run = asked.operation->run;
    for (const StepBlueprint& step : run.operation->steps)
      if (step.track == track && run.made[step.variable] == 0)
        run.made[step.variable] = result.number;
  }
  const Key key = statement.key == 0 ? result.number : statement.key;
  Json done{{"rev", show(track, statement.side, key, result.record)}};
  if (statement.kind == StatementKind::add) done["value"] = result.number;
  if (statement.kind == StatementKind::insert) done["key"] = key;
  if (statement.side_shape)
    done["record"] = record_json(statement.row, fields_of(track, statement.side));
  else if (result.record.row != nullptr && !in_new_shape(track, statement.side))
    done["record"] = record_json(result.record.row, blueprint_.tracks[track].fields);
  asked.answer(200, done);
}

/// PUT /repairs/TRACK/SIDE/KEY with the Rev of the first write, which went to SIDE: the other side
/// gets it later. Kept in the first side's database.
Task<void> InstanceProgram::repairs(AskedPointer asked) {
  Statement push;
  Route place;
  if (!place_of(*asked, push.track, place, push.key)) co_return;
  const auto revision = revision_of(asked->exchange.header("Rev"));
  if (!revision) {
    asked->refuse("a repair needs the Rev of the write that the other side has missed");
    co_return;
  }
  push.kind = StatementKind::push_repair;
  push.side = place.write.first;
  push.write = revision->write;
  push.version = revision->version;
  OperationRun& run = asked->operation->run;
  Request request = request_for(run, push.track);
  request.fenced = false;
  request.body = transaction(push, memory_);
  const NodeId node = blueprint_.tracks[push.track].side(push.side).node;
  Call call(runtime_, self_.node, node, request, blueprint_.plan.application.calls.timeout);
  const Reply reply = co_await call;
  if (!reply.ok()) {
    Task<void> failing = failed(asked, push.track, push.side, node, reply, false);
    co_await failing;
    co_return;
  }
  repair_queued(&run, push.track, push.side, push.key, push.write);
  asked->answer(200, Json::object());
}

}  // namespace rehearse::simulators::live
