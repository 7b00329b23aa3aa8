#pragma once
/// The certificate as one self-contained HTML page. Sections are pure functions, one file each in
/// this folder; page.cpp puts them in order.

#include <string>

#include "harness/certificate/certificate.hpp"

namespace rehearse::reports {

/// report.html: no requests, works without script and without style, byte-stable. Every string of
/// the certificate is text. Verdict first; below the fold what lets a sceptic check it.
std::string html_report(const harness::Certificate& certificate);

}  // namespace rehearse::reports
