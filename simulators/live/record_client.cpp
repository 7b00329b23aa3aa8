#include "simulators/live/record_client.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <stdexcept>

#include "simulators/live/program_request.hpp"
#include "simulators/live/record_json.hpp"

namespace rehearse::simulators::live {

using scenarios::RecordOperation;
using scenarios::RecordVerb;

namespace {

constexpr std::chrono::seconds give_up_after{10};
constexpr int page = 500;  // of a list

/// For an error.
std::string told_by(const std::string& request, const std::string& answer) {
  constexpr std::size_t most = 200;
  return request + (answer.empty() ? "" : " answered " + answer.substr(0, most));
}

}  // namespace

RecordClient::RecordClient(const DatabaseShape& shape, const scenarios::DatabaseProgram& program,
                           std::uint16_t port, Memory& memory)
    : shape_(shape), program_(program), port_(port), memory_(memory), client_(io_) {}

/// Asks once more where a connection broke: it may have been one that the program closes after a
/// while, and every request is complete in itself.
HttpClient::Answer RecordClient::answer_to(const HttpClient::HttpRequest& request,
                                           bool& maybe_done) {
  using Kind = HttpClient::Answer::Kind;
  HttpClient::Answer answer;
  maybe_done = false;
  for (int attempt = 0; attempt < 2; ++attempt) {
    io_.restart();
    io_.poll();  // connections that were closed meanwhile
    const auto given = std::make_shared<std::optional<HttpClient::Answer>>();
    client_.send(port_, request, [given](HttpClient::Answer one) { *given = std::move(one); });
    const auto until = std::chrono::steady_clock::now() + give_up_after;
    io_.restart();
    while (!*given && io_.run_one_until(until) > 0) {
    }
    if (!*given)
      throw std::runtime_error(program_.command.front() + " did not answer " + request.method +
                               " " + request.target + " within 10 s");
    answer = std::move(**given);
    if (answer.kind != Kind::refused) maybe_done = true;
    if (answer.kind != Kind::lost) break;
  }
  return answer;
}

RecordClient::Asked RecordClient::ask(RecordVerb verb, const Json& values) {
  const RecordOperation& operation = program_.operation(verb);
  const HttpClient::HttpRequest request = request_of(operation.request, values);
  Asked asked;
  HttpClient::Answer answer = answer_to(request, asked.maybe_done);
  asked.request = request.method + " " + request.target;
  asked.body = std::move(answer.body);
  std::string said = ", status " + std::to_string(answer.status) + ",";
  if (answer.kind != HttpClient::Answer::Kind::answered) {
    asked.status = StoreStatus::io_error;
    said = asked.maybe_done ? ": the connection broke" : ": nobody was at its port";
  } else if (has_status(operation.ok, answer.status)) {
    return asked;
  } else if (has_status(operation.nothing, answer.status) && verb != RecordVerb::put) {
    asked.nothing = true;
    return asked;
  } else if (has_status(operation.busy, answer.status)) {
    asked.status = StoreStatus::busy;
    asked.maybe_done = false;
  } else if (answer.status / 100 == 4) {
    asked.status = StoreStatus::not_understood;
    asked.maybe_done = false;
  } else {
    asked.status = StoreStatus::io_error;
  }
  problem_ = program_.command.front() + ": " + told_by(asked.request + said, asked.body);
  return asked;
}

void RecordClient::senseless(const std::string& from, const std::string& what) const {
  throw std::runtime_error(program_.command.front() + " has shown " + what + " (" + from + ")");
}

RecordClient::Json RecordClient::json_of(TableId table, const Record& record) const {
  Json json = record_json(record.row, shape_.tables[table].columns);
  json["rev"] = std::to_string(record.write) + "-" + std::to_string(record.version) + "-" +
                std::to_string(record.origin);
  return json;
}

Record RecordClient::record_of(TableId table, const Json* json, const std::string& from) const {
  if (json == nullptr || !json->is_object()) senseless(from, "no record where the plan says");
  Record record;
  const auto rev = json->find("rev");
  unsigned long long write = 0, version = 0;
  unsigned origin = 0;
  const bool kept = rev != json->end() && rev->is_string() &&
                    std::sscanf(rev->get_ref<const std::string&>().c_str(), "%llu-%llu-%u", &write,
                                &version, &origin) == 3;
  if (!kept) senseless(from, "a record without the \"rev\" that it was given with");
  record.write = write;
  record.version = version;
  record.origin = static_cast<std::uint8_t>(origin);
  std::string problem;
  Json fields = Json::object();  // a program may have more
  for (const scenarios::Field& column : shape_.tables[table].columns) {
    const auto there = json->find(column.name);
    if (there == json->end()) continue;
    // As in a database that has no booleans.
    const bool as_number = column.type.kind == scenarios::FieldKind::boolean &&
                           there->is_number_integer() && (*there == 0 || *there == 1);
    fields[column.name] = as_number ? Json(*there == 1) : *there;
  }
  record.row = row_of(fields, shape_.tables[table].columns, nullptr, memory_, problem);
  if (record.row == nullptr) senseless(from, "a record that is none of the plan's: " + problem);
  return record;
}

RecordClient::Json RecordClient::values_of(TableId table, Key key) const {
  return {{"table", shape_.tables[table].name}, {"key", key}};
}

StoreStatus RecordClient::read(TableId table, Key key, StoredRecord& there) {
  there.reset();
  const Asked asked = ask(RecordVerb::get, values_of(table, key));
  if (asked.status != StoreStatus::ok || asked.nothing) return asked.status;
  const Json json = Json::parse(asked.body, nullptr, false);
  there = record_of(table, found_at(json, program_.operation(RecordVerb::get).record),
                    told_by(asked.request, asked.body));
  return StoreStatus::ok;
}

RecordClient::Written RecordClient::write(TableId table, Key key, const StoredRecord& record) {
  Json values = values_of(table, key);
  if (!record) return ask(RecordVerb::erase, values);
  values["record"] = json_of(table, *record);
  return ask(RecordVerb::put, values);
}

/// One page, in the order of the keys.
std::vector<KeyedRecord> RecordClient::entries_of(TableId table, Key after,
                                                  const Asked& asked) const {
  const RecordOperation& operation = program_.operation(RecordVerb::list);
  std::vector<KeyedRecord> entries;
  if (asked.nothing) return entries;
  const Json json = Json::parse(asked.body, nullptr, false);
  const Json* const list = found_at(json, operation.list);
  const std::string from = told_by(asked.request, asked.body);
  if (list == nullptr || !list->is_array()) senseless(from, "no list where the plan says");
  for (const Json& entry : *list) {
    const auto key = integer_at(entry, operation.key);
    if (!key) senseless(from, "an entry that has no key where the plan says");
    if (*key <= after)
      senseless(from, "a list that is not of the keys behind {after}, in ascending order");
    after = *key;
    entries.push_back({*key, record_of(table, found_at(entry, operation.record), from)});
  }
  return entries;
}

/// Pages are as long as the program likes; an empty one is the last.
StoreStatus RecordClient::list(TableId table, Key after, int limit, std::vector<KeyedRecord>& out) {
  while (limit > 0) {
    const Asked asked = ask(
        RecordVerb::list,
        {{"table", shape_.tables[table].name}, {"after", after}, {"limit", std::min(limit, page)}});
    if (asked.status != StoreStatus::ok) return asked.status;
    std::vector<KeyedRecord> entries = entries_of(table, after, asked);
    if (entries.empty()) return StoreStatus::ok;
    if (entries.size() > static_cast<std::size_t>(limit))
      entries.resize(static_cast<std::size_t>(limit));
    limit -= static_cast<int>(entries.size());
    after = entries.back().key;
    out.insert(out.end(), entries.begin(), entries.end());
  }
  return StoreStatus::ok;
}

StoreStatus RecordClient::delete_all(TableId table) {
  for (;;) {
    std::vector<KeyedRecord> some;
    StoreStatus status = list(table, INT64_MIN, page, some);
    if (status != StoreStatus::ok || some.empty()) return status;
    for (const KeyedRecord& one : some) {
      status = write(table, one.key, std::nullopt).status;
      if (status != StoreStatus::ok) return status;
    }
  }
}

}  // namespace rehearse::simulators::live
