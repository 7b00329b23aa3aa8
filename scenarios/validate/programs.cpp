/// Programs of the user's that take the place of a service, of the application, of a database or of
/// a worker.

#include <algorithm>
#include <nlohmann/json.hpp>

#include "scenarios/names.hpp"
#include "scenarios/plan_lookup.hpp"
#include "scenarios/record_shape.hpp"
#include "scenarios/source_map.hpp"
#include "scenarios/suggest.hpp"
#include "scenarios/validate/rules.hpp"

namespace rehearse::scenarios::validate {
namespace {

/// The calls that the application makes on this track: what operations ask for, what undoes it, and
/// the question after a call without an answer.
std::vector<ProgramVerb> calls_of(const Plan& plan, const Track& track, bool lookup) {
  std::vector<ProgramVerb> calls;
  const auto need = [&calls](ProgramVerb verb) {
    if (std::find(calls.begin(), calls.end(), verb) == calls.end()) calls.push_back(verb);
  };
  for (const Operation& operation : plan.application.operations) {
    for (const OperationStep& step : operation.steps) {
      if (step.target != track.name) continue;
      switch (step.kind) {
        case OperationStepKind::authorise:
          need(ProgramVerb::authorise);
          need(ProgramVerb::void_charge);
          break;
        case OperationStepKind::charge:
          need(ProgramVerb::charge);
          need(ProgramVerb::refund);
          break;
        case OperationStepKind::capture:
          need(ProgramVerb::capture);
          break;
        case OperationStepKind::refund:
          need(ProgramVerb::refund);
          break;
        case OperationStepKind::void_charge:
          need(ProgramVerb::void_charge);
          break;
        default:
          break;
      }
    }
  }
  if (lookup && !calls.empty()) need(ProgramVerb::lookup);
  return calls;
}

bool works_on(const Step& step, const Track& track, Side side) {
  const bool unknown_to_programs = step.kind == StepKind::purge || step.kind == StepKind::scale;
  return unknown_to_programs && step.track == track.name && step.side == side;
}

void program(const Plan& plan, const Track& track, Side side, const ServiceContract& contract,
             std::vector<Problem>& problems) {
  if (!contract.run) return;
  const std::string contract_pointer =
      "/tracks" + pointer_segment(track.name) + (side == Side::old_side ? "/old" : "/new");
  const std::string pointer = contract_pointer + "/run";
  for (const ProgramVerb verb : calls_of(plan, track, contract.lookup)) {
    const bool there = std::any_of(contract.run->operations.begin(), contract.run->operations.end(),
                                   [&](const auto& one) { return one.verb == verb; });
    if (there) continue;
    problems.push_back(
        {pointer + "/operations",
         "the application also calls " + in_quotes(std::string(name_of(verb))) +
             ", and the program has no such operation",
         verb == ProgramVerb::lookup
             ? "add it, or say \"lookup\": false in " + contract_pointer
             : "add it: it is asked for by an operation, or undoes one that failed half-way",
         {"/application/*", pointer + "/operations/*", pointer}});
  }
  if (contract.webhooks && contract.run->webhook.target.empty())
    problems.push_back(
        {contract_pointer + "/webhooks",
         "the service reports by webhook, and nobody says what the program sends",
         "add \"webhook\": {\"post\": \"/path\"} to \"run\", or leave \"webhooks\" away",
         {pointer, pointer + "/webhook", pointer + "/webhook/*"}});
  if (!contract.webhooks && !contract.run->webhook.target.empty())
    problems.push_back({pointer + "/webhook",
                        "the contract does not say that the service reports by webhook",
                        "add \"webhooks\": true to " + contract_pointer,
                        {contract_pointer}});
  for (std::size_t phase = 0; phase < plan.phases.size(); ++phase) {
    for (const Step& step : plan.phases[phase].steps) {
      if (works_on(step, track, side))
        problems.push_back(
            {"/phases" + pointer_segment(phase) + "/steps",
             "the step " + in_quotes(describe(step)) + " cannot be done to a program of yours",
             "leave it out; hold, restore and drop switch the program off and on",
             {pointer}});
    }
  }
}

// ---- the application ----

void collect_names(const std::string& text, std::vector<std::string>& names) {
  for (std::size_t open = text.find('{'); open != std::string::npos;
       open = text.find('{', open + 1)) {
    const std::size_t close = text.find('}', open);
    if (close != std::string::npos) names.push_back(text.substr(open + 1, close - open - 1));
  }
}

void collect_names(const nlohmann::json& body, std::vector<std::string>& names) {
  if (body.is_string()) collect_names(body.get<std::string>(), names);
  if (body.is_structured())
    for (const nlohmann::json& part : body) collect_names(part, names);
}

/// All names in braces of a request.
std::vector<std::string> names_in(const ProgramRequest& request) {
  std::vector<std::string> names;
  collect_names(request.target, names);
  for (const auto& [name, text] : request.headers) collect_names(text, names);
  if (!request.body.empty()) collect_names(nlohmann::json::parse(request.body), names);
  return names;
}

/// What is known by a name in the request of this operation.
std::vector<std::string> known_in(const Operation& operation) {
  std::vector<std::string> known{"amount"};
  for (const OperationStep& step : operation.steps) {
    known.push_back(step.variable);
    if (writes_row(step.kind)) known.push_back(step.target);
  }
  return known;
}

bool has(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

void mapped_operation(const Operation& operation, const ApplicationOperation& mapped,
                      const std::string& pointer, std::vector<Problem>& problems) {
  const std::vector<std::string> known = known_in(operation);
  for (const std::string& name : names_in(mapped.request))
    if (!has(known, name))
      problems.push_back({pointer,
                          "nothing is known in the operation " + in_quotes(operation.name) +
                              " by the name {" + name + "}",
                          did_you_mean(name, known),
                          {}});
  std::vector<std::string> read;
  for (const OperationStep& step : operation.steps)
    if (step.kind == OperationStepKind::read) read.push_back(step.target);
  for (const std::string& record : read) {
    const bool told = std::any_of(mapped.reads.begin(), mapped.reads.end(),
                                  [&](const auto& one) { return one.first == record; });
    if (!told)
      problems.push_back({pointer,
                          "the operation " + in_quotes(operation.name) + " reads " +
                              in_quotes(record) + ", and nobody says where it is in the answer",
                          "add \"reads\": {" + in_quotes(record) + ": \"/path\"}",
                          {pointer + "/*"}});
  }
  for (const auto& [record, path] : mapped.reads)
    if (!has(read, record))
      problems.push_back({pointer + "/reads" + pointer_segment(record),
                          "the operation " + in_quotes(operation.name) + " does not read it",
                          did_you_mean(record, read),
                          {}});
}

void application(const Plan& plan, const ApplicationVersion& version,
                 std::vector<Problem>& problems) {
  const std::string pointer =
      "/application/versions" + pointer_segment(version.name) + "/run/operations";
  std::vector<std::string> all;
  for (const Operation& operation : plan.application.operations) {
    all.push_back(operation.name);
    const auto mapped = std::find_if(version.run->operations.begin(), version.run->operations.end(),
                                     [&](const auto& one) { return one.name == operation.name; });
    if (mapped != version.run->operations.end())
      mapped_operation(operation, *mapped, pointer + pointer_segment(operation.name), problems);
    else
      problems.push_back({pointer,
                          "the program has no operation " + in_quotes(operation.name),
                          "add it: clients ask for it",
                          {pointer + "/*", "/application/operations/*"}});
  }
  for (const ApplicationOperation& mapped : version.run->operations)
    if (!has(all, mapped.name))
      problems.push_back({pointer + pointer_segment(mapped.name),
                          "the application has no such operation",
                          did_you_mean(mapped.name, all),
                          {}});
}

// ---- databases ----

constexpr std::string_view revision = "rev";

/// What else the program must be told of a record for a request to mean one.
std::vector<std::string> needed_by(RecordVerb verb) {
  switch (verb) {
    case RecordVerb::put:
      return {"key", "record"};
    case RecordVerb::list:
      return {"after", "limit"};
    case RecordVerb::get:
    case RecordVerb::erase:
      break;
  }
  return {"key"};
}

/// The tables in this database, and where they are said.
struct TableSaid {
  std::string table;
  std::string pointer;
  std::vector<Field> fields;
};
std::vector<TableSaid> tables_in(const Plan& plan, const std::string& database) {
  std::vector<TableSaid> tables;
  for (const Track& track : plan.tracks) {
    if (track.is_service()) continue;
    const std::string pointer = "/tracks" + pointer_segment(track.name);
    if (track.old_location.database == database)
      tables.push_back(
          {track.old_location.table, pointer + "/old", fields_on(track, Side::old_side)});
    if (track.new_location.database == database)
      tables.push_back(
          {track.new_location.table, pointer + "/new", fields_on(track, Side::new_side)});
  }
  for (const Collection& collection : plan.collections)
    if (collection.location.database == database)
      tables.push_back({collection.location.table,
                        "/collections" + pointer_segment(collection.name),
                        collection.record.fields});
  return tables;
}

void record_operations(const DatabaseProgram& program, const std::string& pointer, bool one_table,
                       std::vector<Problem>& problems) {
  for (const Named<RecordVerb>& verb : names_of<RecordVerb>()) {
    const auto mapped = std::find_if(program.operations.begin(), program.operations.end(),
                                     [&](const auto& one) { return one.verb == verb.value; });
    const std::string name(verb.name);
    if (mapped == program.operations.end()) {
      problems.push_back({pointer,
                          "the program has no operation " + in_quotes(name),
                          "add it: records are read, written, deleted and listed",
                          {pointer + "/*"}});
      continue;
    }
    const std::vector<std::string> named = names_in(mapped->request);
    std::vector<std::string> needed = needed_by(verb.value);
    if (!one_table) needed.emplace_back("table");
    for (const std::string& one : needed)
      if (!has(named, one))
        problems.push_back(
            {pointer + pointer_segment(name),
             "the request does not say {" + one + "}",
             one == "table" ? "add it: there are several tables in this database"
                            : "add it to the path, a header or the body",
             {pointer + pointer_segment(name) + "/*", "/tracks/*", "/collections/*"}});
  }
}

void database(const Plan& plan, const Database& database, std::vector<Problem>& problems) {
  const std::string pointer = "/databases" + pointer_segment(database.name);
  const std::vector<TableSaid> tables = tables_in(plan, database.name);
  if (tables.empty())
    problems.push_back(unknown(pointer, "database", database.name, database_names(plan),
                               {"/tracks/*", "/collections/*", "/application/*"}));
  if (!database.run || tables.empty()) return;
  record_operations(*database.run, pointer + "/run/operations", tables.size() == 1, problems);
  for (const TableSaid& table : tables)
    for (const Field& field : table.fields)
      if (field.name == revision)
        problems.push_back({table.pointer,
                            "a record has a field \"rev\", and the database is a program of yours",
                            "call it otherwise: \"rev\" is what rehearse puts beside the fields",
                            {pointer, "/tracks/*", "/collections/*"}});
}

// ---- workers ----

/// Whether some change of the track, in whatever phase, is one that `begins` it.
template <typename Begins>
bool is_begun(const Plan& plan, const std::string& track, Begins begins) {
  const auto in = [&](const std::vector<std::pair<std::string, StageChange>>& set) {
    return std::any_of(set.begin(), set.end(),
                       [&](const auto& one) { return one.first == track && begins(one.second); });
  };
  return std::any_of(plan.phases.begin(), plan.phases.end(), [&](const Phase& phase) {
    return in(phase.set) || std::any_of(phase.steps.begin(), phase.steps.end(),
                                        [&](const Step& step) { return in(step.set); });
  });
}

void worker(const Plan& plan, const Worker& worker, std::vector<Problem>& problems) {
  const std::string pointer = "/workers" + pointer_segment(worker.name);
  std::vector<std::string> known;
  for (const Track& track : plan.tracks)
    if (!track.is_service())
      for (const char* kind : {"backfill.", "relay.", "relay_back."})
        known.push_back(kind + track.name);
  if (!has(known, worker.name)) {
    problems.push_back(unknown(pointer, "worker", worker.name, known, {"/tracks/*"}));
    return;
  }
  const std::size_t dot = worker.name.find('.');
  const std::string track = worker.name.substr(dot + 1);
  const bool copies = worker.name.starts_with("backfill.");
  const bool begun = is_begun(plan, track, [&](const StageChange& change) {
    return copies ? change.backfill.has_value() : change.sync.has_value();
  });
  const bool from_the_start = !copies && find_track(plan, track)->initial.sync != SyncAxis{};
  if (!begun && !from_the_start)
    problems.push_back({pointer,
                        copies ? "no phase of the plan begins a backfill of " + in_quotes(track)
                               : "no phase of the plan begins a stream of " + in_quotes(track),
                        std::string("begin it (\"set\": {") + in_quotes(track) + ": {" +
                            (copies ? "\"backfill\"" : "\"sync\"") +
                            ": ...}}), or leave the program out",
                        {"/phases/*", "/tracks/*"}});
}

}  // namespace

void programs(const Plan& plan, std::vector<Problem>& problems) {
  for (const ApplicationVersion& version : plan.application.versions)
    if (version.run) application(plan, version, problems);
  for (const Track& track : plan.tracks) {
    if (!track.is_service()) continue;
    program(plan, track, Side::old_side, track.old_service, problems);
    program(plan, track, Side::new_side, track.new_service, problems);
  }
  for (const Database& one : plan.databases) database(plan, one, problems);
  for (const Worker& one : plan.workers) worker(plan, one, problems);
}

}  // namespace rehearse::scenarios::validate
