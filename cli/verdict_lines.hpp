#pragma once
/// What `rehearse certify` says at its end: the verdict first among equals, then where to look.

#include <string>
#include <vector>

#include "cli/output_folder.hpp"
#include "cli/terminal.hpp"
#include "harness/certificate/certificate.hpp"

namespace rehearse::cli {

/// One line per property that does not simply hold, worst first, with the sentence of cause under
/// it; one line that counts the rest.
std::vector<std::string> property_lines(const harness::Certificate& certificate,
                                        const Terminal& terminal);

/// One line for each part of the search; nothing where there was only a swarm.
std::vector<std::string> search_lines(const harness::Certificate& certificate,
                                      const Terminal& terminal);

/// "clients: 0 of 9 299 operations failed that succeed without the migration; ...", by scenario.
std::vector<std::string> impact_lines(const harness::Certificate& certificate,
                                      const Terminal& terminal);

/// How many of the violations that simulation found happened live, too.
std::vector<std::string> fidelity_lines(const harness::Certificate& certificate,
                                        const Terminal& terminal);

/// "situations: 34 of 37 seen; never: ...", then one line for each that must have happened and
/// never did. Nothing for a certificate without situations.
std::vector<std::string> situation_lines(const harness::Certificate& certificate,
                                         const Terminal& terminal);

/// Waivers, and what is different from the certificate before; nothing where neither was named.
std::vector<std::string> companion_lines(const harness::Certificate& certificate,
                                         const Terminal& terminal);

/// Verdict, cause, report with its deep link, replay command with the real path.
std::vector<std::string> closing_lines(const harness::Certificate& certificate,
                                       const OutputFolder& folder, const Terminal& terminal);

}  // namespace rehearse::cli
