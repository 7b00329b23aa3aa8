#include <algorithm>
#include <string_view>

#include "cli/commands.hpp"
#include "cli/inputs.hpp"
#include "cli/outcome_word.hpp"
#include "harness/history/history_file.hpp"
#include "harness/history/misfit.hpp"
#include "harness/history/verdict_proof.hpp"
#include "harness/properties/facts.hpp"
#include "harness/properties/property.hpp"
#include "reports/judgement.hpp"
#include "reports/text.hpp"

namespace rehearse::cli {
namespace {

using harness::Outcome;
using harness::Verdict;

/// "D1 no_lost_write          violated       sentence"
void say(const harness::Facts& facts, const harness::Property& property, const Verdict& verdict,
         const Terminal& terminal) {
  const auto [word, paint] = outcome_word(verdict.outcome, verdict.exercised);
  std::string name = std::string(property.id) + " " + std::string(property.name);
  name.resize(std::max<std::size_t>(name.size() + 2, 26), ' ');
  std::string padded(word);
  padded.resize(15, ' ');
  const std::string why = word == "holds"           ? ""
                          : verdict.because.empty() ? std::string(property.promise)
                                                    : verdict.because;
  terminal.say_painted(terminal.paint(Paint::plain, name) + terminal.paint(paint, padded) +
                       terminal.paint(Paint::plain, reports::one_line(why)));
  for (const std::string& line : proof_lines(harness::prove(facts, verdict))) {
    terminal.say("     " + reports::one_line(line));
  }
}

}  // namespace

ExitCode judge(const JudgeOptions& options, const Terminal& terminal) {
  if (options.model) return judge_recorded(options, terminal);
  const auto inputs = read_inputs(options.plan, {options.scenario});
  const auto stored = harness::load_history(options.history);
  if (!inputs) terminal.complain(inputs.errors());
  if (!stored) terminal.complain(stored.errors());
  if (!inputs || !stored) return ExitCode::bad_input;
  const scenarios::Plan& plan = inputs.value().plan.plan;
  if (const std::string why = harness::misfit(stored.value(), plan); !why.empty()) {
    terminal.complain(options.history + ": the history does not fit the plan: " + why);
    return ExitCode::bad_input;
  }
  const harness::Facts facts(plan, inputs.value().scenarios.front().scenario,
                             stored.value().history);
  bool violated = false, unknown = false;
  for (const harness::Property& property : harness::all_properties()) {
    const Verdict verdict = harness::judge(property, facts);
    violated = violated || verdict.outcome == Outcome::violated;
    unknown = unknown || verdict.outcome == Outcome::unknown;
    say(facts, property, verdict, terminal);
  }
  if (violated) return ExitCode::rejected;
  return unknown ? ExitCode::inconclusive : ExitCode::success;
}

}  // namespace rehearse::cli
