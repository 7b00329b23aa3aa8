#pragma once

#include "reports/html/view.hpp"

namespace rehearse::reports::html {

/// A table of all phases (runs, rollbacks, client impact), then one fold per phase: what it
/// changes, its steps and its gates with what they measured.
Markup phases_section(const View& view);

}  // namespace rehearse::reports::html
