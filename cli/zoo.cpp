#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/commands.hpp"
#include "cli/in_order.hpp"
#include "cli/interrupt.hpp"
#include "cli/page.hpp"
#include "cli/zoo_case.hpp"
#include "cli/zoo_table.hpp"
#include "reports/text.hpp"

namespace rehearse::cli {
namespace {

/// Reads all cases; says every mistake and answers nothing when there is one.
std::optional<std::vector<ZooCase>> read_cases(const std::string& folder,
                                               const Terminal& terminal) {
  const auto folders = zoo_folders(folder);
  if (!folders) {
    terminal.complain(folders.errors());
    return std::nullopt;
  }
  std::vector<ZooCase> cases;
  std::vector<scenarios::Error> errors;
  for (const std::string& one : folders.value()) {
    auto read = read_zoo_case(one);
    if (!read) {
      errors.insert(errors.end(), read.errors().begin(), read.errors().end());
    } else {
      cases.push_back(std::move(read).value());
    }
  }
  if (errors.empty()) return cases;
  terminal.complain(errors);
  return std::nullopt;
}

/// Two lines of a case that is as expected: what breaks it, and that the correction holds.
void say_result(const ZooResult& result, const Terminal& terminal) {
  if (result.cut_short) {
    terminal.say_painted(terminal.paint(Paint::doubtful, "- " + result.name) + "  was interrupted");
    return;
  }
  const bool well = result.problems.empty();
  std::string line =
      terminal.paint(well ? Paint::good : Paint::bad, (well ? "✓ " : "✗ ") + result.name);
  if (result.found) {
    line += "  " + result.expectation.property +
            (result.phase.empty() ? "" : " in phase " + for_terminal(result.phase)) + ": " +
            reports::count(result.operations, "operation") + " and " +
            reports::count(result.faults, "fault") + ", found in run " +
            reports::count(result.runs) + " after " + reports::count(result.milliseconds) + " ms";
  }
  terminal.say_painted(for_terminal(line));
  if (result.found) terminal.say("    bad    " + reports::one_line(result.sentence));
  if (well && result.good_runs > 0)
    terminal.say("    good   certified in " + reports::count(result.good_runs, "run"));
  for (const std::string& problem : result.problems)
    terminal.say("    " + reports::one_line(problem));
}

std::vector<ZooResult> run_cases(const std::vector<ZooCase>& cases, const ZooOptions& options,
                                 const Terminal& terminal) {
  const int jobs = jobs_of(options);
  ZooOptionsOfRun how;
  how.seed = options.seed;
  how.good_runs = options.runs;
  how.bad = options.only != "good";
  how.good = options.only != "bad";
  how.stop = [] { return interrupted(); };
  if (cases.size() == 1) how.jobs = jobs;
  return made_in_order<ZooResult>(
      cases.size(), jobs, [&](std::size_t i) { return run_zoo_case(cases[i], how); },
      [&](const ZooResult& result) { say_result(result, terminal); });
}

}  // namespace

ExitCode zoo(const ZooOptions& options, const Terminal& terminal) {
  const auto cases = read_cases(options.folder, terminal);
  if (!cases) return ExitCode::bad_input;
  const auto files = page_files(options);
  if (!files) {
    terminal.complain(files.errors());
    return ExitCode::bad_input;
  }
  listen_for_interrupts();
  const std::vector<ZooResult> results = run_cases(*cases, options, terminal);
  std::int64_t wrong = 0;
  for (const ZooResult& result : results) wrong += result.problems.empty() ? 0 : 1;
  if (interrupted()) {
    terminal.complain("Interrupted: not every case was run to its end; no table was written.");
    return ExitCode::interrupted;
  }
  const auto all = static_cast<std::int64_t>(results.size());
  terminal.say(wrong == 0 ? reports::count(all, "case") + " as expected"
                          : reports::count(wrong) + " of " + reports::count(all, "case") +
                                " not as expected");
  const std::string table =
      zoo_page(results, "rehearse zoo scenarios/zoo --table scenarios/zoo/README.md");
  const ExitCode page = settle_page(table, files.value(), difference_of_zoo_pages, terminal);
  if (page != ExitCode::success) return page;
  return wrong == 0 ? ExitCode::success : ExitCode::rejected;
}

}  // namespace rehearse::cli
