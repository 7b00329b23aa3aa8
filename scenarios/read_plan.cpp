#include "scenarios/read_plan.hpp"

#include "scenarios/json_text.hpp"
#include "scenarios/reader/file_kind.hpp"
#include "scenarios/reader/infer.hpp"
#include "scenarios/reader/key_tables.hpp"
#include "scenarios/reader/report.hpp"
#include "scenarios/reader/sections.hpp"
#include "scenarios/validate_plan.hpp"

namespace rehearse::scenarios {
namespace {

using namespace reading;

Plan read_plan_root(const At& at) {
  Plan plan;
  const ObjectReader object(at, plan_table);
  read_format(object, plan.format);
  object.read_required("name", plan.name, "\"name\": \"storefront-2026\"");
  const auto tracks = object.require("tracks", "\"tracks\": {\"orders\": {...}}");
  if (tracks) read_tracks(*tracks, plan.tracks);
  if (const auto found = object.find("collections")) read_collections(*found, plan.collections);
  if (const auto found = object.find("databases")) read_databases(*found, plan.databases);
  if (const auto found = object.find("workers")) read_workers(*found, plan.workers);
  const auto application =
      object.require("application", "\"application\": {\"operations\": {...}}");
  if (application) read_application(*application, plan.application);
  if (const auto found = object.find("tolerates")) read_tolerates(*found, plan.tolerates);
  const auto phases = object.require("phases", "\"phases\": [{\"name\": \"expand\", ...}]");
  if (phases) read_phases(*phases, plan.tracks, plan.phases);
  if (const auto found = object.find("rollback")) {
    read_rollback(*found, plan.tracks, plan.rollback);
  }
  infer_collections(plan);
  infer_variables(plan);
  return plan;
}

}  // namespace

Result<PlanFile> read_plan_file(std::string_view text, std::string file) {
  const auto json = parse_json(text, std::move(file));
  if (!json) return json.errors();
  if (const auto error = another_kind(json.value(), "plan")) return *error;
  Mistakes mistakes(json.value());
  PlanFile result;
  result.plan = read_plan_root({&json.value().root, "", &mistakes});
  result.sources = json.value().source_map();
  report(validate_plan(result.plan), result.sources, mistakes);
  if (!mistakes.empty()) return mistakes.take();
  return result;
}

Result<PlanFile> load_plan_file(const std::string& path) {
  const auto text = read_text_file(path);
  if (!text) return text.errors();
  return read_plan_file(text.value(), path);
}

Result<Plan> read_plan(std::string_view text, std::string file) {
  auto read = read_plan_file(text, std::move(file));
  if (!read) return read.errors();
  return std::move(read.value().plan);
}

Result<Plan> load_plan(const std::string& path) {
  auto read = load_plan_file(path);
  if (!read) return read.errors();
  return std::move(read.value().plan);
}

}  // namespace rehearse::scenarios
