/// A program that takes a node's place ("run").

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "scenarios/reader/key_tables.hpp"
#include "scenarios/reader/sections.hpp"
#include "scenarios/suggest.hpp"

namespace rehearse::scenarios::reading {
namespace {

using Names = std::vector<std::string>;

const Names methods_of_operation{"get", "post", "put", "delete"};
const Names names_of_operation{"identity", "amount", "key", "suppressed"};
const Names names_of_phase{"phase"};
const Names names_of_command{"port", "folder", "webhooks"};
const Names names_of_application_command{"port", "folder", "backend"};
const Names names_of_database_command{"port", "folder"};
const Names names_of_worker_command{"folder", "backend"};
const Names names_of_record{"table", "key"};
const Names names_of_put{"table", "key", "record"};
const Names names_of_list{"table", "after", "limit"};
const Names known_later{"*"};  // by the plan's operations, which may come after this

/// Every name in braces must be one that is replaced.
void check_names(const At& at, const std::string& text, const Names& known) {
  if (known == known_later) return;
  for (std::size_t open = text.find('{'); open != std::string::npos;
       open = text.find('{', open + 1)) {
    const std::size_t close = text.find('}', open);
    if (close == std::string::npos) return;
    const std::string name = text.substr(open + 1, close - open - 1);
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    at.wrong("nothing is known here by the name {" + name + "}", did_you_mean(name, known));
  }
}

void check_names(const At& at, const Names& known) {
  if (at.is_text()) check_names(at, at.text(), known);
  for (std::size_t i = 0; i < at.value->items.size(); ++i) check_names(at.item(i), known);
  for (const JsonMember& member : at.value->members) check_names(at.member(member), known);
}

bool read_path(const At& at, std::string& path, const Names& known) {
  if (!read_value(at, path)) return false;
  if (path.front() != '/') at.wrong("a path begins with \"/\"", "\"/" + path + "\"");
  check_names(at, path, known);
  return path.front() == '/';
}

void check_pointer(const At& at, const std::string& pointer) {
  if (!pointer.empty() && pointer.front() != '/')
    at.wrong("a JSON pointer begins with \"/\"", "\"/" + pointer + "\"");
}

void read_pointer(const ObjectReader& object, std::string_view key, std::string& pointer) {
  const auto at = object.find(key);
  if (at && read_any_text(*at, pointer)) check_pointer(*at, pointer);
}

void read_statuses(const ObjectReader& object, std::string_view key, std::vector<int>& statuses) {
  const auto at = object.find(key);
  if (!at) return;
  statuses.clear();
  read_list(*at, "HTTP statuses", [&](const At& item) {
    int status = 0;
    if (read_integer_as(item, {100, 599}, status)) statuses.push_back(status);
  });
}

void read_request(const ObjectReader& object, const Names& methods, const Names& known,
                  ProgramRequest& request) {
  for (const std::string& method : methods) {
    const auto at = object.find(method);
    if (!at) continue;
    if (!request.method.empty()) {
      at->wrong("a request has one method, and this one has \"" + request.method + "\" already");
      continue;
    }
    request.method = method;
    read_path(*at, request.target, known);
  }
  if (request.method.empty() && object.valid())
    object.at().wrong("a request needs its method and path", "\"post\": \"/path\"");
  std::transform(request.method.begin(), request.method.end(), request.method.begin(),
                 [](char c) { return static_cast<char>(c - 'a' + 'A'); });
  if (const auto headers = object.find("headers")) {
    read_named(*headers, "headers", [&](const At& member, const std::string& name) {
      std::string text;
      if (read_any_text(member, text)) request.headers.emplace_back(name, text);
      check_names(member, text, known);
    });
  }
  if (const auto body = object.find("body")) {
    check_names(*body, known);
    const std::string_view text = body->mistakes->json().text;
    request.body = nlohmann::ordered_json::parse(
                       text.substr(body->value->begin, body->value->end - body->value->begin),
                       nullptr, true, true)
                       .dump();
  }
}

void read_operation(const At& at, ProgramOperation& operation) {
  const ObjectReader object(at, program_operation_table);
  read_request(object, methods_of_operation, names_of_operation, operation.request);
  read_statuses(object, "ok", operation.ok);
  read_statuses(object, "declined", operation.declined);
  read_statuses(object, "nothing", operation.nothing);
  read_statuses(object, "busy", operation.busy);
  read_pointer(object, "value", operation.value);
}

/// Calls `read(member, verb)` for each operation of `whose` program.
template <typename Verb, typename Read>
void read_verbs(const At& at, const std::string& whose, Read read) {
  read_named(at, "operations", [&](const At& member, const std::string& name) {
    if (const auto verb = value_named<Verb>(name)) return read(member, *verb);
    member.wrong(whose + " knows no operation " + in_quotes(name),
                 did_you_mean(name, all_names<Verb>()));
  });
}

void read_command(const At& at, std::vector<std::string>& command, const Names& known) {
  read_list(at, "words", [&](const At& item) {
    if (read_any_text(item, command.emplace_back())) check_names(item, known);
  });
  if (at.is_array() && (command.empty() || command.front().empty()))
    at.wrong("a command begins with a program", "[\"python3\", \"service.py\", \"{port}\"]");
}

void read_start(const ObjectReader& object, const Names& known, ProgramStart& program) {
  if (const auto command = object.require("command", "\"command\": [\"./service\", \"{port}\"]"))
    read_command(*command, program.command, known);
  if (const auto ready = object.require("ready", "\"ready\": {\"http\": \"/healthz\"}")) {
    const ObjectReader inner(*ready, program_ready_table);
    if (const auto http = inner.require("http")) read_path(*http, program.ready, {});
    inner.read("within", program.ready_within);
  }
  if (const auto phase = object.find("phase")) {
    const ObjectReader inner(*phase, program_phase_table);
    read_request(inner, {"post", "put"}, names_of_phase, program.phase);
  }
}

void read_application_operation(const At& at, ApplicationOperation& operation) {
  const ObjectReader object(at, application_operation_table);
  read_request(object, methods_of_operation, known_later, operation.request);
  read_statuses(object, "ok", operation.ok);
  read_statuses(object, "refused", operation.refused);
  read_statuses(object, "failed", operation.failed);
  if (const auto reads = object.find("reads")) {
    read_named(*reads, "records", [&](const At& member, const std::string& name) {
      auto& [record, pointer] = operation.reads.emplace_back(name, "");
      if (read_any_text(member, pointer)) check_pointer(member, pointer);
    });
  }
}

const Names& names_of_record_request(RecordVerb verb) {
  if (verb == RecordVerb::list) return names_of_list;
  return verb == RecordVerb::put ? names_of_put : names_of_record;
}

void read_record_operation(const At& at, RecordOperation& operation) {
  const ObjectReader object(at, record_operation_table);
  read_request(object, methods_of_operation, names_of_record_request(operation.verb),
               operation.request);
  read_statuses(object, "ok", operation.ok);
  read_statuses(object, "nothing", operation.nothing);
  read_statuses(object, "busy", operation.busy);
  read_pointer(object, "list", operation.list);
  read_pointer(object, "key", operation.key);
  read_pointer(object, "record", operation.record);
}

void read_database_program(const At& at, DatabaseProgram& program) {
  const ObjectReader object(at, database_program_table);
  read_start(object, names_of_database_command, program);
  const auto operations = object.require("operations");
  if (!operations) return;
  read_verbs<RecordVerb>(*operations, "a database", [&](const At& member, RecordVerb verb) {
    program.operations.emplace_back().verb = verb;
    read_record_operation(member, program.operations.back());
  });
}

}  // namespace

void read_databases(const At& at, std::vector<Database>& databases) {
  read_named(at, "databases", [&](const At& member, const std::string& name) {
    Database& database = databases.emplace_back();
    database.name = name;
    const ObjectReader object(member, database_table);
    if (const auto run = object.require("run")) read_database_program(*run, database.run.emplace());
  });
}

void read_workers(const At& at, std::vector<Worker>& workers) {
  read_named(at, "workers", [&](const At& member, const std::string& name) {
    Worker& worker = workers.emplace_back();
    worker.name = name;
    const ObjectReader object(member, worker_table);
    const auto run = object.require("run");
    if (!run) return;
    const ObjectReader inner(*run, worker_program_table);
    const auto command = inner.require("command", "\"command\": [\"./backfill\", \"{backend}\"]");
    if (command) read_command(*command, worker.run.emplace().command, names_of_worker_command);
  });
}

void read_application_program(const At& at, ApplicationProgram& program) {
  const ObjectReader object(at, application_program_table);
  read_start(object, names_of_application_command, program);
  object.read("own_shapes", program.own_shapes);
  if (const auto operations = object.require("operations")) {
    read_named(*operations, "operations", [&](const At& member, const std::string& name) {
      program.operations.emplace_back().name = name;
      read_application_operation(member, program.operations.back());
    });
  }
}

void read_program(const At& at, Program& program) {
  const ObjectReader object(at, program_table);
  read_start(object, names_of_command, program);
  object.read("durable", program.durable);
  if (const auto operations = object.require("operations"))
    read_verbs<ProgramVerb>(*operations, "a service", [&](const At& member, ProgramVerb verb) {
      program.operations.emplace_back().verb = verb;
      read_operation(member, program.operations.back());
    });
  if (const auto dump = object.require("dump", "\"dump\": {\"get\": \"/dump\"}")) {
    const ObjectReader inner(*dump, program_dump_table);
    if (const auto get = inner.require("get")) read_path(*get, program.dump.target, {});
    read_pointer(inner, "list", program.dump.list);
    read_pointer(inner, "identity", program.dump.identity);
    read_pointer(inner, "amount", program.dump.amount);
    read_pointer(inner, "kind", program.dump.kind);
  }
  if (const auto webhook = object.find("webhook")) {
    const ObjectReader inner(*webhook, program_webhook_table);
    if (const auto post = inner.require("post")) read_path(*post, program.webhook.target, {});
    read_pointer(inner, "identity", program.webhook.identity);
    read_pointer(inner, "value", program.webhook.value);
  }
}

}  // namespace rehearse::scenarios::reading
