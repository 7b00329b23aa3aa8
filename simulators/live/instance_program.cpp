#include "simulators/live/instance_program.hpp"

#include <algorithm>
#include <utility>

#include "scenarios/ensure.hpp"
#include "simulators/live/program_request.hpp"
#include "simulators/live/record_json.hpp"
#include "simulators/live/revision.hpp"

namespace rehearse::simulators::live {

using scenarios::ApplicationOperation;
using scenarios::Duration;
using scenarios::OperationStepKind;
using scenarios::Side;

namespace {

constexpr Duration look_for_flags{50'000};
constexpr const char* operation_header = "Rehearse-Operation";

const scenarios::ApplicationProgram& program_of_version(const Blueprint& blueprint, int version) {
  const auto& run = blueprint.versions[static_cast<std::size_t>(version)].run;
  REHEARSE_ENSURE(run.has_value());
  return *run;
}

}  // namespace

InstanceProgram::InstanceProgram(const Blueprint& blueprint, const InstanceBlueprint& self,
                                 int version, LiveRuntime& runtime, const ProgramPlace& place)
    : Instance(blueprint, self, runtime, runtime.memory()),
      live_(runtime),
      program_(program_of_version(blueprint, version)),
      backend_(runtime.io(), [this](const HttpServer::Exchange& exchange) { take(exchange); }),
      process_(program_, self.node, runtime, place,
               Json{{"backend", "http://127.0.0.1:" + std::to_string(backend_.port())}}) {
  reset(version);
}

void InstanceProgram::start() {
  started_ = true;
  Instance::start();
  process_.keep_clock();
}

std::optional<Reply> InstanceProgram::answer(const Request& request) {
  const Control* const asked = std::get_if<Control>(&request.body);
  if (asked != nullptr) process_.hear(*asked, blueprint_.plan);
  return Instance::answer(request);
}

Task<Reply> InstanceProgram::serve(const Request* request) {
  if (std::holds_alternative<OperationCall>(request->body)) return operate(request);
  return Instance::serve(request);
}

// ---- operations ----

InstanceProgram::Operation InstanceProgram::begin(const Request& request) {
  const auto made = std::make_shared<UnderWay>();
  made->request = request;
  OperationRun& run = made->run;
  run.request = &made->request;
  run.call = &std::get<OperationCall>(made->request.body);
  run.operation = &blueprint_.operations[run.call->operation];
  run.tag = attempt_tag(request.operation, run.call->attempt);
  run.observations = memory_.array<Observation>(run.operation->steps.size());
  run.made = memory_.array<Key>(blueprint_.variables.size());
  std::copy_n(run.call->variables, blueprint_.variables.size(), run.made);
  run.variables = run.made;
  const auto mapped =
      std::find_if(program_.operations.begin(), program_.operations.end(),
                   [&run](const auto& one) { return one.name == run.operation->name; });
  REHEARSE_ENSURE(mapped != program_.operations.end());
  made->mapped = &*mapped;
  operations_[std::to_string(request.operation) + "." + std::to_string(run.call->attempt)] = made;
  return made;
}

/// What the names in braces of its request stand for.
nlohmann::json InstanceProgram::values_for(const UnderWay& operation) const {
  const OperationRun& run = operation.run;
  Json values{{"amount", run.call->amount}};
  for (const std::uint8_t variable : run.operation->variables)
    values[blueprint_.variables[variable].name] = run.variables[variable];
  for (std::size_t i = run.operation->steps.size(); i-- > 0;) {
    const StepBlueprint& step = run.operation->steps[i];
    const Row row = run.call->rows == nullptr ? nullptr : run.call->rows[i];
    const TrackBlueprint& about = blueprint_.tracks[step.track];
    if (row == nullptr) continue;
    Json record = record_json(row, about.fields);
    for (std::size_t field = 0; step.partial && field < about.fields.size(); ++field)
      if ((step.fields >> field & 1U) == 0) record.erase(about.fields[field].name);
    values[about.name] = std::move(record);
  }
  return values;
}

Task<Reply> InstanceProgram::operate(const Request* request) {
  const Busy busy(serving_);
  while (flags_ == nullptr) {
    Signal::Wait wait(flags_changed_, look_for_flags);
    co_await wait;
  }
  const Operation operation = begin(*request);
  for (const StepBlueprint& step : operation->run.operation->steps)
    if (step.kind != OperationStepKind::read) routed(*operation, step.track);
  ++requests_;
  HttpClient::HttpRequest asked = request_of(operation->mapped->request, values_for(*operation));
  asked.headers.emplace_back(operation_header, std::to_string(request->operation) + "." +
                                                   std::to_string(operation->run.call->attempt));
  const ProgramProcess::Answer answer = std::make_shared<HttpClient::Answer>();
  Task<void> asking = process_.ask(&asked, answer, process_.port());
  co_await asking;
  operation->over = true;
  operation->in_flight.clear();
  const Reply reply = understood(*operation, *answer);
  co_return reply;
}

/// From here on it may write there, until it has answered or is turned back.
void InstanceProgram::routed(UnderWay& operation, TrackIndex track) {
  if (operation.over || operation.run.operation->read_only) return;
  std::unique_ptr<InFlightGuard>& guard = operation.in_flight[track];
  if (guard == nullptr) guard = std::make_unique<InFlightGuard>(*this, track);
}

/// It has written nothing by this route, and has to ask for another one.
void InstanceProgram::turned_back(UnderWay& operation, TrackIndex track) {
  if (operation.unknown.count(track) == 0) operation.in_flight.erase(track);
}

Reply InstanceProgram::understood(UnderWay& operation, const HttpClient::Answer& answer) {
  const ApplicationOperation& mapped = *operation.mapped;
  using Kind = HttpClient::Answer::Kind;
  const bool answered = answer.kind == Kind::answered;
  Reply reply;
  OperationReply body;
  body.outcome = Outcome::info;
  reply.status = FailureReason::timeout;
  if (answered && has_status(mapped.ok, answer.status)) {
    see_what_it_read(operation, Json::parse(answer.body, nullptr, false));
    body.outcome = Outcome::ok;
    reply.status = FailureReason::none;
  } else if (answered && has_status(mapped.refused, answer.status)) {
    body.outcome = Outcome::refused;
    reply.status = FailureReason::declined;
  } else if (answer.kind == Kind::refused ||
             (answered && has_status(mapped.failed, answer.status))) {
    body.outcome = Outcome::fail;
    reply.status = FailureReason::unavailable;
  }
  if (body.outcome == Outcome::fail || body.outcome == Outcome::info) ++failures_;
  body.observations = operation.run.observations;
  body.count = operation.run.observed;
  body.variables = operation.run.variables;
  reply.body = body;
  return reply;
}

/// By its answer, which is what the client sees; not by what it asked its backend.
void InstanceProgram::see_what_it_read(UnderWay& operation, const Json& answer) {
  const OperationRun& run = operation.run;
  const auto& reads = operation.mapped->reads;
  for (const StepBlueprint& step : run.operation->steps) {
    if (step.kind != OperationStepKind::read) continue;
    const std::string& record = blueprint_.tracks[step.track].name;
    const auto told = std::find_if(reads.begin(), reads.end(),
                                   [&record](const auto& one) { return one.first == record; });
    REHEARSE_ENSURE(told != reads.end());
    const Json* const found = found_at(answer, told->second);
    observe(&operation.run, observation(step.track, run.variables[step.variable],
                                        found == nullptr || found->is_null() ? nullptr : found));
  }
}

Observation InstanceProgram::observation(TrackIndex track, Key key, const Json* record) {
  Observation seen;
  seen.track = track;
  seen.key = key;
  if (record == nullptr) return seen;
  const TrackBlueprint& about = blueprint_.tracks[track];
  const Json* const told = found_at(*record, "/rev");
  const auto revision =
      told == nullptr || !told->is_string() ? std::nullopt : revision_of(told->get<std::string>());
  const auto shown =
      revision ? shown_.find({track, revision->write, revision->version}) : shown_.end();
  if (shown == shown_.end())
    process_.fail("answered with a record of " + about.name +
                  " without the \"rev\" that it had been given with it: " + record->dump());
  seen.side = revision->side;
  seen.write = revision->write;
  seen.version = revision->version;
  std::string problem;
  const Row given = shown->second.row;
  const Row row = row_of(*record, about.fields, given, memory_, problem);
  seen.wrong_content = row == nullptr || !same(row, given) || shown->second.key != key;
  seen.digest = row == nullptr ? 0 : about.mapping->digest(row);
  return seen;
}

}  // namespace rehearse::simulators::live
