#include <filesystem>

#include "cli/commands.hpp"
#include "cli/results.hpp"
#include "harness/certificate/certificate_file.hpp"

namespace rehearse::cli {
namespace {

std::string folder_of(const ReportOptions& options) {
  if (!options.out.empty()) return options.out;
  const auto parent = std::filesystem::path(options.certificate).parent_path();
  return parent.empty() ? "." : parent.string();
}

/// A report of an altered certificate would look as good as one of a true one.
scenarios::Error altered(const std::string& file) {
  scenarios::Error error;
  error.file = file;
  error.pointer = "/digest";
  error.message = "the certificate is not the one that its digest was made of";
  error.way_out = "certify again, or fetch the certificate again from where it was made";
  return error;
}

}  // namespace

ExitCode report(const ReportOptions& options, const Terminal& terminal) {
  const auto certificate = harness::read_certificate_file(options.certificate);
  if (!certificate) {
    terminal.complain(certificate.errors());
    return ExitCode::bad_input;
  }
  if (!harness::digest_matches(certificate.value())) {
    terminal.complain({altered(options.certificate)});
    return ExitCode::bad_input;
  }
  const OutputFolder folder(folder_of(options));
  auto problem = folder.create();
  if (!problem) problem = write_reports(folder, certificate.value());
  if (problem) {
    terminal.complain({*problem});
    return ExitCode::bad_input;
  }
  for (const char* name : {"report.html", "junit.xml", "summary.md"}) {
    terminal.say("wrote " + folder.path_of(name));
  }
  return ExitCode::success;
}

}  // namespace rehearse::cli
