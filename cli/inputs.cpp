#include "cli/inputs.hpp"

#include <algorithm>
#include <utility>

#include "harness/explore/explore.hpp"
#include "harness/properties/property.hpp"
#include "harness/situations/demands.hpp"
#include "scenarios/default_scenario.hpp"
#include "scenarios/read_scenario.hpp"
#include "scenarios/suggest.hpp"
#include "simulators/data/mapping.hpp"

namespace rehearse::cli {
namespace {

using scenarios::Error;

void append(std::vector<Error>& all, const std::vector<Error>& more) {
  all.insert(all.end(), more.begin(), more.end());
}

/// What only shows once plan and scenario are laid side by side; it has no place in the file.
std::vector<Error> misfits(const ScenarioInput& input, const scenarios::Plan& plan) {
  std::vector<Error> errors;
  for (const std::string& sentence : harness::mismatches(plan, input.scenario)) {
    Error error;
    error.file = input.file;
    error.message = sentence;
    errors.push_back(std::move(error));
  }
  return errors;
}

/// Transforms that fit the shape of the record, and still map nothing (an empty map, a value of the
/// wrong type): found by compiling them.
std::vector<Error> unusable_transforms(const scenarios::PlanFile& file) {
  std::vector<Error> errors;
  for (const scenarios::Track& track : file.plan.tracks) {
    if (track.is_service()) continue;
    for (std::string& sentence : simulators::structural_problems(track.record, track.transform)) {
      Error error;
      error.file = file.sources.file;
      error.pointer = "/tracks" + scenarios::pointer_segment(track.name) + "/transform";
      const scenarios::Place place = file.sources.place_of(error.pointer);
      error.line = place.line;
      error.column = place.column;
      if (sentence.ends_with('.')) sentence.pop_back();
      error.message = std::move(sentence);
      errors.push_back(std::move(error));
    }
  }
  return errors;
}

/// Names of properties are known here, not to the language.
std::vector<Error> unknown_properties(const scenarios::ScenarioFile& file) {
  std::vector<std::string> known = property_names();
  known.insert(known.begin(), "all");
  std::vector<Error> errors;
  const auto look = [&](const std::vector<std::string>& names, const std::string& member) {
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (std::find(known.begin(), known.end(), names[i]) != known.end()) continue;
      Error error;
      error.file = file.sources.file;
      error.pointer = member + scenarios::pointer_segment(i);
      const scenarios::Place place = file.sources.place_of(error.pointer);
      error.line = place.line;
      error.column = place.column;
      error.message = "there is no property " + scenarios::in_quotes(names[i]);
      error.way_out = scenarios::did_you_mean(names[i], known);
      errors.push_back(std::move(error));
    }
  };
  look(file.scenario.properties, "/properties");
  look(file.scenario.must_exercise, "/must_exercise");
  return errors;
}

/// Situations are known to the harness, for this plan and scenario.
std::vector<Error> impossible_demands(const scenarios::ScenarioFile& file,
                                      const scenarios::Plan& plan) {
  if (file.scenario.must_happen.empty()) return {};
  const simulators::Blueprint blueprint(plan, file.scenario);
  std::vector<Error> errors;
  for (const harness::DemandProblem& problem : harness::problems_of_demands(blueprint)) {
    Error error;
    error.file = file.sources.file;
    error.pointer = "/must_happen" + scenarios::pointer_segment(problem.index);
    const scenarios::Place place = file.sources.place_of(error.pointer);
    error.line = place.line;
    error.column = place.column;
    error.message = problem.message;
    error.way_out = problem.way_out;
    errors.push_back(std::move(error));
  }
  return errors;
}

/// A scenario whose plan is invalid is only read for its own mistakes.
void read_scenario_input(const std::string& file, const scenarios::Plan* plan,
                         const std::string& store, Inputs& inputs, std::vector<Error>& errors) {
  auto read = scenarios::load_scenario_file(file);
  if (!read) return append(errors, read.errors());
  append(errors, unknown_properties(read.value()));
  if (plan == nullptr) return;
  const std::vector<Error> unfit = scenarios::check_scenario_fits(read.value(), *plan);
  if (!unfit.empty()) return append(errors, unfit);
  append(errors, impossible_demands(read.value(), *plan));
  ScenarioInput input{file, std::move(read).value().scenario};
  if (!store.empty()) input.scenario.store = store;
  append(errors, misfits(input, *plan));
  inputs.scenarios.push_back(std::move(input));
}

bool has_traffic(const scenarios::Scenario& scenario) {
  const auto& mix = scenario.traffic.mix;
  return scenario.traffic.operations > 0 &&
         (mix.empty() ||
          std::any_of(mix.begin(), mix.end(), [](const auto& part) { return part.second > 0; }));
}

}  // namespace

scenarios::Result<Inputs> read_inputs(const std::string& plan_file,
                                      const std::vector<std::string>& scenario_files,
                                      const std::string& store) {
  Inputs inputs;
  std::vector<Error> errors;
  auto read = scenarios::load_plan_file(plan_file);
  if (!read) append(errors, read.errors());
  if (read) {
    inputs.plan = std::move(read).value();
    append(errors, unusable_transforms(inputs.plan));
    if (!errors.empty()) return errors;
  }
  for (const std::string& file : scenario_files) {
    read_scenario_input(file, read ? &inputs.plan.plan : nullptr, store, inputs, errors);
  }
  if (!errors.empty()) return errors;
  if (scenario_files.empty()) {
    inputs.scenarios.push_back({"", scenarios::default_scenario(inputs.plan.plan)});
    if (!store.empty()) inputs.scenarios.back().scenario.store = store;
  }
  return inputs;
}

std::vector<std::string> property_names() {
  std::vector<std::string> names;
  for (const harness::Property& property : harness::all_properties()) {
    names.emplace_back(property.id);
    names.emplace_back(property.name);
  }
  return names;
}

std::string nothing_to_check(const Inputs& inputs) {
  const scenarios::Plan& plan = inputs.plan.plan;
  if (plan.phases.empty()) return "the plan " + plan.name + " has no phase";
  if (plan.application.operations.empty()) {
    return "the application of " + plan.name + " has no operation, so that no user could notice";
  }
  for (const ScenarioInput& input : inputs.scenarios) {
    const std::string& name = input.scenario.name;
    if (!has_traffic(input.scenario)) return "the scenario " + name + " has no traffic";
    if (input.scenario.properties.empty()) return "the scenario " + name + " judges no property";
  }
  return {};
}

}  // namespace rehearse::cli
