#include "tests/harness/explore/failing_runs.hpp"

#include <stdexcept>
#include <utility>

#include "harness/explore/against_control.hpp"
#include "scenarios/read_plan.hpp"
#include "scenarios/read_scenario.hpp"

namespace rehearse::harness::testing {

namespace {
const std::string folder = std::string(REHEARSE_SOURCE_DIR) + "/scenarios/ecommerce/";
constexpr std::int64_t most_runs = 2'000;
}  // namespace

scenarios::Plan ecommerce_plan(const std::string& file) {
  scenarios::Result<scenarios::Plan> plan = scenarios::load_plan(folder + file);
  if (!plan) throw std::logic_error(to_string(plan.errors().front()));
  return std::move(plan).value();
}

scenarios::Scenario flash_sale() {
  scenarios::Result<scenarios::Scenario> read =
      scenarios::load_scenario(folder + "flash-sale.json");
  if (!read) throw std::logic_error(to_string(read.errors().front()));
  scenarios::Scenario scenario = std::move(read).value();
  scenario.store = "model";
  return scenario;
}

std::size_t property_of(const std::string& id) {
  const auto properties = all_properties();
  for (std::size_t p = 0; p < properties.size(); ++p)
    if (properties[p].id == id) return p;
  throw std::logic_error("no property " + id);
}

Stage::Stage(const std::string& file)
    : plan(ecommerce_plan(file)),
      scenario(flash_sale()),
      blueprint(plan, scenario),
      rehearsal(blueprint) {}

std::string fails_about(Stage& stage, const RunSpec& spec, const std::string& property) {
  const std::size_t p = property_of(property);
  stage.rehearsal.run(spec);
  const JudgedBesideControl judged = judge_beside_control(stage.rehearsal, spec);
  const Verdict& verdict = judged.verdicts[p];
  const bool fails = verdict.outcome == Outcome::violated && !judged.baseline[p];
  return fails ? verdict.subject : std::string();
}

FailingRun first_failure(Stage& stage, const std::string& property, std::int64_t index) {
  for (; index < most_runs; ++index) {
    FailingRun found;
    found.spec = run_spec(stage.plan, stage.scenario, 1, index);
    found.subject = fails_about(stage, found.spec, property);
    if (!found.subject.empty()) return found;
  }
  throw std::logic_error("no run violates " + property);
}

}  // namespace rehearse::harness::testing
