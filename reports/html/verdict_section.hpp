#pragma once

#include "reports/html/view.hpp"

namespace rehearse::reports::html {

/// The banner: icon, word, plan, how many properties came out how, the cause, the link to the first
/// violation. `view` is the worst scenario.
Markup verdict_section(const View& view);

/// The banner of a certificate without any scenario.
Markup verdict_section(const harness::Certificate& certificate);

/// Beside the properties: client impact, scope, identity, how to reproduce it, and in print the
/// sign-off box.
Markup facts_section(const View& view);

/// Links to the scenarios, with their outcome; empty if there is only one.
Markup scenarios_line(const harness::Certificate& certificate, std::size_t shown);

}  // namespace rehearse::reports::html
