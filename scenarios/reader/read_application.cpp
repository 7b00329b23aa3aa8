#include "scenarios/reader/key_tables.hpp"
#include "scenarios/reader/sections.hpp"
#include "scenarios/suggest.hpp"

namespace rehearse::scenarios::reading {
namespace {

constexpr Range instance_counts{1, 64};
constexpr Range retry_counts{0, 1000};
constexpr KeyTable variable_sources[] = {variable_existing_table, variable_fresh_table,
                                         variable_own_table, variable_run_table};

void read_cache(const At& at, CachePolicy& cache) {
  const ObjectReader object(at, cache_table);
  object.read("ttl", cache.ttl);
  object.read("invalidate", cache.invalidate);
}

void read_calls(const At& at, RetryPolicy& calls) {
  const ObjectReader object(at, calls_table);
  object.read("timeout", calls.timeout);
  object.read_number("retries", calls.retries, retry_counts);
  object.read("backoff", calls.backoff);
}

void read_group(const At& at, InstanceGroup& group) {
  const ObjectReader object(at, group_table);
  object.read_number("instances", group.instances, instance_counts);
  object.read("version", group.version);
  object.read("operations", group.operations);
}

/// `instances` and `version` of the application are the short form of the group "app".
void read_groups(const ObjectReader& application, std::vector<InstanceGroup>& groups) {
  groups.assign(1, InstanceGroup{});
  application.read_number("instances", groups.front().instances, instance_counts);
  application.read("version", groups.front().version);
  const auto found = application.find("groups");
  if (!found) return;
  const bool short_form = application.has("instances") || application.has("version");
  read_named(*found, "instance groups", [&](const At& member, const std::string& name) {
    if (name != "app") {
      groups.emplace_back().name = name;
      read_group(member, groups.back());
    } else if (short_form) {
      member.wrong("the group \"app\" is described twice",
                   "say \"instances\" and \"version\" here only, not in the application");
    } else {
      read_group(member, groups.front());
    }
  });
}

void read_versions(const At& at, std::vector<ApplicationVersion>& versions) {
  read_named(at, "versions", [&](const At& member, const std::string& name) {
    ApplicationVersion& version = versions.emplace_back();
    version.name = name;
    read_named(member, "tracks", [&](const At& support_at, const std::string& track) {
      if (track == "run" && support_at.is_object())
        return read_application_program(support_at, version.run.emplace());
      const std::size_t dot = track.find('.');
      if (dot != std::string::npos) {
        if (support_at.is_text() && support_at.text() == "unknown") {
          version.unknown.push_back({track.substr(0, dot), track.substr(dot + 1)});
        } else {
          wrong_name(support_at, {"unknown"});
        }
        return;
      }
      TrackSupport support = TrackSupport::flags;
      if (!read_value(support_at, support)) return;
      if (track == "*") {
        version.otherwise = support;
      } else {
        version.tracks.emplace_back(track, support);
      }
    });
  });
}

void read_period(const At& at, Duration& period) {
  if (read_value(at, period) && period.count() == 0)
    at.wrong("a period of nothing", "write e.g. \"1s\"");
}

void read_variables(const At& at, std::vector<Variable>& variables) {
  read_named(at, "variables", [&](const At& member, const std::string& name) {
    Variable& variable = variables.emplace_back();
    variable.name = name;
    if (name.front() == '$') {
      member.wrong("variables are declared without the dollar",
                   "write " + in_quotes(name.substr(1)));
      variable.name = name.substr(1);
    }
    if (member.is_text() && member.text() == "client") {
      variable.source = VariableSource::client;
      return;
    }
    if (member.is_text()) {
      wrong_name(member, {"client", "{\"existing\": TRACK}", "{\"fresh\": TRACK}",
                          "{\"own\": TRACK}", "{\"run\": \"1s\"}"});
      return;
    }
    const KeyTable* table = find_variant(member, variable_sources, "the source of a variable");
    if (table == nullptr) return;
    const ObjectReader object(member, *table);
    const std::string_view head = table->keys.front();
    variable.source = value_named<VariableSource>(head).value_or(variable.source);
    if (variable.source == VariableSource::run)
      read_period(*object.find(head), variable.period);
    else
      object.read(head, variable.of);
  });
}

void read_jobs(const At& at, std::vector<Job>& jobs) {
  read_named(at, "jobs", [&](const At& member, const std::string& name) {
    Job& job = jobs.emplace_back();
    job.name = name;
    const ObjectReader object(member, job_table);
    object.read_required("operation", job.operation, "\"operation\": \"bill\"");
    if (const auto every = object.require("every", "\"every\": \"1s\""))
      read_period(*every, job.every);
    if (object.require("run_by", "\"run_by\": [\"v1\"]")) object.read("run_by", job.run_by);
  });
}

}  // namespace

void read_application(const At& at, Application& application) {
  const ObjectReader object(at, application_table);
  read_groups(object, application.groups);
  if (const auto versions = object.find("versions")) read_versions(*versions, application.versions);
  object.read("flag_delay", application.flag_delay);
  if (const auto cache = object.find("cache")) read_cache(*cache, application.cache);
  if (const auto calls = object.find("calls")) read_calls(*calls, application.calls);
  if (const auto variables = object.find("variables")) {
    read_variables(*variables, application.variables);
  }
  const std::string example = "\"operations\": {\"browse\": [{\"read\": ..., \"key\": ...}]}";
  if (const auto operations = object.require("operations", example)) {
    read_operations(*operations, application.operations);
  }
  if (const auto jobs = object.find("jobs")) read_jobs(*jobs, application.jobs);
  object.read("on_step_failure", application.on_step_failure);
  object.read("restart_time", application.restart_time);
  object.read("grace", application.grace);
}

void read_tolerates(const At& at, Tolerates& tolerates) {
  const ObjectReader object(at, tolerates_table);
  constexpr Range crashes{0, 1000};
  object.read_number("app_crashes", tolerates.app_crashes, crashes);
  object.read_number("conductor_crashes", tolerates.conductor_crashes, crashes);
  object.read_number("relay_crashes", tolerates.relay_crashes, crashes);
  object.read_number("backfill_crashes", tolerates.backfill_crashes, crashes);
  object.read_number("operator_slips", tolerates.operator_slips, crashes);
  object.read("store_outage", tolerates.store_outage);
  object.read("message_loss", tolerates.message_loss);
  object.read("message_duplication", tolerates.message_duplication);
  object.read("pause", tolerates.pause);
  object.read("clock_skew", tolerates.clock_skew);
  object.read("partition", tolerates.partition);
  object.read("service_errors", tolerates.service_errors);
  object.read("store_errors", tolerates.store_errors);
  object.read("stale_reads", tolerates.stale_reads);
  object.read("forgotten_keys", tolerates.forgotten_keys);
  object.read("flags_late", tolerates.flags_late);
}

}  // namespace rehearse::scenarios::reading
