#include "cli/waivers.hpp"

#include <algorithm>
#include <chrono>

#include "cli/inputs.hpp"
#include "reports/judgement.hpp"
#include "reports/waiver_words.hpp"
#include "scenarios/reader/key_tables.hpp"
#include "scenarios/reader/object_file.hpp"
#include "scenarios/suggest.hpp"

namespace rehearse::cli {
namespace {

using namespace scenarios::reading;
using harness::Waiver;

/// A day of the calendar, "2026-12-31".
bool is_day(const std::string& text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  for (const std::size_t i : {0U, 1U, 2U, 3U, 5U, 6U, 8U, 9U})
    if (text[i] < '0' || text[i] > '9') return false;
  const int year = std::stoi(text);
  const auto month = static_cast<unsigned>(std::stoi(text.substr(5)));
  const auto day = static_cast<unsigned>(std::stoi(text.substr(8)));
  return std::chrono::year_month_day(std::chrono::year(year), std::chrono::month(month),
                                     std::chrono::day(day))
      .ok();
}

void read_property(const ObjectReader& object, Waiver& waiver) {
  if (!object.read_required("property", waiver.property, "\"property\": \"A2\"")) return;
  const std::vector<std::string> known = property_names();
  if (std::find(known.begin(), known.end(), waiver.property) == known.end())
    object.find("property")
        ->wrong("there is no property " + scenarios::in_quotes(waiver.property),
                scenarios::did_you_mean(waiver.property, known));
}

void read_waiver(const At& at, std::vector<Waiver>& waivers) {
  const ObjectReader object(at, waiver_table);
  if (!object.valid()) return;
  Waiver waiver;
  read_property(object, waiver);
  object.read("scenario", waiver.scenario);
  object.read_required("owner", waiver.owner, "\"owner\": \"Ana Ruiz\"");
  object.read_required("reason", waiver.reason, "\"reason\": \"the night job is off until then\"");
  if (object.read_required("expires", waiver.expires, "\"expires\": \"2026-12-31\"") &&
      !is_day(waiver.expires))
    object.find("expires")->wrong("a waiver ends on a day of the calendar",
                                  "write it as \"2026-12-31\"");
  waivers.push_back(std::move(waiver));
}

void read_waivers(const ObjectReader& object, std::vector<Waiver>& waivers) {
  const auto list = object.require("waivers", "\"waivers\": [{\"property\": \"A2\", ...}]");
  if (list && !list->is_array())
    list->wrong("a list of waivers is expected here");
  else if (list)
    for (std::size_t i = 0; i < list->value->items.size(); ++i) read_waiver(list->item(i), waivers);
}

/// Whether something that it is about is violated.
bool needed(const Waiver& waiver, const harness::Certificate& certificate) {
  for (const harness::ScenarioResult& scenario : certificate.scenarios)
    for (const harness::PropertyResult& property : scenario.properties)
      if (reports::concerns(waiver, scenario, property) &&
          reports::rank_of(property) == reports::Rank::violated)
        return true;
  return false;
}

}  // namespace

scenarios::Result<std::vector<Waiver>> load_waivers(const std::string& path) {
  return read_object_file<std::vector<Waiver>>(path, waivers_table, read_waivers);
}

void apply_waivers(harness::Certificate& certificate, const std::string& utc) {
  for (Waiver& waiver : certificate.waivers) {
    const bool over = waiver.expires < utc.substr(0, waiver.expires.size());
    waiver.state = !needed(waiver, certificate) ? "not needed" : over ? "expired" : "in force";
  }
}

}  // namespace rehearse::cli
