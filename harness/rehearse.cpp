#include "harness/rehearse.hpp"

#include <stdexcept>
#include <utility>
#include <vector>

#include "harness/certificate/certificate_file.hpp"
#include "harness/certificate/digest.hpp"
#include "harness/explore/explore.hpp"
#include "scenarios/print_plan.hpp"
#include "scenarios/print_scenario.hpp"
#include "scenarios/read_plan.hpp"
#include "scenarios/read_scenario.hpp"
#include "scenarios/validate_plan.hpp"

namespace rehearse {
namespace {

template <typename T>
T value_of(scenarios::Result<T> read) {
  if (read) return std::move(read).value();
  std::string text;
  for (const scenarios::Error& error : read.errors())
    text += (text.empty() ? "" : "\n") + scenarios::to_string(error);
  throw std::runtime_error(text);
}

/// Plans and scenarios that were made, and not read, were checked by nobody yet.
void refuse(const std::vector<scenarios::Problem>& problems) {
  if (problems.empty()) return;
  std::string text;
  for (const scenarios::Problem& problem : problems)
    text += (text.empty() ? "" : "\n") + problem.pointer + ": " + problem.message;
  throw std::invalid_argument(text);
}

}  // namespace

Plan load_plan(const std::string& path) { return value_of(scenarios::load_plan(path)); }

Scenario load_scenario(const std::string& path) { return value_of(scenarios::load_scenario(path)); }

Certificate certify(const Plan& plan, const Scenario& scenario, const CertifyOptions& options) {
  refuse(scenarios::validate_plan(plan));
  refuse(scenarios::validate_scenario(scenario, plan));
  harness::ExploreOptions asked;
  asked.runs = options.runs;
  asked.seed = options.seed;
  asked.jobs = options.jobs;
  harness::Exploration explored = harness::explore(plan, scenario, asked);
  Certificate certificate;
  certificate.plan = plan.name;
  certificate.plan_digest = harness::sha256_name(scenarios::canonical_text(plan));
  certificate.seed = std::to_string(options.seed);
  certificate.jobs = options.jobs;
  harness::ScenarioResult& result = certificate.scenarios.emplace_back(std::move(explored.result));
  result.name = scenario.name;
  result.digest = harness::sha256_name(scenarios::canonical_text(scenario));
  harness::conclude(certificate, explored.diverged);
  return harness::sealed(std::move(certificate));
}

}  // namespace rehearse
