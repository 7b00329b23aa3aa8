#include "cli/command_line.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <cstdio>
#include <optional>
#include <string_view>

#include "cli/asked.hpp"
#include "cli/command_table.hpp"
#include "cli/commands.hpp"
#include "cli/generated.hpp"
#include "cli/seed.hpp"
#include "cli/usage.hpp"
#include "rehearse_version.hpp"
#include "scenarios/suggest.hpp"
#include "scenarios/units.hpp"

namespace rehearse::cli {
namespace {

using Words = std::vector<std::string>;

constexpr std::int64_t runs_max = 1'000'000;  ///< What is kept of each run takes memory.
constexpr int jobs_max = 1024;

bool contains(const Words& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

Words names_of(const std::vector<CLI::App*>& commands) {
  Words names;
  for (const CLI::App* command : commands)
    if (!command->get_group().empty()) names.push_back(command->get_name());
  return names;
}

void append_flags(const CLI::App& app, Words& flags) {
  for (const CLI::Option* option : app.get_options()) {
    for (const auto& name : option->get_lnames()) {
      const std::string flag = "--" + name;
      if (!contains(flags, flag)) flags.push_back(flag);
    }
  }
}

/// The command that is asked for, or the program itself.
CLI::App& app_asked_for(CLI::App& app, const Words& arguments) {
  for (CLI::App* command : app.get_subcommands({})) {
    if (!arguments.empty() && command->get_name() == arguments[0]) return *command;
  }
  return app;
}

/// Every value of a flag (`--seed -1`) starts like a flag: only what CLI11 refused is looked at.
std::string way_out(CLI::App& app, const Words& arguments) {
  CLI::App& asked = app_asked_for(app, arguments);
  Words flags;
  append_flags(asked, flags);
  if (&asked != &app) append_flags(app, flags);
  return misspelt(arguments, names_of(app.get_subcommands({})), flags);
}

/// CLI11's complaint in our words, where it has a pattern that we know.
std::string plainly(const CLI::ParseError& error, const Words& arguments) {
  if (arguments.empty()) return "say what to do, e.g. rehearse certify plan.json";
  const std::string text = error.what();
  const std::size_t colon = text.find(": ");
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr && colon != text.npos) {
    return text.substr(0, colon) + " needs a value, and only one";
  }
  constexpr std::string_view unexpected = "The following argument was not expected: ";
  if (text.rfind(unexpected, 0) == 0) {
    return scenarios::in_quotes(text.substr(unexpected.size())) + " is one argument too many";
  }
  const std::size_t required = text.find(" is required");
  if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr && required != text.npos) {
    return arguments[0] + " needs its " + text.substr(0, required) + ": rehearse " + arguments[0] +
           " --help tells more";
  }
  return text;
}

ExitCode bad_usage(const Terminal& terminal, const std::string& message) {
  terminal.complain("rehearse: " + message);
  terminal.complain("`rehearse --help` tells what there is.");
  return ExitCode::bad_input;
}

std::string not_a_count(const char* option, std::int64_t most, const std::string& text) {
  return std::string(option) + " is a whole number from 1 to " + std::to_string(most) + ", not " +
         scenarios::in_quotes(text);
}

bool read_count(const std::string& text, std::int64_t most, std::int64_t& out) {
  const char* const last = text.data() + text.size();
  const auto [end, problem] = std::from_chars(text.data(), last, out);
  return problem == std::errc{} && end == last && out >= 1 && out <= most;
}

std::string understand_batch(const Asked::Batch& asked, BatchOptions& options) {
  using scenarios::in_quotes;
  std::int64_t jobs = 0;
  if (asked.runs && !read_count(*asked.runs, runs_max, options.runs))
    return not_a_count("--runs", runs_max, *asked.runs);
  if (asked.jobs && !read_count(*asked.jobs, jobs_max, jobs))
    return not_a_count("--jobs", jobs_max, *asked.jobs);
  options.jobs = static_cast<int>(jobs);
  if (asked.seed) {
    const auto seed = read_seed(*asked.seed, "");
    if (*asked.seed == "commit" || *asked.seed == "random" || !seed)
      return "--seed is a number here, not " + in_quotes(*asked.seed);
    options.seed = seed.value();
  }
  if ((asked.table && asked.table->empty()) || (asked.compare && asked.compare->empty()))
    return "--table and --compare need the name of a file";
  options.table = asked.table.value_or("");
  options.compare = asked.compare.value_or("");
  return {};
}

std::string understand_zoo(Asked& asked) {
  ZooOptions& zoo = asked.zoo;
  std::string wrong = understand_batch(asked.zoo_batch, zoo);
  if (!wrong.empty()) return wrong;
  zoo.only = asked.zoo_only.value_or("");
  if (asked.zoo_only && zoo.only != "bad" && zoo.only != "good")
    return "--only is bad or good, not " + scenarios::in_quotes(zoo.only);
  if (zoo.only == "good" && !(zoo.table.empty() && zoo.compare.empty()))
    return "the table tells of the bad plans: leave --only good away";
  return {};
}

std::string understand_mutate(Asked& asked) {
  if (asked.explained && asked.explained->empty()) return "--explained needs the name of a file";
  asked.mutate.explained = asked.explained.value_or("");
  return understand_batch(asked.mutate_batch, asked.mutate);
}

std::string understand_live(const Asked& asked) {
  if (asked.certify.keep && !asked.certify.live) return "--keep goes with --live";
  if (asked.certify.replay_counterexamples && !asked.certify.live)
    return "--replay-counterexamples goes with --live";
  if (asked.certify.allow_commands && !asked.certify.live)
    return "--allow-commands goes with --live: nothing else starts a program";
  if (asked.certify.postgres && !asked.certify.live) return "--postgres goes with --live";
  if (!asked.certify.live) return {};
  if (asked.certify.postgres && asked.store) return "--postgres and --store contradict each other";
  if (asked.jobs)
    return "--jobs does not go with --live: there are as many processes as the plan has nodes";
  if (asked.certify.store == "model")
    return "--live needs stores that processes can share: leave --store model away";
  return {};
}

/// What is wrong with the values, first mistake only; fills in what they mean.
std::string understand(const std::string& command, Asked& asked, ColorMode& color) {
  using scenarios::in_quotes;
  if (asked.color != "auto" && asked.color != "always" && asked.color != "never") {
    return "--color is auto, always or never, not " + in_quotes(asked.color);
  }
  color = asked.color == "auto"     ? ColorMode::automatic
          : asked.color == "always" ? ColorMode::always
                                    : ColorMode::never;
  CertifyOptions& certify = asked.certify;
  std::int64_t jobs = 0;
  if (asked.runs && !read_count(*asked.runs, runs_max, certify.runs)) {
    return not_a_count("--runs", runs_max, *asked.runs);
  }
  if (asked.jobs && !read_count(*asked.jobs, jobs_max, jobs)) {
    return not_a_count("--jobs", jobs_max, *asked.jobs);
  }
  certify.jobs = static_cast<int>(jobs);
  if (std::string wrong = understand_time_budget(asked.time_budget, certify.time_budget);
      !wrong.empty()) {
    return wrong;
  }
  certify.store = asked.store.value_or("");
  if (asked.store && certify.store != "model" && certify.store != "sqlite") {
    return "--store is model or sqlite, not " + in_quotes(certify.store);
  }
  if (std::string wrong = understand_live(asked); !wrong.empty()) return wrong;
  if (command == "zoo") return understand_zoo(asked);
  if (command == "mutate") return understand_mutate(asked);
  if (command == "judge") return understand_judge(asked.judge);
  asked.report.out = asked.report_out.value_or("");
  if (certify.out.empty() || (asked.report_out && asked.report.out.empty()))
    return "--out needs the name of a folder";
  const Words topics = list_topics();
  if (command == "list" && !contains(topics, asked.list.topic)) {
    return "there is no list of " + in_quotes(asked.list.topic) + "; " +
           scenarios::did_you_mean(asked.list.topic, topics);
  }
  if (command == "init" && asked.init.folder.empty()) return "init needs the name of a folder";
  if (command == "generate" && !contains(generated_topics(), asked.generate)) {
    return "there is nothing to generate for " + in_quotes(asked.generate) + "; " +
           scenarios::did_you_mean(asked.generate, generated_topics());
  }
  const bool of_a_plan = !asked.list.plan.empty() || !asked.list.scenarios.empty();
  if (command == "list" && of_a_plan && asked.list.topic != "situations") {
    return "list " + asked.list.topic + " takes no plan and no scenario; list situations does";
  }
  if (command == "list" && asked.list.plan.empty() && !asked.list.scenarios.empty()) {
    return "list situations --scenario needs the plan as well";
  }
  return {};
}

ExitCode dispatch(const std::string& command, const Asked& asked, const Terminal& terminal) {
  if (command == "certify") return certify(asked.certify, terminal);
  if (command == "check") return check(asked.check, terminal);
  if (command == "replay") return replay(asked.replay, terminal);
  if (command == "judge") return judge(asked.judge.options, terminal);
  if (command == "zoo") return zoo(asked.zoo, terminal);
  if (command == "mutate") return mutate(asked.mutate, terminal);
  if (command == "report") return report(asked.report, terminal);
  if (command == "diff") return diff(asked.diff, terminal);
  if (command == "init") return init(asked.init, terminal);
  if (command == "node") return node(asked.node, terminal);
  return list(asked.list, terminal);
}

std::string version_text() {
  return std::string("rehearse ") + kVersion + " (commit " + kCommit + ")";
}

}  // namespace

