#include <algorithm>

#include "scenarios/printer/json_out.hpp"

namespace rehearse::scenarios::printing {

namespace {

void put_request(Object& out, const ProgramRequest& request) {
  std::string method = request.method;
  std::transform(method.begin(), method.end(), method.begin(),
                 [](char c) { return static_cast<char>(c - 'A' + 'a'); });
  out.json(method, request.target);
  Json headers = Json::object();
  for (const auto& [name, text] : request.headers) headers[name] = text;
  out.inner("headers", std::move(headers));
  if (!request.body.empty()) out.json("body", Json::parse(request.body));
}

void put_statuses(Object& out, const char* key, const std::vector<int>& statuses,
                  const std::vector<int>& standard) {
  if (out.everything() || statuses != standard) out.json(key, Json(statuses));
}

Json operation_of_program(const ProgramOperation& operation, bool everything) {
  const ProgramOperation standard;
  Object out(everything);
  put_request(out, operation.request);
  put_statuses(out, "ok", operation.ok, standard.ok);
  put_statuses(out, "declined", operation.declined, standard.declined);
  put_statuses(out, "nothing", operation.nothing, standard.nothing);
  put_statuses(out, "busy", operation.busy, standard.busy);
  out.put("value", operation.value, standard.value);
  return out.take();
}

Json operation_of_application(const ApplicationOperation& operation, bool everything) {
  const ApplicationOperation standard;
  Object out(everything);
  put_request(out, operation.request);
  put_statuses(out, "ok", operation.ok, standard.ok);
  put_statuses(out, "refused", operation.refused, standard.refused);
  put_statuses(out, "failed", operation.failed, standard.failed);
  Json reads = Json::object();
  for (const auto& [record, pointer] : operation.reads) reads[record] = pointer;
  out.inner("reads", std::move(reads));
  return out.take();
}

Json record_operation_json(const RecordOperation& operation, bool everything) {
  const RecordOperation standard;
  Object out(everything);
  put_request(out, operation.request);
  put_statuses(out, "ok", operation.ok, standard.ok);
  put_statuses(out, "nothing", operation.nothing, standard.nothing);
  put_statuses(out, "busy", operation.busy, standard.busy);
  out.put("list", operation.list, standard.list);
  out.put("key", operation.key, standard.key);
  out.put("record", operation.record, standard.record);
  return out.take();
}

void put_start(Object& out, const ProgramStart& program) {
  const ProgramStart standard;
  out.always("command", program.command);
  Object ready(out.everything());
  ready.always("http", program.ready);
  ready.put("within", program.ready_within, standard.ready_within);
  out.json("ready", ready.take());
  if (program.phase.target.empty()) return;
  Object phase(out.everything());
  put_request(phase, program.phase);
  out.json("phase", phase.take());
}

}  // namespace

Json program_json(const ApplicationProgram& program, bool everything) {
  Object out(everything);
  put_start(out, program);
  out.put("own_shapes", program.own_shapes, false);
  Json operations = Json::object();
  for (const ApplicationOperation& operation : program.operations)
    operations[operation.name] = operation_of_application(operation, everything);
  out.json("operations", std::move(operations));
  return out.take();
}

Json program_json(const DatabaseProgram& program, bool everything) {
  Object out(everything);
  put_start(out, program);
  Json operations = Json::object();
  for (const RecordOperation& operation : program.operations)
    operations[std::string(name_of(operation.verb))] = record_operation_json(operation, everything);
  out.json("operations", std::move(operations));
  return out.take();
}

Json program_json(const Program& program, bool everything) {
  const Program standard;
  Object out(everything);
  put_start(out, program);
  out.put("durable", program.durable, standard.durable);
  Json operations = Json::object();
  for (const ProgramOperation& operation : program.operations)
    operations[std::string(name_of(operation.verb))] = operation_of_program(operation, everything);
  out.json("operations", std::move(operations));
  Object dump(everything);
  dump.always("get", program.dump.target);
  dump.put("list", program.dump.list, standard.dump.list);
  dump.put("identity", program.dump.identity, standard.dump.identity);
  dump.put("amount", program.dump.amount, standard.dump.amount);
  dump.put("kind", program.dump.kind, standard.dump.kind);
  out.json("dump", dump.take());
  if (!program.webhook.target.empty()) {
    Object webhook(everything);
    webhook.always("post", program.webhook.target);
    webhook.put("identity", program.webhook.identity, standard.webhook.identity);
    webhook.put("value", program.webhook.value, standard.webhook.value);
    out.json("webhook", webhook.take());
  }
  return out.take();
}

}  // namespace rehearse::scenarios::printing
