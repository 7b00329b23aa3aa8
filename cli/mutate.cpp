#include <utility>

#include "cli/commands.hpp"
#include "cli/in_order.hpp"
#include "cli/inputs.hpp"
#include "cli/interrupt.hpp"
#include "cli/mutation_table.hpp"
#include "cli/page.hpp"
#include "harness/mutate/mutants.hpp"
#include "reports/text.hpp"

namespace rehearse::cli {
namespace {

using harness::Trial;

void say_trial(const Trial& trial, const Explanations& explanations, const Terminal& terminal) {
  const Standing standing = standing_of(trial, explanations);
  const bool fine = standing == Standing::rejected;
  const bool open = standing == Standing::unexplained;
  const Paint paint = fine ? Paint::good : open ? Paint::bad : Paint::doubtful;
  const std::string mark = fine ? "✓ " : open ? "✗ " : "– ";
  const std::string shows = fine ? "" : what_it_shows(trial, explanations) + ": ";
  terminal.say_painted(terminal.paint(paint, mark + for_terminal(trial.mutant)) + "  " +
                       for_terminal(reports::one_line(shows + verdict_on(trial, explanations))));
}

std::vector<Trial> try_all(const scenarios::Plan& plan,
                           const std::vector<scenarios::Scenario>& scenarios,
                           const Explanations& explanations, const MutateOptions& options,
                           const Terminal& terminal) {
  harness::TrialOptions how;
  how.runs = options.runs;
  how.seed = options.seed;
  how.stop = [] { return interrupted(); };
  const harness::Trials trials(plan, scenarios, how);
  const std::vector<harness::Mutant> mutants = harness::mutants_of(plan);
  return made_in_order<Trial>(
      mutants.size(), jobs_of(options), [&](std::size_t i) { return trials.of(mutants[i]); },
      [&](const Trial& trial) { say_trial(trial, explanations, terminal); });
}

/// Says how many there are of each kind; whether nothing is left to explain.
bool say_sum(const std::vector<Trial>& trials, const Explanations& explanations,
             const Terminal& terminal) {
  std::int64_t by[6] = {};
  for (const Trial& trial : trials)
    ++by[static_cast<std::size_t>(standing_of(trial, explanations))];
  const auto of = [&](Standing standing) { return by[static_cast<std::size_t>(standing)]; };
  const std::vector<std::string> idle = idle_explanations(trials, explanations);
  for (const std::string& one : idle) terminal.complain(reports::one_line(one));
  terminal.say(reports::count(static_cast<std::int64_t>(trials.size()), "mutant") + ": " +
               reports::count(of(Standing::rejected)) + " rejected, " +
               reports::count(of(Standing::idle)) + " never needed, " +
               reports::count(of(Standing::told)) + " told by check, " +
               reports::count(of(Standing::explained)) + " explained, " +
               reports::count(of(Standing::unexplained)) + " unexplained");
  return of(Standing::unexplained) == 0 && idle.empty();
}

std::string written_by(const MutateOptions& options) {
  std::string command = "rehearse mutate " + shell_word(options.plan);
  for (const std::string& scenario : options.scenarios)
    command += " --scenario " + shell_word(scenario);
  if (options.runs > 0) command += " --runs " + std::to_string(options.runs);
  if (!options.explained.empty()) command += " --explained " + shell_word(options.explained);
  const std::string& page = options.table.empty() ? options.compare : options.table;
  return command + " --table " + shell_word(page);
}

}  // namespace

ExitCode mutate(const MutateOptions& options, const Terminal& terminal) {
  const auto inputs = read_inputs(options.plan, options.scenarios);
  if (!inputs) {
    terminal.complain(inputs.errors());
    return ExitCode::bad_input;
  }
  Explanations explanations;
  if (!options.explained.empty()) {
    auto read = load_explanations(options.explained);
    if (!read) {
      terminal.complain(read.errors());
      return ExitCode::bad_input;
    }
    explanations = std::move(read).value();
  }
  const auto files = page_files(options);
  if (!files) {
    terminal.complain(files.errors());
    return ExitCode::bad_input;
  }
  const std::string nothing = nothing_to_check(inputs.value());
  if (!nothing.empty()) {
    terminal.complain(nothing);
    return ExitCode::nothing_to_check;
  }
  const scenarios::Plan& plan = inputs.value().plan.plan;
  std::vector<scenarios::Scenario> scenarios;
  for (const ScenarioInput& input : inputs.value().scenarios) scenarios.push_back(input.scenario);
  listen_for_interrupts();
  const std::vector<Trial> trials = try_all(plan, scenarios, explanations, options, terminal);
  if (interrupted()) {
    terminal.complain("Interrupted: not every mutant was tried; no table was written.");
    return ExitCode::interrupted;
  }
  const bool settled = say_sum(trials, explanations, terminal);
  const std::string page = mutation_page(plan.name, trials, explanations, written_by(options));
  const ExitCode wrote = settle_page(page, files.value(), difference_of_pages, terminal);
  if (wrote != ExitCode::success) return wrote;
  return settled ? ExitCode::success : ExitCode::rejected;
}

}  // namespace rehearse::cli
