#pragma once

#include "reports/html/view.hpp"

namespace rehearse::reports::html {

/// One fold per property, worst first: what it promises and how it came out; for a violation the
/// proof
/// ("Let ... Then ... However ..."), the space-time diagram, the steps and the replay command.
Markup property_folds(const View& view);

/// The counterexample at position `index`: proof, diagram, steps, replay.
Markup counterexample_section(const View& view, std::size_t index);

}  // namespace rehearse::reports::html
