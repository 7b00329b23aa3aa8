#pragma once
/// Runs of the broken e-commerce plans that violate a property, to shrink and to replay.

#include <cstdint>
#include <memory>
#include <string>

#include "harness/explore/counterexample.hpp"
#include "harness/explore/rehearsal.hpp"
#include "scenarios/plan.hpp"
#include "scenarios/scenario.hpp"

namespace rehearse::harness::testing {

/// "plan.json" or "broken/....json" of the e-commerce case.
scenarios::Plan ecommerce_plan(const std::string& file);
/// On model stores.
scenarios::Scenario flash_sale();

/// Index of a property; it must be there.
std::size_t property_of(const std::string& id);

/// The means to run one plan under the flash sale.
struct Stage {
  explicit Stage(const std::string& file);
  const scenarios::Plan plan;
  const scenarios::Scenario scenario;
  simulators::Blueprint blueprint;
  Rehearsal rehearsal;
};

/// A run that violates a property, beyond its control twin.
struct FailingRun {
  RunSpec spec;
  std::string subject;
};

/// The first of the seeded runs that does, from `index` on.
FailingRun first_failure(Stage& stage, const std::string& property, std::int64_t index = 0);
/// The subject that this run violates it about; empty: it does not.
std::string fails_about(Stage& stage, const RunSpec& spec, const std::string& property);

}  // namespace rehearse::harness::testing
