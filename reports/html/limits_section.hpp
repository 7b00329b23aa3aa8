#pragma once

#include "harness/certificate/certificate.hpp"
#include "reports/markup.hpp"

namespace rehearse::reports::html {

/// Static findings, assumptions and limits: what this certificate does not say.
Markup limits_section(const harness::Certificate& certificate);

/// Every digest in full, the files, and whether the certificate is still what its digest was
/// computed over.
Markup identity_section(const harness::Certificate& certificate);

}  // namespace rehearse::reports::html
