#pragma once
/// Everything that a certification leaves in its output folder.

#include <optional>
#include <string>
#include <vector>

#include "cli/output_folder.hpp"
#include "harness/certificate/certificate.hpp"
#include "harness/explore/explore.hpp"

namespace rehearse::cli {

/// What write_reports writes.
std::vector<std::string> report_names();

/// Writes every report of the certificate. The first error ends it.
std::optional<scenarios::Error> write_reports(const OutputFolder& folder,
                                              const harness::Certificate& certificate);

/// Names the counterexamples so that those of several scenarios do not collide, everywhere where
/// they are named.
void name_counterexamples(harness::Certificate& certificate,
                          std::vector<harness::Exploration>& explorations);

/// Counterexamples and their histories first, certificate.json last: what it names is there.
std::optional<scenarios::Error> write_results(
    const OutputFolder& folder, const harness::Certificate& certificate,
    const std::vector<harness::Exploration>& explorations);

/// Takes away what an earlier run left in the folder, and puts `blank` there: whatever happens from
/// here on, no older verdict is taken for this run's.
std::optional<scenarios::Error> begin_results(const OutputFolder& folder,
                                              const harness::Certificate& blank);

/// The certificate in the file, or in the folder, `path`; one whose digest is not its own is none.
scenarios::Result<harness::Certificate> read_sealed_certificate(const std::string& path);

/// Whether an earlier run left a certificate in the folder.
bool holds_a_certificate(const OutputFolder& folder);

}  // namespace rehearse::cli
