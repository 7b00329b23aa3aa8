#pragma once
/// What is where on the page, below the first screen.

#include <vector>

#include "harness/certificate/certificate.hpp"
#include "reports/markup.hpp"

namespace rehearse::reports::html {

/// Links to what there is: in the section of each scenario, and in the `rest` behind them.
Markup contents(const harness::Certificate& certificate, const std::vector<Markup>& sections,
                const Markup& rest);

}  // namespace rehearse::reports::html
