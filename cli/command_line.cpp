#include "cli/command_line.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

#include "cli/commands.hpp"
#include "cli/judge_options.hpp"
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

/// What the command line says, before it is understood.
struct Asked {
  CertifyOptions certify;
  CheckOptions check;
  ReplayOptions replay;
  AskedJudge judge;
  ReportOptions report;
  ZooOptions zoo;
  MutateOptions mutate;
  ListOptions list;
  NodeOptions node;
  /// Text: CLI11's own messages do not name the way out. An empty one is a value, and a wrong one.
  std::optional<std::string> runs, jobs, time_budget, store, report_out;
  struct Batch {
    std::optional<std::string> runs, jobs, seed, table, compare;
  } zoo_batch, mutate_batch;
  std::optional<std::string> zoo_only, explained;
  std::string color = "auto";
};

void add_scenarios(CLI::App& command, Words& scenarios) {
  command.add_option("--scenario", scenarios, "What it is rehearsed under; may be repeated")
      ->type_name("FILE")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false);
}

void add_color(CLI::App& app, Asked& asked) {
  app.add_option("--color", asked.color, "auto, always or never")->type_name("WHEN");
}

void add_certify(CLI::App& app, Asked& asked) {
  CLI::App& command = *app.add_subcommand("certify", "Rehearse a plan and write its certificate");
  CertifyOptions& options = asked.certify;
  command.add_option("plan", options.plan, "The plan")->type_name("FILE")->required();
  add_scenarios(command, options.scenarios);
  command.add_option("--runs", asked.runs, "Runs per scenario (else: as the scenario says)")
      ->type_name("N");
  command.add_option("--seed", options.seed, "A number (1 if you do not say), commit or random")
      ->type_name("N|commit|random");
  command.add_option("--jobs", asked.jobs, "Threads (else: one per core); changes no result")
      ->type_name("N");
  command
      .add_option("--time-budget", asked.time_budget,
                  "Start no run after this; runs left over make the certificate INCOMPLETE")
      ->type_name("60s");
  command.add_option("--out", options.out, "Output folder (else: rehearse-out)")->type_name("DIR");
  command.add_option("--store", asked.store, "Override the engine of every store")
      ->type_name("model|sqlite");
  command
      .add_option("--expect-violated", options.expect_violated,
                  "The plan must be rejected, and for this reason; may be repeated")
      ->type_name("ID[@PHASE]")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false);
  command.add_flag("--quiet", options.quiet, "Only the verdict and where to look");
  command.add_flag(
      "--live", options.live,
      "With real processes, sockets and files, in real time; one run if you do not say");
  command.add_flag("--replay-counterexamples", options.replay_counterexamples,
                   "With --live: simulate first, and try what was found with real processes");
  command.add_flag("--postgres", options.postgres,
                   "With --live: stores on PostgreSQL, a server of our own or REHEARSE_PG_URL");
  command.add_flag("--keep", options.keep, "With --live: leave logs, stores and events in /tmp");
}

void add_batch(CLI::App& command, Asked::Batch& asked, const char* runs, const char* table,
               const char* compare) {
  command.add_option("--runs", asked.runs, runs)->type_name("N");
  command.add_option("--seed", asked.seed, "A number (1 if you do not say)")->type_name("N");
  command.add_option("--jobs", asked.jobs, "Plans at once (else: one per core)")->type_name("N");
  command.add_option("--table", asked.table, table)->type_name("FILE");
  command.add_option("--compare", asked.compare, compare)->type_name("FILE");
}

void add_mutate(CLI::App& app, Asked& asked) {
  CLI::App& command =
      *app.add_subcommand("mutate", "Spoil a plan in every way, and see which property notices");
  command.add_option("plan", asked.mutate.plan, "The plan")->type_name("FILE")->required();
  add_scenarios(command, asked.mutate.scenarios);
  add_batch(command, asked.mutate_batch,
            "Most runs of each mutant and scenario (else: as the scenario says)",
            "Write the table of all mutants, Markdown",
            "Fail unless this table is what the mutants give");
  command
      .add_option("--explained", asked.explained,
                  "Why which mutants may survive: {\"explained\": {\"MUTANT\": \"why\"}}")
      ->type_name("FILE");
}

void add_zoo(CLI::App& app, Asked& asked) {
  CLI::App& command = *app.add_subcommand(
      "zoo", "Certify cases: a bad plan that must be rejected, and its correction");
  command.add_option("folder", asked.zoo.folder, "A zoo, or one case of it")
      ->type_name("FOLDER")
      ->required();
  add_batch(command, asked.zoo_batch, "Runs of each good plan (else: as its scenario says)",
            "Write the table of all cases, Markdown",
            "Fail unless this table is what the cases give (milliseconds aside)");
  command
      .add_option("--only", asked.zoo_only, "Only the plans that must be rejected, or certified")
      ->type_name("bad|good");
}

void add_others(CLI::App& app, Asked& asked) {
  CLI::App& check = *app.add_subcommand("check", "Look at a plan without running it");
  check.add_option("plan", asked.check.plan, "The plan")->type_name("FILE")->required();
  add_scenarios(check, asked.check.scenarios);

  CLI::App& replay = *app.add_subcommand("replay", "Run a counterexample again");
  replay.add_option("file", asked.replay.file, "The counterexample")->type_name("FILE")->required();
  replay.add_flag("--trace", asked.replay.trace, "Tell every event");
  replay
      .add_option("--plan", asked.replay.plan,
                  "Replay it against this plan, edited since, instead of the one in the file")
      ->type_name("FILE");

  add_judge(app, asked.judge);

  CLI::App& report = *app.add_subcommand("report", "Write the reports of a certificate again");
  report.add_option("certificate", asked.report.certificate, "certificate.json")
      ->type_name("FILE")
      ->required();
  report.add_option("--out", asked.report_out, "Output folder (else: beside the certificate)")
      ->type_name("DIR");

  CLI::App& list =
      *app.add_subcommand("list", "List faults, properties, scenarios, situations or stages");
  list.add_option("topic", asked.list.topic, "faults, properties, scenarios, situations or stages")
      ->type_name("TOPIC")
      ->required();
  list.add_option("plan", asked.list.plan, "For situations: those of this plan")->type_name("FILE");
  add_scenarios(list, asked.list.scenarios);
}

/// Not for people, and not in the help.
void add_node(CLI::App& app, Asked& asked) {
  CLI::App& command = *app.add_subcommand("node", "One node of a live run")->group("");
  command.add_option("--run", asked.node.run, "Folder of the run")->required();
  command.add_option("--role", asked.node.role, "Which node of the plan")->required();
  command.add_option("--version", asked.node.version, "Of an instance");
  command.add_option("--process", asked.node.process, "The how manyth of this node");
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
      if (std::find(flags.begin(), flags.end(), flag) == flags.end()) flags.push_back(flag);
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
  const bool known = std::find(topics.begin(), topics.end(), asked.list.topic) != topics.end();
  if (command == "list" && !known) {
    return "there is no list of " + in_quotes(asked.list.topic) + "; " +
           scenarios::did_you_mean(asked.list.topic, topics);
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
  add_color(app, asked);
  app.fallthrough();
  app.require_subcommand(1);
  add_certify(app, asked);
  add_others(app, asked);
  add_zoo(app, asked);
  add_mutate(app, asked);
  add_node(app, asked);
  for (CLI::App* command : app.get_subcommands({})) add_color(*command, asked);

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
  return dispatch(command, asked, Terminal(color));
}

}  // namespace rehearse::cli
