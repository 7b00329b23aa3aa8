#pragma once
/// What is where on the page, below the first screen.

#include "harness/certificate/certificate.hpp"
#include "reports/markup.hpp"

namespace rehearse::reports::html {

/// Links to the sections that `below`, the page without its first screen, has.
Markup contents(const harness::Certificate& certificate, const Markup& below);

}  // namespace rehearse::reports::html
