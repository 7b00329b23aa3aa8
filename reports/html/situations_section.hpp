#pragma once

#include "harness/certificate/certificate.hpp"
#include "reports/markup.hpp"

namespace rehearse::reports::html {

/// "What has to have happened": the situations of the whole certification. What must have happened
/// and never did stands first, then what was never seen, then, folded, all of them with how often.
/// Empty for a certificate without any.
Markup situations_section(const harness::Certificate& certificate);

}  // namespace rehearse::reports::html
