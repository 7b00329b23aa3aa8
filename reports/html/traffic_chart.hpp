#pragma once

#include "reports/html/view.hpp"

namespace rehearse::reports::html {

/// Two small charts of the sample run, p99 and failed requests over simulated time: phases shaded,
/// faults hatched, the control run dashed; and the table behind them.
Markup traffic_section(const View& view);

}  // namespace rehearse::reports::html
