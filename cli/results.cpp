#include "cli/results.hpp"

#include <filesystem>
#include <utility>

#include "harness/certificate/certificate_file.hpp"
#include "harness/explore/counterexample_file.hpp"
#include "reports/anchors.hpp"
#include "reports/html/html_report.hpp"
#include "reports/in_toto.hpp"
#include "reports/junit.hpp"
#include "reports/markdown.hpp"

namespace rehearse::cli {
namespace {

using harness::Certificate;
using scenarios::Error;

constexpr const char* certificate_name = "certificate.json";

/// "D1-no_lost_write.json" -> "D1-no_lost_write.history.jsonl"
std::string history_of(const std::string& counterexample) {
  return counterexample.substr(0, counterexample.rfind('.')) + ".history.jsonl";
}

/// Of a live run, which cannot be replayed.
bool is_history(const std::string& counterexample) {
  return counterexample.ends_with(".history.jsonl");
}

/// `judged_by`: the options of `rehearse judge`.
void rename(harness::ScenarioResult& result, const std::string& prefix,
            const std::string& judged_by) {
  for (auto& counterexample : result.counterexamples) {
    counterexample.file = prefix + counterexample.file;
    counterexample.replay = is_history(counterexample.file)
                                ? "rehearse judge " + counterexample.file + judged_by
                                : "rehearse replay " + counterexample.file + " --trace";
  }
  for (auto& property : result.properties) {
    if (!property.counterexample.empty()) property.counterexample.insert(0, prefix);
  }
  std::string& of_the_way_back = result.point_of_no_return.counterexample;
  if (!of_the_way_back.empty()) of_the_way_back.insert(0, prefix);
}

/// It may have millions of lines.
std::optional<Error> write_history(const OutputFolder& folder, const std::string& name,
                                   const harness::StoredHistory& history) {
  return folder.write(name,
                      [&history](std::ostream& out) { harness::print_history(history, out); });
}

struct Report {
  const char* name;
  std::string (*make)(const Certificate&);
};

constexpr Report all_reports[] = {{"report.html", reports::html_report},
                                  {"junit.xml", reports::junit_report},
                                  {"summary.md", reports::markdown_summary},
                                  {"certificate.intoto.json", reports::in_toto_statement}};

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

std::vector<std::string> report_names() {
  std::vector<std::string> names;
  for (const Report& report : all_reports) names.emplace_back(report.name);
  return names;
}

std::optional<Error> write_reports(const OutputFolder& folder, const Certificate& certificate) {
  for (const Report& report : all_reports)
    if (auto error = folder.write(report.name, report.make(certificate))) return error;
  return std::nullopt;
}

void name_counterexamples(Certificate& certificate,
                          std::vector<harness::Exploration>& explorations) {
  const auto anchors = reports::anchors_of(certificate);
  for (std::size_t i = 0; i < explorations.size(); ++i) {
    harness::ScenarioResult& result = certificate.scenarios[i];
    std::string judged_by = " --plan " + shell_word(certificate.plan_file);
    if (!result.file.empty()) judged_by += " --scenario " + shell_word(result.file);
    rename(result, anchors[i].prefix, judged_by);
  }
}

std::optional<Error> write_results(const OutputFolder& folder, const Certificate& certificate,
                                   const std::vector<harness::Exploration>& explorations) {
  const auto prefixes = reports::anchors_of(certificate);
  for (std::size_t i = 0; i < explorations.size(); ++i) {
    const auto& told = certificate.scenarios[i].counterexamples;
    if (!explorations[i].sample.history.events.empty()) {
      const std::string name = prefixes[i].prefix + "history.jsonl";
      if (auto error = write_history(folder, name, explorations[i].sample)) return error;
    }
    for (std::size_t c = 0; c < told.size(); ++c) {
      const harness::StoredHistory& history = explorations[i].histories[c];
      if (is_history(told[c].file)) {
        if (auto error = write_history(folder, told[c].file, history)) return error;
        continue;
      }
      const std::string text = harness::write_counterexample(explorations[i].saved[c]);
      if (auto error = folder.write(told[c].file, text)) return error;
      if (auto error = write_history(folder, history_of(told[c].file), history)) return error;
    }
  }
  if (auto error = write_reports(folder, certificate)) return error;
  return folder.write(certificate_name, harness::write_certificate(certificate));
}

std::optional<Error> begin_results(const OutputFolder& folder, const Certificate& blank) {
  // The certificate first: nothing else speaks for a run whose certificate is gone.
  folder.remove(certificate_name);
  for (const std::string& name : report_names()) folder.remove(name);
  for (const auto& scenario : reports::anchors_of(blank))
    folder.remove(scenario.prefix + "history.jsonl");
  for (const std::string& name : folder.counterexamples()) {
    folder.remove(name);
    folder.remove(history_of(name));
  }
  if (auto error = folder.write(certificate_name, harness::write_certificate(blank))) return error;
  return write_reports(folder, blank);
}

scenarios::Result<Certificate> read_sealed_certificate(const std::string& path) {
  std::error_code ignored;
  const std::string file = std::filesystem::is_directory(path, ignored)
                               ? (std::filesystem::path(path) / certificate_name).string()
                               : path;
  auto certificate = harness::read_certificate_file(file);
  if (certificate && !harness::digest_matches(certificate.value())) return altered(file);
  return certificate;
}

bool holds_a_certificate(const OutputFolder& folder) {
  return harness::read_certificate_file(folder.path_of(certificate_name)).operator bool();
}

}  // namespace rehearse::cli
