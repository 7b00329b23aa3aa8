#include "scenarios/reader/key_tables.hpp"
#include "scenarios/reader/sections.hpp"
#include "scenarios/suggest.hpp"
#include "scenarios/units.hpp"

namespace rehearse::scenarios::reading {
namespace {

/// A JSON number, exact: its text is read, not its binary approximation.
std::optional<std::int64_t> exact_number(const At& at, int digits) {
  const bool number = at.is(JsonValue::Kind::integer) || at.is(JsonValue::Kind::number);
  return number ? read_decimal(at.text(), digits) : std::nullopt;
}

/// "150%" is 150.
std::optional<std::int64_t> whole_percent(std::string_view text) {
  if (!text.ends_with("%")) return std::nullopt;
  return read_decimal(text.substr(0, text.size() - 1), 0);
}

/// "yes" sets, "none" clears.
void read_switch(const ObjectReader& object, std::string_view key, const std::string& yes,
                 bool& out) {
  const auto found = object.find(key);
  if (!found) return;
  if (found->is_text() && (found->text() == yes || found->text() == "none")) {
    out = found->text() == yes;
  } else {
    wrong_name(*found, {yes, "none"});
  }
}

}  // namespace

void read_objectives(const At& at, Objectives& objectives) {
  const ObjectReader object(at, objectives_table);
  if (const auto found = object.find("availability")) {
    const auto value = found->is_text() ? read_percent(found->text()) : exact_number(*found, 6);
    if (value && *value <= 1'000'000) {
      objectives.availability_per_million = *value;
    } else {
      found->wrong("this is not a share from 0 to 1, with at most six digits behind the point",
                   "write e.g. 0.9999 or \"99.99%\"");
    }
  }
  object.read("window", objectives.window);
  object.read("longest_outage", objectives.longest_outage);
  object.read("p99", objectives.p99);
  if (const auto found = object.find("p99_vs_control")) {
    const auto value = found->is_text() ? whole_percent(found->text()) : exact_number(*found, 2);
    if (value && *value <= 1'000'000) {
      objectives.p99_vs_control_percent = *value;
    } else {
      found->wrong("this is not a factor with at most two digits behind the point",
                   "write e.g. 1.5 or \"150%\": at most one and a half times the control run");
    }
  }
}

void read_explore(const At& at, Explore& explore) {
  const ObjectReader object(at, explore_table);
  read_switch(object, "single_faults", "exhaustive", explore.single_faults_exhaustive);
  object.read("rollback", explore.rollback);
  read_switch(object, "pairs", "lineage", explore.pairs_by_lineage);
  object.read_number("swarm_runs", explore.swarm_runs, any_count);
  object.read_number("base_runs", explore.base_runs, {1, 1'000});
  object.read_number("operations", explore.operations, {1, 1'000'000});
  object.read_number("most_runs", explore.most_runs, {1, 10'000'000});
  object.read_number("stress_runs", explore.stress_runs, any_count);
}

}  // namespace rehearse::scenarios::reading
