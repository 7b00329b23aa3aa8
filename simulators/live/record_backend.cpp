#include "simulators/live/record_backend.hpp"

#include <utility>

#include "scenarios/names.hpp"
#include "simulators/live/message_sense.hpp"
#include "simulators/live/program_request.hpp"
#include "simulators/live/record_json.hpp"
#include "simulators/live/revision.hpp"

namespace rehearse::simulators::live {

using scenarios::Apply;
using scenarios::Side;
using Json = nlohmann::json;

namespace {
constexpr std::int64_t longest_page = 1'000;
}

RecordBackend::RecordBackend(const Blueprint& blueprint, TrackIndex track, NodeId self,
                             LiveRuntime& runtime, Transaction transaction)
    : about_(blueprint.tracks[track]),
      track_(track),
      self_(self),
      runtime_(runtime),
      transaction_(std::move(transaction)) {}

NodeId RecordBackend::store(Side side) const { return about_.side(side).node; }

const std::vector<scenarios::Field>& RecordBackend::fields_of(Side side) const {
  return side == Side::old_side ? about_.mapping->old_fields() : about_.mapping->new_fields();
}

Json RecordBackend::entry_of(Side side, Key key, const Record& record) const {
  Json entry{{"key", key}, {"rev", revision_text(side, record)}};
  if (record.deleted) {
    entry["deleted"] = true;
  } else {
    entry["record"] = record_json(record.row, fields_of(side));
  }
  return entry;
}

/// False when it was refused.
bool RecordBackend::place_of(const BackendRequest& asked, Place& place) const {
  const auto& path = asked.path;
  const bool sides = path.size() >= 2 && path.size() <= 3 && (path[1] == "old" || path[1] == "new");
  const auto key = path.size() == 3 ? number_of<Key>(path[2]) : Key{1};
  if (!sides || !key || *key <= 0 || !sensible(*key)) {
    asked.refuse(
        "it is /records/SIDE?after=KEY&limit=N or /records/SIDE/KEY: the side is old or new, a key "
        "an integer of 15 digits at most, greater than 0");
    return false;
  }
  place.side = path[1] == "old" ? Side::old_side : Side::new_side;
  place.one = path.size() == 3;
  place.key = *key;
  return true;
}

// ---- reading ----

void RecordBackend::read(const Asked& asked, std::int64_t usual_limit) {
  Place place;
  if (!place_of(*asked, place)) return;
  Statement reading;
  reading.kind = place.one ? StatementKind::get : StatementKind::scan;
  reading.track = track_;
  reading.side = place.side;
  reading.side_shape = true;
  reading.key = place.one ? place.key : number_of<Key>(asked->query("after")).value_or(0);
  reading.by = number_of<std::int64_t>(asked->query("limit")).value_or(usual_limit);
  if (!sensible(reading.key) || reading.by < 1 || reading.by > longest_page)
    return asked->refuse("\"after\" is a key, and \"limit\" 1 to 1000");
  runtime_.spawn(self_, answer_read(asked, reading));
}

Task<void> RecordBackend::answer_read(Asked asked, Statement reading) {
  const std::vector<Statement> alone{reading};
  Task<Reply> running = transaction_(store(reading.side), &alone);
  const Reply reply = co_await running;
  if (!reply.ok()) {
    asked->answer_failure(reply.status);
    co_return;
  }
  const TransactReply& rows = std::get<TransactReply>(reply.body);
  if (reading.kind == StatementKind::get) {
    const StatementResult& found = rows.results[0];
    if (found.found && !found.record.deleted)
      asked->answer(200, entry_of(reading.side, reading.key, found.record));
    else
      asked->answer_failure(FailureReason::not_found);
    co_return;
  }
  Json list = Json::array();
  for (std::uint32_t i = 0; i < rows.count; ++i)
    list.push_back(entry_of(reading.side, rows.rows[i].key, rows.rows[i].record));
  asked->answer(200, list);
}

// ---- writing ----

void RecordBackend::write(const Asked& asked, const WorkerWrites& as,
                          const std::vector<Statement>& also, Ended ended) {
  Place place;
  if (!place_of(*asked, place)) return;
  if (place.side != as.target)
    return asked->refuse("it writes to the " + std::string(scenarios::name_of(as.target)) +
                         " side only");
  const std::string method = asked->exchange.method();
  const bool one = method == "PUT" && place.one, several = method == "POST" && !place.one;
  if (!one && !(several && asked->body.is_array() && !asked->body.empty()))
    return asked->refuse(
        "records are written by PUT /records/SIDE/KEY with {\"rev\": ..., \"record\": {...}}, and "
        "by POST /records/SIDE with a list of such objects, each with its \"key\", as one "
        "transaction");
  const auto rule = scenarios::value_named<Apply>(asked->query("write"));
  if (!rule && !asked->query("write").empty())
    return asked->refuse(
        "it is ?write=overwrite, insert_if_absent, update_if_present, upsert or version_guard; "
        "without it, as the plan says");
  std::vector<Statement> writes;
  std::string problem;
  for (const Json& entry : one ? Json::array({asked->body}) : asked->body) {
    Statement& put = writes.emplace_back();
    put.key = one ? place.key : integer_at(entry, "/key").value_or(0);
    put.rule = rule.value_or(as.rule);
    if (!statement_of(entry, as, put, problem)) return asked->refuse(problem);
  }
  const std::size_t records = writes.size();
  writes.insert(writes.end(), also.begin(), also.end());
  runtime_.spawn(self_, answer_write(asked, std::move(writes), records, std::move(ended)));
}

bool RecordBackend::statement_of(const Json& entry, const WorkerWrites& as, Statement& put,
                                 std::string& problem) {
  const Json* const rev = found_at(entry, "/rev");
  const Json* const record = found_at(entry, "/record");
  const Json* const deleted = found_at(entry, "/deleted");
  const auto by = integer_at(entry, "/add");
  const auto revision =
      rev == nullptr || !rev->is_string() ? std::nullopt : revision_of(rev->get<std::string>());
  put.deleted = as.deletes && deleted != nullptr && *deleted == true;
  const bool adds = as.adds && by && sensible(*by);
  if (!revision) {
    problem = "a record comes with the \"rev\" of the one that it was copied from";
    return false;
  }
  if (put.key <= 0 || !sensible(put.key)) problem = "a key is an integer greater than 0";
  if (record == nullptr && !put.deleted && !adds) problem = "there is no \"record\"";
  if (!problem.empty()) return false;
  put.kind = adds ? StatementKind::apply_add : StatementKind::apply;
  put.track = track_;
  put.side = as.target;
  put.source = as.source;
  put.from_stream = true;
  put.side_shape = !adds;
  put.write = revision->write;
  put.version = revision->version;
  if (adds) {
    put.by = *by;
    put.field = static_cast<std::uint8_t>(about_.counter_field);
  } else if (!put.deleted) {
    put.row = row_of(*record, fields_of(as.target), nullptr, runtime_.memory(), problem);
  }
  return problem.empty();
}

Task<void> RecordBackend::answer_write(Asked asked, std::vector<Statement> statements,
                                       std::size_t records, Ended ended) {
  Task<Reply> running = transaction_(store(statements.front().side), &statements);
  const Reply reply = co_await running;
  const auto count = static_cast<std::int64_t>(records);
  ended(reply.status, count);
  if (!reply.ok()) {
    asked->answer_failure(reply.status);
    co_return;
  }
  std::int64_t skipped = 0;
  const TransactReply& told = std::get<TransactReply>(reply.body);
  for (std::size_t i = 0; i < records; ++i) skipped += told.results[i].skipped ? 1 : 0;
  asked->answer(200, {{"written", count - skipped}, {"skipped", skipped}});
}

}  // namespace rehearse::simulators::live
