#include "reports/waiver_words.hpp"

namespace rehearse::reports {

std::string waiver_line(const harness::Waiver& waiver) {
  const std::string where = waiver.scenario.empty() ? "" : " under " + waiver.scenario;
  std::string worth = "In force; the verdict stays.";
  if (waiver.state == "expired") worth = "Expired: it counts no more.";
  if (waiver.state == "not needed") worth = "Not needed: this is not violated.";
  return waiver.property + where + ", waived by " + waiver.owner + " until " + waiver.expires +
         ": " + waiver.reason + ". " + worth;
}

bool concerns(const harness::Waiver& waiver, const harness::ScenarioResult& scenario,
              const harness::PropertyResult& property) {
  const bool here = waiver.scenario.empty() || waiver.scenario == scenario.name;
  return here && (waiver.property == property.id || waiver.property == property.name);
}

const harness::Waiver* waiver_of(const harness::Certificate& certificate,
                                 const harness::ScenarioResult& scenario,
                                 const harness::PropertyResult& property) {
  for (const harness::Waiver& waiver : certificate.waivers)
    if (waiver.state == "in force" && concerns(waiver, scenario, property)) return &waiver;
  return nullptr;
}

}  // namespace rehearse::reports
