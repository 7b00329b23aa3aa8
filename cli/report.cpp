#include <filesystem>

#include "cli/commands.hpp"
#include "cli/results.hpp"

namespace rehearse::cli {
namespace {

std::string folder_of(const ReportOptions& options) {
  if (!options.out.empty()) return options.out;
  const auto parent = std::filesystem::path(options.certificate).parent_path();
  return parent.empty() ? "." : parent.string();
}

}  // namespace

ExitCode report(const ReportOptions& options, const Terminal& terminal) {
  const auto certificate = read_sealed_certificate(options.certificate);
  if (!certificate) {
    terminal.complain(certificate.errors());
    return ExitCode::bad_input;
  }
  const OutputFolder folder(folder_of(options));
  auto problem = folder.create();
  if (!problem) problem = write_reports(folder, certificate.value());
  if (problem) {
    terminal.complain({*problem});
    return ExitCode::bad_input;
  }
  for (const std::string& name : report_names()) terminal.say("wrote " + folder.path_of(name));
  return ExitCode::success;
}

}  // namespace rehearse::cli
