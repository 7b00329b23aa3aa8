#pragma once

#include "reports/html/view.hpp"

namespace rehearse::reports::html {

/// What clients noticed, by kind of operation and beside the control runs; folded: by phase, and by
/// the side that the operations dealt with.
Markup impact_section(const View& view);

}  // namespace rehearse::reports::html
