#include "cli/mutation_table.hpp"

#include <algorithm>

#include "cli/page.hpp"
#include "harness/properties/property.hpp"
#include "reports/text.hpp"
#include "scenarios/suggest.hpp"

namespace rehearse::cli {
namespace {

using harness::MutantFate;
using harness::Trial;

std::string named(const std::string& property) {
  for (const harness::Property& one : harness::all_properties())
    if (one.id == property) return property + " " + std::string(one.name);
  return property;
}

std::string row_of(const Trial& trial, const Explanations& explanations) {
  const Standing standing = standing_of(trial, explanations);
  std::string row = "| " + in_cell(trial.mutant) + " | ";
  if (standing != Standing::rejected) row += in_cell(what_it_shows(trial, explanations)) + " | ";
  return row + in_cell(verdict_on(trial, explanations)) + " |\n";
}

std::string rows_of(const std::vector<Trial>& trials, const Explanations& explanations,
                    bool survivors) {
  std::string rows;
  for (const Trial& trial : trials)
    if ((standing_of(trial, explanations) != Standing::rejected) == survivors)
      rows += row_of(trial, explanations);
  return rows;
}

std::string joined(const std::vector<std::string>& findings) {
  std::string all;
  for (const std::string& finding : findings) all += (all.empty() ? "" : ", ") + finding;
  return all;
}

}  // namespace

Standing standing_of(const Trial& trial, const Explanations& explanations) {
  if (trial.fate == MutantFate::cut_short) return Standing::unknown;
  if (trial.fate == MutantFate::idle) return Standing::idle;
  if (trial.fate != MutantFate::survived) return Standing::rejected;
  if (!trial.findings.empty()) return Standing::told;
  return explanations.contains(trial.mutant) ? Standing::explained : Standing::unexplained;
}

std::vector<std::string> idle_explanations(const std::vector<Trial>& trials,
                                           const Explanations& explanations) {
  std::vector<std::string> idle;
  for (const auto& [mutant, why] : explanations) {
    const auto found =
        std::find_if(trials.begin(), trials.end(),
                     [&mutant = mutant](const Trial& trial) { return trial.mutant == mutant; });
    if (found == trials.end())
      idle.push_back("there is no mutant " + scenarios::in_quotes(mutant) +
                     ", and yet a reason why it survives");
    else if (standing_of(*found, explanations) == Standing::rejected)
      idle.push_back("the mutant " + scenarios::in_quotes(mutant) +
                     " does not survive, and yet there is a reason for it: " +
                     verdict_on(*found, explanations));
  }
  return idle;
}

std::string verdict_on(const Trial& trial, const Explanations& explanations) {
  switch (trial.fate) {
    case MutantFate::killed:
      return named(trial.property) + (trial.phase.empty() ? "" : " in " + trial.phase) + ", run " +
             reports::count(trial.run);
    case MutantFate::refused:
      return "no valid plan: " + trial.because;
    case MutantFate::uncertified:
      return "not certified: " + trial.because;
    case MutantFate::cut_short:
      return "interrupted";
    case MutantFate::idle:
    case MutantFate::survived:
      break;
  }
  const auto found = explanations.find(trial.mutant);
  const std::string why = found == explanations.end() ? "" : found->second.why;
  if (!trial.findings.empty())
    return "`rehearse check` says " + joined(trial.findings) + (why.empty() ? "" : ". " + why);
  if (!why.empty()) return why;
  return trial.fate == MutantFate::idle ? "run for run, every event is the same as with the plan"
                                        : "nothing explains it";
}

std::string what_it_shows(const Trial& trial, const Explanations& explanations) {
  switch (standing_of(trial, explanations)) {
    case Standing::rejected:
      return "rejected";
    case Standing::idle:
      return "never needed";
    case Standing::told:
      return "told by check";
    case Standing::explained:
      return std::string(in_words(explanations.at(trial.mutant).blame));
    case Standing::unexplained:
      return "unexplained";
    case Standing::unknown:
      break;
  }
  return "unknown";
}

std::string mutation_page(const std::string& plan, const std::vector<Trial>& trials,
                          const Explanations& explanations, const std::string& command) {
  const auto survivors = std::count_if(trials.begin(), trials.end(), [&](const Trial& trial) {
    return standing_of(trial, explanations) != Standing::rejected;
  });
  std::string page = "# Mutation matrix of " + in_cell(plan) + "\n\n";
  page +=
      "Every gate, condition, step and axis of the plan left out, every two neighbours swapped, "
      "every axis\nmade weaker, one at a time; and what noticed: the property that was violated "
      "first, where, and in\nwhich run. What is certified all the same is\n\n"
      "- *never needed*: in every run, each event is the same as with the plan;\n"
      "- *told by check*: no run shows it, and `rehearse check` warns of it;\n"
      "- *needless*: the plan can do without;\n"
      "- *a safety net*: the plan needs it only where something else goes wrong;\n"
      "- *a blind spot*: it matters, and nothing that was rehearsed or judged shows it;\n"
      "- *unexplained*: one of the last three, and nobody has said which.\n\n";
  page += "<!-- Written by `" + command + "`; a test compares. -->\n\n";
  page += reports::count(static_cast<std::int64_t>(trials.size()), "mutant") + ": " +
          reports::count(static_cast<std::int64_t>(trials.size()) - survivors) + " rejected, " +
          reports::count(survivors) + " certified.\n\n";
  page += "## Certified all the same\n\n| mutant | what it shows | why |\n| --- | --- | --- |\n" +
          rows_of(trials, explanations, true);
  page +=
      "\n## Rejected\n\n| mutant | by |\n| --- | --- |\n" + rows_of(trials, explanations, false);
  return page;
}

}  // namespace rehearse::cli
