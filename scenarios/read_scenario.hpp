#pragma once
/// Scenario files. Whatever the bytes look like: a scenario, or one error per mistake.

#include <string>
#include <string_view>

#include "scenarios/result.hpp"
#include "scenarios/scenario.hpp"
#include "scenarios/source_map.hpp"

namespace rehearse::scenarios {

struct ScenarioFile {
  Scenario scenario;
  SourceMap sources;
};

/// `file` is only used in messages.
Result<ScenarioFile> read_scenario_file(std::string_view text, std::string file);
Result<ScenarioFile> load_scenario_file(const std::string& path);

Result<Scenario> read_scenario(std::string_view text, std::string file);
Result<Scenario> load_scenario(const std::string& path);

/// What the scenario names and the plan does not have, as errors with their places.
std::vector<Error> check_scenario_fits(const ScenarioFile& scenario, const Plan& plan);

}  // namespace rehearse::scenarios
