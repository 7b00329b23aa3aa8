#pragma once

#include "reports/html/view.hpp"

namespace rehearse::reports::html {

/// Runs per fault kind (rows) and phase x shape of run (columns). A cell that was not reached is a
/// 0 that stands out, never a gap; then the table of faults, those that never struck first.
Markup coverage_section(const View& view);

}  // namespace rehearse::reports::html
