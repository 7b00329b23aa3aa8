#pragma once
/// The certificate as JUnit XML, for CI servers: suite = scenario, case = property.

#include <string>

#include "harness/certificate/certificate.hpp"

namespace rehearse::reports {

/// Well-formed XML 1.0, whatever the certificate's strings hold. violated -> failure, unknown ->
/// error, not exercised -> skipped; a message is the sentence of cause, the deep link and the
/// replay command. A certificate that is not certified although no property says why gets one more
/// case "verdict".
std::string junit_report(const harness::Certificate& certificate);

}  // namespace rehearse::reports
