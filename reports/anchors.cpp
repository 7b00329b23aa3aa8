#include "reports/anchors.hpp"

#include <map>
#include <utility>

#include "reports/text.hpp"

namespace rehearse::reports {
namespace {

/// How often each name was wanted so far.
using Taken = std::map<std::string, int>;

/// `wanted`, the second time with "--2" behind it, and so on. Slugs never hold "--": no collisions.
std::string unique(Taken& taken, const std::string& wanted) {
  const int times = ++taken[wanted];
  return times == 1 ? wanted : wanted + "--" + std::to_string(times);
}

/// Name of the property that a counterexample is of, or what it says itself.
std::string name_of(const harness::ScenarioResult& scenario, const std::string& id) {
  for (const harness::PropertyResult& property : scenario.properties) {
    if (property.id == id) return property.name;
  }
  return id;
}

ScenarioAnchors anchors_of(const harness::ScenarioResult& scenario, std::string name,
                           bool several) {
  ScenarioAnchors anchors;
  anchors.scenario = "scenario-" + name;
  anchors.prefix = several ? std::move(name) + "--" : "";
  Taken taken;
  for (const auto& property : scenario.properties) {
    anchors.properties.push_back(anchors.prefix + unique(taken, "p-" + slug(property.name)));
  }
  for (const auto& counterexample : scenario.counterexamples) {
    anchors.counterexamples.push_back(
        anchors.prefix + unique(taken, "x-" + slug(name_of(scenario, counterexample.property))));
  }
  for (const auto& phase : scenario.phases) {
    anchors.phases.push_back(anchors.prefix + unique(taken, "phase-" + slug(phase.name)));
  }
  return anchors;
}

}  // namespace

std::vector<ScenarioAnchors> anchors_of(const harness::Certificate& certificate) {
  std::vector<ScenarioAnchors> all;
  Taken taken;
  for (const harness::ScenarioResult& scenario : certificate.scenarios) {
    std::string name = unique(taken, slug(scenario.name));
    all.push_back(anchors_of(scenario, std::move(name), certificate.scenarios.size() > 1));
  }
  return all;
}

std::string step_anchor(const std::string& counterexample, std::size_t number) {
  return counterexample + "--step-" + std::to_string(number);
}

std::string deep_link(const std::string& anchor) { return "report.html#" + anchor; }

}  // namespace rehearse::reports