ExitCode run_command_line(const std::vector<std::string>& arguments) {
  Asked asked;
  CLI::App app(help_opening, "rehearse");
  app.footer(help_closing);
  app.set_version_flag("--version", version_text(), "Version and commit");
  app.fallthrough();
  app.require_subcommand(1);
  describe_commands(app, asked);

  const Terminal plain(ColorMode::never);
  Words reversed(arguments.rbegin(), arguments.rend());  // as CLI11 wants them
  try {
    app.parse(reversed);
  } catch (const CLI::CallForHelp&) {
    const CLI::App& command = app_asked_for(app, arguments);
    plain.say(command.help(&command == &app ? "" : "rehearse"));
    return ExitCode::success;
  } catch (const CLI::CallForVersion&) {
    plain.say(version_text());
    return ExitCode::success;
  } catch (const CLI::ParseError& error) {
    const std::string better = way_out(app, arguments);
    return bad_usage(plain, better.empty() ? plainly(error, arguments) : better);
  }
  ColorMode color = ColorMode::automatic;
  const std::string command = app.get_subcommands().front()->get_name();
  const std::string mistake = understand(command, asked, color);
  if (!mistake.empty()) return bad_usage(plain, mistake);
  if (command == "generate") {
    std::fputs(generated(asked.generate, outline(app)).c_str(),
               stdout);  // for programs: no colour, no marks
    return ExitCode::success;
  }
  return dispatch(command, asked, Terminal(color));
}

}  // namespace rehearse::cli
