#include "cli/usage.hpp"

#include <algorithm>

#include "scenarios/suggest.hpp"
#include "scenarios/units.hpp"

namespace rehearse::cli {

const char* const help_opening =
    R"(  rehearse check plan.json                           look at a plan without running it
  rehearse certify plan.json --scenario sale.json    rehearse it as often as the scenario says
  rehearse certify plan.json --live                  with real processes, sockets and files
  rehearse replay rehearse-out/D1-no_lost_write.json --trace     watch how it goes wrong

rehearse runs a migration plan in deterministic simulation, or with real processes, under concurrent
traffic and faults, and certifies that no user notices and no data is lost, or shows how it goes
wrong.
)";

const char* const help_closing = R"(Exit codes
  0    certified; for other commands: done
  1    rejected: a property is violated (replay: and reproduced; check: a finding is an
       error; zoo: a case is not as expected; mutate: a mutant survives that nothing explains;
       diff: something is worse than before)
  2    bad usage, an invalid plan or scenario, a folder that cannot be written, or too little memory
  3    inconclusive: neither certified nor rejected, or the time budget was over
  4    nothing to check: no operation, phase or property
  5    replay diverged: the counterexample was not reproduced
  70   internal error: our bug
  130  interrupted; the certificate says INCOMPLETE

`rehearse COMMAND --help` tells the options of a command. NO_COLOR switches colour off.)";

std::string misspelt(const std::vector<std::string>& arguments,
                     const std::vector<std::string>& commands,
                     const std::vector<std::string>& flags) {
  const auto has = [](const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  const auto out = [](const std::string& word, const std::vector<std::string>& names) {
    const std::string suggestion = scenarios::did_you_mean(word, names);
    return suggestion.empty() ? "" : "; " + suggestion;
  };
  if (!arguments.empty() && arguments[0].rfind("-", 0) != 0 && !has(commands, arguments[0])) {
    return "there is no command " + scenarios::in_quotes(arguments[0]) +
           out(arguments[0], commands);
  }
  for (const std::string& argument : arguments) {
    if (argument == "--") break;
    if (argument.size() < 2 || argument[0] != '-' || argument == "-h") continue;
    const std::string flag = argument.substr(0, argument.find('='));
    if (has(flags, flag)) continue;
    return "there is no option " + scenarios::in_quotes(flag) + " here" + out(flag, flags);
  }
  return {};
}

std::string understand_time_budget(const std::optional<std::string>& text,
                                   std::optional<scenarios::Duration>& budget) {
  if (!text) return {};
  budget = scenarios::read_duration(*text);
  if (budget && budget->count() != 0) return {};
  return "--time-budget is a length of time, e.g. 60s or 10min, not " + scenarios::in_quotes(*text);
}

}  // namespace rehearse::cli
