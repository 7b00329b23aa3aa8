#include "scenarios/ensure.hpp"
#include "scenarios/printer/json_out.hpp"

namespace rehearse::scenarios::printing {
namespace {

Json group_json(const InstanceGroup& group, bool everything) {
  const InstanceGroup standard;
  Object out(everything);
  out.put("instances", group.instances, standard.instances);
  out.put("version", group.version, standard.version);
  if (!group.operations.empty()) out.always("operations", group.operations);
  return out.take();
}

/// "app" in its short form where that can say it.
void put_groups(Object& out, const std::vector<InstanceGroup>& groups) {
  REHEARSE_ENSURE(!groups.empty());
  REHEARSE_ENSURE(groups.front().name == "app");
  const InstanceGroup standard;
  const InstanceGroup& app = groups.front();
  Json named = Json::object();
  if (app.operations.empty()) {
    out.put("instances", app.instances, standard.instances);
    out.put("version", app.version, standard.version);
  } else {
    named[app.name] = group_json(app, out.everything());
  }
  for (std::size_t i = 1; i < groups.size(); ++i) {
    named[groups[i].name] = group_json(groups[i], out.everything());
  }
  out.inner("groups", std::move(named));
}

Json versions_json(const std::vector<ApplicationVersion>& versions, bool everything) {
  Json named = Json::object();
  for (const ApplicationVersion& version : versions) {
    Json tracks = Json::object();
    for (const auto& [track, support] : version.tracks) tracks[track] = to_json(support);
    tracks["*"] = to_json(version.otherwise);
    for (const UnknownField& unknown : version.unknown)
      tracks[unknown.record + "." + unknown.field] = "unknown";
    if (version.run) tracks["run"] = program_json(*version.run, everything);
    named[version.name] = std::move(tracks);
  }
  return named;
}

Json variables_json(const std::vector<Variable>& variables) {
  Json named = Json::object();
  for (const Variable& variable : variables) {
    const std::string source(name_of(variable.source));
    if (variable.source == VariableSource::client) {
      named[variable.name] = source;
    } else if (variable.source == VariableSource::run) {
      named[variable.name] = Json{{source, to_json(variable.period)}};
    } else {
      named[variable.name] = Json{{source, variable.of}};
    }
  }
  return named;
}

Json jobs_json(const std::vector<Job>& jobs) {
  Json named = Json::object();
  for (const Job& job : jobs)
    named[job.name] =
        Json{{"operation", job.operation}, {"every", to_json(job.every)}, {"run_by", job.run_by}};
  return named;
}

Json assignment_json(const FieldAssignment& assignment) {
  if (!assignment.variable.empty()) return "$" + assignment.variable;
  const auto* text = std::get_if<std::string>(&assignment.value);
  const bool dollar = text != nullptr && text->size() > 1 && text->front() == '$';
  return dollar ? Json("$" + *text) : to_json(assignment.value);
}

/// A text that starts with a dollar is doubled, except the lone "$".
Json step_json(const OperationStep& step, bool everything) {
  Object out(everything);
  const std::string variable = "$" + step.variable;
  if (step.kind == OperationStepKind::add) {
    out.json(step.by < 0 ? "decrement" : "increment", step.target + "." + step.field);
    out.always("key", variable);
    out.always("by", step.by < 0 ? -step.by : step.by);
    if (step.require_at_least) {
      out.always("require", ">= " + std::to_string(*step.require_at_least));
    }
    return out.take();
  }
  const bool service = step.kind >= OperationStepKind::charge;
  out.json(std::string(name_of(step.kind)), step.target);
  out.always(service ? "identity" : "key", variable);
  Json values = Json::object();
  for (const FieldAssignment& assignment : step.value) {
    values[assignment.field] = assignment_json(assignment);
  }
  out.inner("value", std::move(values));
  return out.take();
}

}  // namespace

Json operation_json(const Operation& operation, bool everything) {
  Json steps = Json::array();
  for (const OperationStep& step : operation.steps) steps.push_back(step_json(step, everything));
  return steps;
}

Json application_json(const Application& application, bool everything) {
  const Application standard;
  Object out(everything);
  put_groups(out, application.groups);
  out.inner("versions", versions_json(application.versions, everything));
  out.put("flag_delay", application.flag_delay, standard.flag_delay);
  Object cache(everything);
  cache.put("ttl", application.cache.ttl, standard.cache.ttl);
  cache.put("invalidate", application.cache.invalidate, standard.cache.invalidate);
  out.inner("cache", cache.take());
  Object calls(everything);
  calls.put("timeout", application.calls.timeout, standard.calls.timeout);
  calls.put("retries", application.calls.retries, standard.calls.retries);
  calls.put("backoff", application.calls.backoff, standard.calls.backoff);
  out.inner("calls", calls.take());
  out.inner("variables", variables_json(application.variables));
  Json operations = Json::object();
  for (const Operation& operation : application.operations) {
    operations[operation.name] = operation_json(operation, everything);
  }
  out.json("operations", std::move(operations));
  out.inner("jobs", jobs_json(application.jobs));
  out.put("on_step_failure", application.on_step_failure, standard.on_step_failure);
  out.put("restart_time", application.restart_time, standard.restart_time);
  out.put("grace", application.grace, standard.grace);
  return out.take();
}

Json tolerates_json(const Tolerates& tolerates, bool everything) {
  const Tolerates standard;
  Object out(everything);
  out.put("app_crashes", tolerates.app_crashes, standard.app_crashes);
  out.put("conductor_crashes", tolerates.conductor_crashes, standard.conductor_crashes);
  out.put("relay_crashes", tolerates.relay_crashes, standard.relay_crashes);
  out.put("backfill_crashes", tolerates.backfill_crashes, standard.backfill_crashes);
  out.put("operator_slips", tolerates.operator_slips, standard.operator_slips);
  out.put("store_outage", tolerates.store_outage, standard.store_outage);
  out.put("message_loss", tolerates.message_loss, standard.message_loss);
  out.put("message_duplication", tolerates.message_duplication, standard.message_duplication);
  out.put("pause", tolerates.pause, standard.pause);
  out.put("clock_skew", tolerates.clock_skew, standard.clock_skew);
  out.put("partition", tolerates.partition, standard.partition);
  out.put("service_errors", tolerates.service_errors, standard.service_errors);
  out.put("store_errors", tolerates.store_errors, standard.store_errors);
  out.put("stale_reads", tolerates.stale_reads, standard.stale_reads);
  out.put("forgotten_keys", tolerates.forgotten_keys, standard.forgotten_keys);
  out.put("flags_late", tolerates.flags_late, standard.flags_late);
  return out.take();
}

}  // namespace rehearse::scenarios::printing
