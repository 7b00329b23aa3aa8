#pragma once
/// Plan files. Whatever the bytes look like: a plan, or one error per mistake, never a crash.

#include <string>
#include <string_view>

#include "scenarios/plan.hpp"
#include "scenarios/result.hpp"
#include "scenarios/source_map.hpp"

namespace rehearse::scenarios {

/// A plan that is valid (validate_plan.hpp), and where each part of it stands.
struct PlanFile {
  Plan plan;
  SourceMap sources;
};

/// `file` is only used in messages.
Result<PlanFile> read_plan_file(std::string_view text, std::string file);
Result<PlanFile> load_plan_file(const std::string& path);

Result<Plan> read_plan(std::string_view text, std::string file);
Result<Plan> load_plan(const std::string& path);

}  // namespace rehearse::scenarios
