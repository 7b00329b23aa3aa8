#pragma once

#include "reports/html/view.hpp"
#include "reports/judgement.hpp"

namespace rehearse::reports::html {

/// Every property, worst first, one row each; what was not exercised is a row too.
Markup properties_table(const View& view);

/// The style sheet's class for an outcome.
const char* style_class_of(Rank rank);

}  // namespace rehearse::reports::html
