#pragma once
/// The certificate as summary.md, for pull requests.

#include <string>

#include "harness/certificate/certificate.hpp"

namespace rehearse::reports {

/// GitHub-flavoured Markdown: verdict, cause, what is not fine, one table row per property in a
/// fold, the command. Names and sentences of the certificate are text, never markup; nobody is
/// mentioned.
std::string markdown_summary(const harness::Certificate& certificate);

}  // namespace rehearse::reports
