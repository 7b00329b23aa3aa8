#pragma once
/// The metrics that gates may ask for, made from the names in a plan.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/plan.hpp"

namespace rehearse::scenarios {

/// `sampled`: counts among samples in a window, so that few samples say nothing (min_samples).
/// Otherwise a level, which is known at any moment.
struct Metric {
  std::string name;  ///< "orders.shadow_mismatch"
  bool sampled = false;
  std::string promise;  ///< What it counts, one line.
};

/// Every metric of the plan: tracks first, then instance groups.
std::vector<Metric> metrics_of(const Plan& plan);
std::optional<Metric> find_metric(const Plan& plan, std::string_view name);

}  // namespace rehearse::scenarios
