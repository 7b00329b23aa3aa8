#include "cli/generated.hpp"
#include "cli/page.hpp"
#include "harness/properties/property.hpp"
#include "scenarios/fault_kinds.hpp"
#include "scenarios/units.hpp"

namespace rehearse::cli {
namespace {

/// `cells` are Markdown; "-" where there is nothing to say.
std::string table_row(const std::vector<std::string>& cells) {
  std::string row;
  for (const std::string& cell : cells) row += "| " + (cell.empty() ? "-" : in_cell(cell)) + " ";
  return row + "|\n";
}

std::string table_head(const std::vector<std::string>& names) {
  return table_row(names) + table_row(std::vector<std::string>(names.size(), "---"));
}

std::string as_code(std::string_view name) { return "`" + std::string(name) + "`"; }

std::string fault_row(const scenarios::FaultKind& kind) {
  std::string duration(kind.duration_is);
  if (!duration.empty() && kind.usual.count() > 0)
    duration += "; " + scenarios::duration_text(kind.usual);
  const std::string_view budget = scenarios::key_of(kind.budget);
  return table_row({as_code(kind.name), std::string(kind.promise), std::string(kind.where),
                    duration, budget.empty() ? "nothing: stress only" : as_code(budget),
                    std::string(kind.sources)});
}

}  // namespace

std::string fault_reference() {
  std::string text;
  for (const std::string_view group : scenarios::fault_groups()) {
    if (!text.empty()) text += "\n";
    text += "### " + std::string(group) + "\n\n";
    const std::string_view promise = scenarios::promise_of_group(group);
    if (!promise.empty()) text += std::string(promise) + "\n\n";
    text += table_head(
        {"kind", "what happens", "where it can strike", "`duration`", "paid from", "design"});
    for (const scenarios::FaultKind& kind : scenarios::fault_kinds())
      if (kind.group == group) text += fault_row(kind);
  }
  return text;
}

std::string property_reference() {
  std::string text =
      table_head({"id", "name", "kind", "promise", "exercised when", "what it does not see"});
  for (const harness::Property& property : harness::all_properties()) {
    const std::string_view promise =
        property.precisely.empty() ? property.promise : property.precisely;
    text += table_row({std::string(property.id), as_code(property.name), std::string(property.kind),
                       std::string(promise), std::string(property.exercised_when),
                       std::string(property.does_not_see)});
  }
  return text;
}

}  // namespace rehearse::cli
