#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "generators.hpp"
#include "scenarios/check_plan.hpp"
#include "scenarios/print_plan.hpp"
#include "scenarios/print_scenario.hpp"
#include "scenarios/read_plan.hpp"
#include "scenarios/read_scenario.hpp"
#include "scenarios/stage_walk.hpp"

namespace rehearse::scenarios {
namespace {

std::string all(const std::vector<Error>& errors) {
  std::string lines;
  for (const Error& error : errors) lines += to_string(error) + "\n";
  return lines;
}

void reads_back(const Plan& plan, const std::string& text) {
  const auto read = read_plan(text, "plan.json");
  if (!read) RC_FAIL(all(read.errors()) + text);
  if (!(read.value() == plan)) RC_FAIL(text + "\n" + print_plan(read.value()));
}

void reads_back(const Scenario& scenario, const std::string& text) {
  const auto read = read_scenario(text, "scenario.json");
  if (!read) RC_FAIL(all(read.errors()) + text);
  if (!(read.value() == scenario)) RC_FAIL(text + "\n" + print_scenario(read.value()));
}

RC_GTEST_PROP(PrintPlan, ReadsBack, ()) {
  const Plan plan = *testing::any_plan();
  reads_back(plan, print_plan(plan));
}

RC_GTEST_PROP(CanonicalText, OfAPlanReadsBack, ()) {
  const Plan plan = *testing::any_plan();
  reads_back(plan, canonical_text(plan));
}

RC_GTEST_PROP(PrintScenario, ReadsBack, ()) {
  const Scenario scenario = *testing::any_scenario();
  reads_back(scenario, print_scenario(scenario));
}

RC_GTEST_PROP(CanonicalText, OfAScenarioReadsBack, ()) {
  const Scenario scenario = *testing::any_scenario();
  reads_back(scenario, canonical_text(scenario));
}

RC_GTEST_PROP(CheckPlan, SurvivesAnyPlan, ()) {
  const Plan plan = *testing::any_plan();
  check_plan(plan);
  RC_ASSERT(stages_after(plan).size() == plan.phases.size());
}

}  // namespace
}  // namespace rehearse::scenarios
