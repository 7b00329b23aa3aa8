#pragma once
/// The traffic once more, to be zoomed: for whoever doubts the small charts above. Drawn by uPlot
/// (html_report.hpp: ChartLibrary); without script, in print, and where the build had no uPlot,
/// there is nothing of it.

#include <string_view>

#include "reports/html/view.hpp"

namespace rehearse::reports::html {

/// A hidden figure with the numbers in an attribute; the script shows it.
Markup zoom_charts(const View& view);

/// What makes charts of such figures, and how they look; to follow the library's own.
std::string_view zoom_script();
std::string_view zoom_style();

}  // namespace rehearse::reports::html
