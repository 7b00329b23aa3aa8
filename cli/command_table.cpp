#include "cli/command_table.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "cli/asked.hpp"
#include "cli/commands.hpp"

namespace rehearse::cli {
namespace {

using Words = std::vector<std::string>;

/// "bad|good": words in small letters are the values that there are, for the help and completions.
std::string choices(const Words& values) { return fmt::format("{}", fmt::join(values, "|")); }

void add_scenarios(CLI::App& command, Words& scenarios) {
  command.add_option("--scenario", scenarios, "What it is rehearsed under; may be repeated")
      ->type_name("FILE")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false);
}

void add_color(CLI::App& app, Asked& asked) {
  app.add_option("--color", asked.color, "Colour (else: auto)")->type_name("auto|always|never");
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
  command
      .add_option("--waivers", options.waivers,
                  "Violations that somebody bears for a while; the verdict stays what it is")
      ->type_name("FILE");
  command
      .add_option("--previous", options.previous,
                  "The certificate before: the report says what is different")
      ->type_name("FILE");
  command.add_flag("--quiet", options.quiet, "Only the verdict and where to look");
  command.add_flag(
      "--live", options.live,
      "With real processes, sockets and files, in real time; one run if you do not say");
  command.add_flag("--replay-counterexamples", options.replay_counterexamples,
                   "With --live: simulate first, and try what was found with real processes");
  command.add_flag("--postgres", options.postgres,
                   "With --live: stores on PostgreSQL, a server of our own or REHEARSE_PG_URL");
  command.add_flag("--allow-commands", options.allow_commands,
                   "With --live: start the programs that the plan names, in place of services");
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

  CLI::App& diff = *app.add_subcommand("diff", "Tell what is different between two certificates");
  diff.add_option("old-certificate", asked.diff.before, "The certificate before, or its folder")
      ->type_name("FILE")
      ->required();
  diff.add_option("new-certificate", asked.diff.after, "The certificate after it, or its folder")
      ->type_name("FILE")
      ->required();

  CLI::App& list =
      *app.add_subcommand("list", "List faults, properties, scenarios, situations or stages");
  list.add_option("topic", asked.list.topic, "What to list")
      ->type_name(choices(list_topics()))
      ->required();
  list.add_option("plan", asked.list.plan, "For situations: those of this plan")->type_name("FILE");
  add_scenarios(list, asked.list.scenarios);
}

void add_init(CLI::App& app, Asked& asked) {
  app.add_subcommand("init", "Write a project to start from: plan, scenarios, CMake and CI files")
      ->add_option("folder", asked.init.folder, "A new folder, or one without these files")
      ->type_name("DIR")
      ->required();
}

void add_generate(CLI::App& app, Asked& asked) {
  app.add_subcommand("generate", "Print completions for a shell, the man page or a reference")
      ->add_option("page", asked.generate, "Completions of a shell, the man page or a reference")
      ->type_name(choices(generated_topics()))
      ->required();
}

/// Not for people, and not in the help.
void add_node(CLI::App& app, Asked& asked) {
  CLI::App& command = *app.add_subcommand("node", "One node of a live run")->group("");
  command.add_option("--run", asked.node.run, "Folder of the run")->required();
  command.add_option("--role", asked.node.role, "Which node of the plan")->required();
  command.add_option("--version", asked.node.version, "Of an instance");
  command.add_option("--process", asked.node.process, "The how manyth of this node");
}

}  // namespace

void describe_commands(CLI::App& app, Asked& asked) {
  add_color(app, asked);
  add_init(app, asked);
  add_certify(app, asked);
  add_others(app, asked);
  add_zoo(app, asked);
  add_mutate(app, asked);
  add_generate(app, asked);
  add_node(app, asked);
  for (CLI::App* command : app.get_subcommands({})) add_color(*command, asked);
}

}  // namespace rehearse::cli
