#pragma once

#include "reports/html/view.hpp"

namespace rehearse::reports::html {

/// The phases to scale with their gates, the declared point of no return, the faults of the sample
/// run (hatched), rollbacks rehearsed, p99, violations (triangles) and the time.
Markup phase_strip(const View& view);

}  // namespace rehearse::reports::html
