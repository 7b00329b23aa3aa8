#pragma once
/// Names for common stage vectors: `"set": {"orders": "dualwrite"}`, or
/// `{"stage": "dualwrite", "apply": "version_guard"}`.
///
/// `off, dualwrite, shadow, live, rampdown, complete` are the stages of LaunchDarkly's six-stage
/// migration flags; `expand, migrate, contract` those of the Parallel Change pattern (M. Fowler).

#include <span>
#include <string>
#include <string_view>

#include "scenarios/stage.hpp"

namespace rehearse::scenarios {

struct StageAlias {
  std::string_view name;
  ReadAxis read;
  WriteAxis write;
  std::string_view promise;  ///< One line for `rehearse list stages`.
};

/// In the order of a migration, old first.
std::span<const StageAlias> stages();

/// nullptr when there is no such name.
const StageAlias* find_stage(std::string_view name);

/// The change that brings a record track to the stage: the read and the write axis.
StageChange record_change(const StageAlias& alias);

/// The same for a service track: the route is the read authority; a call is never made twice for
/// real, so that writing both is only the shadow of the stages that read both.
StageChange service_change(const StageAlias& alias);

}  // namespace rehearse::scenarios
