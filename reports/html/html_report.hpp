#pragma once
/// The certificate as one self-contained HTML page. Sections are pure functions, one file each in
/// this folder; page.cpp puts them in order.

#include <string>
#include <string_view>

#include "harness/certificate/certificate.hpp"

namespace rehearse::reports {

/// report.html: no requests, works without script and without style, byte-stable. Every string of
/// the certificate is text. Verdict first; below the fold what lets a sceptic check it.
std::string html_report(const harness::Certificate& certificate);

/// uPlot, which draws the charts that can be zoomed. Both empty: there are none.
struct ChartLibrary {
  std::string script, style;
};

/// As the build found it, with its licence.
const ChartLibrary& chart_library();

/// The same page with that library, or without one.
std::string html_report(const harness::Certificate& certificate, const ChartLibrary& charts);

}  // namespace rehearse::reports
