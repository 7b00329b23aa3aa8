#pragma once
/// Plan and scenarios, read and held against each other.

#include <string>
#include <vector>

#include "scenarios/read_plan.hpp"
#include "scenarios/result.hpp"
#include "scenarios/scenario.hpp"

namespace rehearse::cli {

struct ScenarioInput {
  std::string file;  ///< Empty for the default scenario.
  scenarios::Scenario scenario;
};

struct Inputs {
  scenarios::PlanFile plan;
  std::vector<ScenarioInput> scenarios;
};

/// Every mistake of all the files at once. Without `scenario_files` the default scenario; `store`
/// overrides the engine of every store unless it is empty.
scenarios::Result<Inputs> read_inputs(const std::string& plan_file,
                                      const std::vector<std::string>& scenario_files,
                                      const std::string& store = {});

/// What files may call a property: the id and the name of each.
std::vector<std::string> property_names();

/// Why there is nothing to rehearse, one sentence; empty when there is something.
std::string nothing_to_check(const Inputs& inputs);

}  // namespace rehearse::cli
