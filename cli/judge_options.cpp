#include "cli/judge_options.hpp"

#include <CLI/CLI.hpp>

#include "cli/judge_recorded.hpp"
#include "cli/usage.hpp"
#include "scenarios/suggest.hpp"

namespace rehearse::cli {
namespace {

/// "register, cas-register or bank".
std::string any_of(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    text += (i == 0 ? "" : i + 1 == names.size() ? " or " : ", ") + names[i];
  }
  return text;
}

}  // namespace

void add_judge(CLI::App& app, AskedJudge& asked) {
  CLI::App& command = *app.add_subcommand(
      "judge", "Judge a saved history, or with --model what somebody else recorded");
  command.add_option("history", asked.options.history, "The history")
      ->type_name("FILE")
      ->required();
  command.add_option("--plan", asked.options.plan, "Its plan")->type_name("FILE");
  command.add_option("--scenario", asked.options.scenario, "Its scenario")->type_name("FILE");
  command
      .add_option("--model", asked.model,
                  "What was recorded: " + any_of(model_names()) + "; instead of plan and scenario")
      ->type_name("MODEL");
  command
      .add_option("--format", asked.format, "jsonl, edn or jepsen-log (else: as the file looks)")
      ->type_name("FORMAT");
  command
      .add_option("--initial", asked.options.initial,
                  "What each recorded object holds at first (else: nil)")
      ->type_name("VALUE");
  command
      .add_option("--time-budget", asked.time_budget,
                  "Search no longer than this; what is not known then is unknown (exit 3)")
      ->type_name("60s");
}

std::string understand_judge(AskedJudge& asked) {
  using scenarios::in_quotes;
  JudgeOptions& judge = asked.options;
  if (const auto& model = asked.model) {
    judge.model = find_model(*model);
    if (!judge.model) {
      return "there is no model " + in_quotes(*model) + "; " +
             scenarios::did_you_mean(*model, model_names());
    }
    if (!judge.plan.empty() || !judge.scenario.empty()) {
      return "--model judges what was recorded elsewhere: leave --plan and --scenario away";
    }
  } else if (judge.plan.empty() || judge.scenario.empty()) {
    return "judge needs --plan and --scenario for a history of rehearse, or --model for a "
           "recording of something else";
  } else if (asked.format || asked.time_budget) {
    return "--format and --time-budget go with --model";
  }
  if (const auto& format = asked.format) {
    judge.format = find_format(*format);
    if (!judge.format) {
      return "there is no format " + in_quotes(*format) + "; " +
             scenarios::did_you_mean(*format, {"jsonl", "edn", "jepsen-log"});
    }
  }
  return understand_time_budget(asked.time_budget, judge.time_budget);
}

}  // namespace rehearse::cli
