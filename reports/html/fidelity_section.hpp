#pragma once
/// What simulation found, tried with real processes.

#include "reports/html/view.hpp"
#include "reports/markup.hpp"

namespace rehearse::reports::html {

/// Nothing when no counterexample was tried live.
Markup fidelity_section(const View& view);

}  // namespace rehearse::reports::html
