#include "scenarios/validate_plan.hpp"

#include "scenarios/validate/rules.hpp"

namespace rehearse::scenarios {

std::vector<Problem> validate_plan(const Plan& plan) {
  std::vector<Problem> problems;
  validate::tracks(plan, problems);
  validate::programs(plan, problems);
  validate::application(plan, problems);
  validate::operations(plan, problems);
  validate::phases(plan, problems);
  return problems;
}

std::vector<Problem> validate_scenario(const Scenario& scenario, const Plan& plan) {
  std::vector<Problem> problems;
  validate::scenario(scenario, plan, problems);
  return problems;
}

}  // namespace rehearse::scenarios
