#include "cli/judge_recorded.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>

#include "cli/commands.hpp"
#include "cli/interrupt.hpp"
#include "cli/outcome_word.hpp"
#include "harness/consistency/judge_recording.hpp"
#include "reports/text.hpp"

namespace rehearse::cli {
namespace {

using harness::Finding;
using harness::Model;
using harness::Outcome;
using harness::Recording;
using harness::RecordingFormat;
using harness::RecordingReport;

constexpr std::size_t told_in_full = 3;

harness::RecordedValue read_initial(Recording& recording, const std::string& text) {
  if (text == "nil") return {};
  std::int64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  const bool whole = error == std::errc{} && rest == end;
  if (whole && harness::RecordedValue::fits(number)) return harness::RecordedValue::integer(number);
  return harness::RecordedValue::text(recording.texts.add(text));
}

void say_operations(const Recording& recording, const RecordingReport& report,
                    const Terminal& terminal) {
  const auto count = [](std::uint64_t number, auto... noun) {
    return reports::count(static_cast<std::int64_t>(number), noun...);
  };
  std::string line = recording.file + ": " + count(report.operations, "operation") + " by " +
                     count(recording.processes.size(), "process");
  if (recording.keyed()) line += " on " + count(report.keys, "key");
  if (report.unknown > 0) line += ", " + count(report.unknown) + " of unknown outcome";
  if (report.failed > 0) line += ", " + count(report.failed) + " failed";
  terminal.say(line);
}

void say_finding(const Finding& finding, bool in_full, const Terminal& terminal) {
  terminal.say("");
  terminal.say(finding.because);
  if (!in_full) return;
  for (const std::string& line : proof_lines(finding.proof)) terminal.say("  " + line);
  if (finding.lost.empty()) return;
  terminal.say("  Lost: " + finding.lost + "." +
               (finding.held.empty() ? "" : " Still held: " + finding.held + "."));
}

void say_report(const Recording& recording, const RecordingReport& report,
                const Terminal& terminal) {
  say_operations(recording, report, terminal);
  const OutcomeWord word = outcome_word(report.outcome, report.exercised);
  std::string padded(word.text);
  padded.resize(std::max<std::size_t>(padded.size() + 2, 10), ' ');
  std::string name(harness::model_name(recording.model));
  name.resize(14, ' ');
  terminal.say_painted(terminal.paint(Paint::plain, name) + terminal.paint(word.paint, padded) +
                       terminal.paint(Paint::plain, report.promise));
  for (const std::string& counted : report.counts) terminal.say("              " + counted);
  std::size_t told = 0;
  for (const Finding& finding : report.findings) {
    say_finding(finding, told < told_in_full, terminal);
    ++told;
  }
  const std::uint64_t all = report.violated_keys + report.undecided_keys;
  if (all > told) {
    terminal.say("");
    terminal.say("and " + reports::count(static_cast<std::int64_t>(all - told)) + " more");
  }
}

}  // namespace

std::vector<std::string> model_names() {
  std::vector<std::string> names;
  for (const Model model : harness::all_models) names.emplace_back(model_name(model));
  return names;
}

std::optional<Model> find_model(std::string_view name) {
  for (const Model model : harness::all_models) {
    if (model_name(model) == name) return model;
  }
  return std::nullopt;
}

std::optional<RecordingFormat> find_format(std::string_view name) {
  if (name == "jsonl") return RecordingFormat::jsonl;
  if (name == "edn") return RecordingFormat::edn;
  if (name == "jepsen-log") return RecordingFormat::jepsen_log;
  return std::nullopt;
}

ExitCode judge_recorded(const JudgeOptions& options, const Terminal& terminal) {
  harness::RecordingOptions reading;
  reading.model = *options.model;
  reading.format = options.format;
  auto read = harness::load_recording(options.history, reading);
  if (!read) {
    terminal.complain(read.errors());
    return ExitCode::bad_input;
  }
  listen_for_interrupts();
  Recording& recording = read.value();
  harness::RecordingJudgeOptions judging;
  judging.initial = read_initial(recording, options.initial);
  const auto began = std::chrono::steady_clock::now();
  judging.budget.stop = [&] {
    if (interrupted()) return true;
    return options.time_budget && std::chrono::steady_clock::now() - began > *options.time_budget;
  };
  const RecordingReport report = judge_recording(recording, judging);
  say_report(recording, report, terminal);
  if (report.outcome == Outcome::violated) return ExitCode::rejected;
  if (interrupted()) return ExitCode::interrupted;
  return report.outcome == Outcome::unknown ? ExitCode::inconclusive : ExitCode::success;
}

}  // namespace rehearse::cli
