#include "scenarios/read_scenario.hpp"

#include <algorithm>

#include "scenarios/json_text.hpp"
#include "scenarios/property_ids.hpp"
#include "scenarios/reader/file_kind.hpp"
#include "scenarios/reader/key_tables.hpp"
#include "scenarios/reader/report.hpp"
#include "scenarios/reader/sections.hpp"
#include "scenarios/validate_plan.hpp"

namespace rehearse::scenarios {
namespace {

using namespace reading;

/// "all", an id of docs/architecture.md, or a name in small letters, which the harness knows.
void read_properties(const At& at, bool all_allowed, std::vector<std::string>& properties) {
  std::vector<std::string> names;
  if (!read_value(at, names)) return;
  std::vector<std::string> known = all_property_ids();
  if (all_allowed) known.emplace_back("all");
  for (std::size_t i = 0; i < names.size(); ++i) {
    const bool is_known = std::find(known.begin(), known.end(), names[i]) != known.end();
    const bool is_name = names[i].find('_') != std::string::npos;
    if (!is_known && !is_name) wrong_name(at.item(i), known);
  }
  properties = std::move(names);
}

void read_store(const At& at, std::string& store) {
  if (at.is_text() && (at.text() == "model" || at.text() == "sqlite")) {
    store = at.text();
  } else {
    wrong_name(at, {"model", "sqlite"});
  }
}

Scenario read_scenario_root(const At& at) {
  Scenario scenario;
  const ObjectReader object(at, scenario_table);
  int format = 1;
  read_format(object, format);
  object.read_required("name", scenario.name, "\"name\": \"flash-sale\"");
  const auto traffic =
      object.require("traffic", "\"traffic\": {\"arrivals\": {\"rate\": \"400/s\"}}");
  if (traffic) read_traffic(*traffic, scenario.traffic);
  if (const auto found = object.find("network")) read_network(*found, scenario.network);
  if (const auto found = object.find("faults")) read_faults(*found, scenario.faults);
  if (const auto found = object.find("objectives")) read_objectives(*found, scenario.objectives);
  if (const auto found = object.find("properties")) {
    read_properties(*found, true, scenario.properties);
  }
  if (const auto found = object.find("must_exercise")) {
    read_properties(*found, false, scenario.must_exercise);
  }
  if (const auto found = object.find("must_happen")) read_value(*found, scenario.must_happen);
  if (const auto found = object.find("store")) read_store(*found, scenario.store);
  if (const auto found = object.find("explore")) read_explore(*found, scenario.explore);
  return scenario;
}

}  // namespace

Result<ScenarioFile> read_scenario_file(std::string_view text, std::string file) {
  const auto json = parse_json(text, std::move(file));
  if (!json) return json.errors();
  if (const auto error = another_kind(json.value(), "scenario")) return *error;
  Mistakes mistakes(json.value());
  ScenarioFile result;
  result.scenario = read_scenario_root({&json.value().root, "", &mistakes});
  result.sources = json.value().source_map();
  if (!mistakes.empty()) return mistakes.take();
  return result;
}

Result<ScenarioFile> load_scenario_file(const std::string& path) {
  const auto text = read_text_file(path);
  if (!text) return text.errors();
  return read_scenario_file(text.value(), path);
}

Result<Scenario> read_scenario(std::string_view text, std::string file) {
  auto read = read_scenario_file(text, std::move(file));
  if (!read) return read.errors();
  return std::move(read.value().scenario);
}

Result<Scenario> load_scenario(const std::string& path) {
  auto read = load_scenario_file(path);
  if (!read) return read.errors();
  return std::move(read.value().scenario);
}

std::vector<Error> check_scenario_fits(const ScenarioFile& scenario, const Plan& plan) {
  std::vector<Error> errors;
  for (const Problem& problem : validate_scenario(scenario.scenario, plan)) {
    errors.push_back(error_of(problem, scenario.sources));
  }
  return errors;
}

}  // namespace rehearse::scenarios
