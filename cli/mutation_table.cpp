#include "cli/mutation_table.hpp"

#include <algorithm>

#include "cli/page.hpp"
#include "harness/properties/property.hpp"
#include "reports/text.hpp"
#include "scenarios/json_text.hpp"
#include "scenarios/suggest.hpp"

namespace rehearse::cli {
namespace {

using harness::Fate;
using harness::Trial;
using scenarios::Error;
using scenarios::JsonValue;

std::string named(const std::string& property) {
  for (const harness::Property& one : harness::all_properties())
    if (one.id == property) return property + " " + std::string(one.name);
  return property;
}

Error mistake(const std::string& path, const std::string& pointer, const std::string& message) {
  Error error;
  error.file = path;
  error.pointer = pointer;
  error.message = message;
  error.way_out = R"(write {"explained": {"MUTANT": "why it may survive"}})";
  return error;
}

std::string rows_of(const std::vector<Trial>& trials, const Explanations& explanations,
                    bool survivors) {
  std::string rows;
  for (const Trial& trial : trials) {
    const bool survived = standing_of(trial, explanations) != Standing::rejected;
    if (survived != survivors) continue;
    rows +=
        "| " + in_cell(trial.mutant) + " | " + in_cell(verdict_on(trial, explanations)) + " |\n";
  }
  return rows;
}

}  // namespace

scenarios::Result<Explanations> load_explanations(const std::string& path) {
  const auto text = scenarios::read_text_file(path);
  if (!text) return text.errors();
  const auto json = scenarios::parse_json(text.value(), path);
  if (!json) return json.errors();
  const JsonValue& root = json.value().root;
  const scenarios::JsonMember* const member =
      root.kind == JsonValue::Kind::object && root.members.size() == 1 ? root.member("explained")
                                                                       : nullptr;
  if (member == nullptr || member->value.kind != JsonValue::Kind::object)
    return mistake(path, "", "this is no file of explanations");
  Explanations explanations;
  std::vector<Error> errors;
  for (const scenarios::JsonMember& one : member->value.members) {
    if (one.value.kind == JsonValue::Kind::string && !one.value.string.empty())
      explanations[one.key] = one.value.string;
    else
      errors.push_back(mistake(
          path, "/explained",
          "the reason for " + scenarios::in_quotes(one.key) + " is not a text, or an empty one"));
  }
  if (!errors.empty()) return errors;
  return explanations;
}

Standing standing_of(const Trial& trial, const Explanations& explanations) {
  if (trial.fate == Fate::cut_short) return Standing::unknown;
  if (trial.fate == Fate::idle) return Standing::idle;
  if (trial.fate != Fate::survived) return Standing::rejected;
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
    case Fate::killed:
      return named(trial.property) + (trial.phase.empty() ? "" : " in " + trial.phase) + ", run " +
             reports::count(trial.run);
    case Fate::refused:
      return "no valid plan: " + trial.because;
    case Fate::uncertified:
      return "not certified: " + trial.because;
    case Fate::cut_short:
      return "interrupted";
    case Fate::idle:
    case Fate::survived:
      break;
  }
  std::string told;
  for (const std::string& finding : trial.findings) told += (told.empty() ? "" : ", ") + finding;
  const auto why = explanations.find(trial.mutant);
  if (!told.empty()) {
    return "survives; `rehearse check` says " + told +
           (why == explanations.end() ? "" : ". " + why->second);
  }
  if (why != explanations.end()) return why->second;
  return trial.fate == Fate::idle
             ? "never needed: run for run, every event is the same as with the plan"
             : "survives, and nothing explains it";
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
      "first, where, and in\nwhich run. A mutant that survives is a needless part of the plan, "
      "or a blind property: each has a\nreason. "
      "\"Never needed\" is what only matters when something else has gone wrong.\n\n";
  page += "<!-- Written by `" + command + "`; a test compares. -->\n\n";
  page += reports::count(static_cast<std::int64_t>(trials.size()), "mutant") + ": " +
          reports::count(static_cast<std::int64_t>(trials.size()) - survivors) + " rejected, " +
          reports::count(survivors) + " certified.\n\n";
  page += "## Certified all the same\n\n| mutant | why |\n| --- | --- |\n" +
          rows_of(trials, explanations, true);
  page +=
      "\n## Rejected\n\n| mutant | by |\n| --- | --- |\n" + rows_of(trials, explanations, false);
  return page;
}

}  // namespace rehearse::cli
