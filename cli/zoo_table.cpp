#include "cli/zoo_table.hpp"

#include <sstream>
#include <string_view>

#include "cli/page.hpp"
#include "reports/text.hpp"

namespace rehearse::cli {
namespace {

constexpr std::size_t milliseconds_column = 7;  ///< Of a row; column 0 is before the first bar.

std::string row(const ZooResult& result) {
  const auto& expectation = result.expectation;
  const auto number = [&](std::int64_t n) { return result.found ? std::to_string(n) : "-"; };
  return "| [" + in_cell(result.name) + "](" + result.name + "/) | " + in_cell(expectation.lesson) +
         " | " + expectation.property + " | " + number(result.operations) + " | " +
         number(result.faults) + " | " + number(result.runs) + " | " + number(result.milliseconds) +
         " | " + in_cell(expectation.source) + " |\n";
}

/// A row with nothing in its column of milliseconds; other lines as they are.
std::string timeless(const std::string& line) {
  if (!line.starts_with("| [")) return line;
  std::string made;
  std::size_t column = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '|' && (i == 0 || line[i - 1] != '\\')) ++column;
    if (column != milliseconds_column || line[i] == '|') made += line[i];
  }
  return made;
}

std::string timeless_page(const std::string& page) {
  std::string made;
  std::istringstream text(page);
  for (std::string line; std::getline(text, line);) made += timeless(line) + "\n";
  return made;
}

}  // namespace

std::string zoo_page(const std::vector<ZooResult>& results, const std::string& command) {
  std::string page = R"(# The zoo: migrations that went wrong, and their corrections

One folder per mechanism by which real migrations lost data or went down. `bad.json` is rejected
for the property in the table, `good.json` is its smallest correction and is certified under the
same `scenario.json`: `diff` the two and read the lesson. Every bad plan is found by the general
search with its default settings; no scenario schedules the fault that breaks it. How to write a
case: [docs/writing-scenarios.md](../../docs/writing-scenarios.md).

Operations and faults: of the smallest counterexample. Runs and ms: until it was found, with one
job; the milliseconds are those of the machine that wrote this page.

<!-- Written by )";
  page += "`" + command + "`; a test compares. -->\n\n";
  page += "| case | lesson | property | operations | faults | runs | ms | source |\n";
  page += "| --- | --- | --- | --- | --- | --- | --- | --- |\n";
  for (const ZooResult& result : results) page += row(result);
  return page;
}

std::string difference_of_zoo_pages(const std::string& wanted, const std::string& there) {
  return difference_of_pages(timeless_page(wanted), timeless_page(there));
}

}  // namespace rehearse::cli
