#include "cli/results.hpp"

#include <algorithm>
#include <utility>

#include "harness/certificate/certificate_file.hpp"
#include "harness/explore/counterexample_file.hpp"
#include "reports/anchors.hpp"
#include "reports/html/html_report.hpp"
#include "reports/junit.hpp"
#include "reports/markdown.hpp"

namespace rehearse::cli {
namespace {

using harness::Certificate;
using scenarios::Error;

constexpr const char* certificate_name = "certificate.json";

std::vector<std::string> named_in(const Certificate& certificate) {
  std::vector<std::string> names;
  for (const auto& scenario : certificate.scenarios) {
    for (const auto& counterexample : scenario.counterexamples) {
      names.push_back(counterexample.file);
    }
  }
  return names;
}

void rename(harness::ScenarioResult& result, const std::string& prefix) {
  for (auto& counterexample : result.counterexamples) {
    counterexample.file = prefix + counterexample.file;
    counterexample.replay = "rehearse replay " + counterexample.file + " --trace";
  }
  for (auto& property : result.properties) {
    if (!property.counterexample.empty()) property.counterexample.insert(0, prefix);
  }
}

}  // namespace

std::optional<Error> write_reports(const OutputFolder& folder, const Certificate& certificate) {
  if (auto error = folder.write("report.html", reports::html_report(certificate))) return error;
  if (auto error = folder.write("junit.xml", reports::junit_report(certificate))) return error;
  return folder.write("summary.md", reports::markdown_summary(certificate));
}

void name_counterexamples(Certificate& certificate,
                          std::vector<harness::Exploration>& explorations) {
  const auto anchors = reports::anchors_of(certificate);
  for (std::size_t i = 0; i < explorations.size(); ++i) {
    rename(certificate.scenarios[i], anchors[i].prefix);
  }
}

std::optional<Error> write_results(const OutputFolder& folder, const Certificate& certificate,
                                   const std::vector<harness::Exploration>& explorations) {
  const auto prefixes = reports::anchors_of(certificate);
  for (std::size_t i = 0; i < explorations.size(); ++i) {
    const auto& told = certificate.scenarios[i].counterexamples;
    if (!explorations[i].sample.history.events.empty()) {
      const std::string text = harness::print_history(explorations[i].sample);
      if (auto error = folder.write(prefixes[i].prefix + "history.jsonl", text)) return error;
    }
    for (std::size_t c = 0; c < told.size(); ++c) {
      const std::string text = harness::write_counterexample(explorations[i].saved[c]);
      if (auto error = folder.write(told[c].file, text)) return error;
    }
  }
  if (auto error = write_reports(folder, certificate)) return error;
  return folder.write(certificate_name, harness::write_certificate(certificate));
}

std::vector<std::string> counterexamples_in(const OutputFolder& folder) {
  const auto earlier = harness::read_certificate_file(folder.path_of(certificate_name));
  return earlier ? named_in(earlier.value()) : std::vector<std::string>{};
}

void remove_stale(const OutputFolder& folder, const std::vector<std::string>& earlier,
                  const Certificate& certificate) {
  const std::vector<std::string> present = named_in(certificate);
  for (const std::string& name : earlier) {
    if (std::find(present.begin(), present.end(), name) == present.end()) {
      folder.remove_counterexample(name);
    }
  }
}

}  // namespace rehearse::cli
