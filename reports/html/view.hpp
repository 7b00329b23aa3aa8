#pragma once
/// What every section of the page looks at: one scenario of one certificate, and its ids.

#include "harness/certificate/certificate.hpp"
#include "reports/anchors.hpp"
#include "reports/markup.hpp"

namespace rehearse::reports::html {

struct View {
  const harness::Certificate& certificate;
  const harness::ScenarioResult& scenario;
  const ScenarioAnchors& anchors;
  bool zoomable = false;  ///< There is a library that draws charts which can be zoomed.
};

}  // namespace rehearse::reports::html
