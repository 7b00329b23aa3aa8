#pragma once
/// Everything that a certification leaves in its output folder.

#include <optional>
#include <string>
#include <vector>

#include "cli/output_folder.hpp"
#include "harness/certificate/certificate.hpp"
#include "harness/explore/explore.hpp"

namespace rehearse::cli {

/// Writes the reports, then certificate.json. The first error ends it.
std::optional<scenarios::Error> write_reports(const OutputFolder& folder,
                                              const harness::Certificate& certificate);

/// Names the counterexamples so that those of several scenarios do not collide, everywhere where
/// they are named.
void name_counterexamples(harness::Certificate& certificate,
                          std::vector<harness::Exploration>& explorations);

/// Counterexamples first, certificate.json last: what it names is there.
std::optional<scenarios::Error> write_results(
    const OutputFolder& folder, const harness::Certificate& certificate,
    const std::vector<harness::Exploration>& explorations);

/// Counterexamples that the certificate in the folder names; none if there is no certificate.
std::vector<std::string> counterexamples_in(const OutputFolder& folder);

/// Removes those of `earlier` that `certificate` does not name: they would be taken for its own.
void remove_stale(const OutputFolder& folder, const std::vector<std::string>& earlier,
                  const harness::Certificate& certificate);

}  // namespace rehearse::cli
