#pragma once
/// Ids of the report's places, made from names, so that a deep link survives a re-run. Shared by
/// the HTML (which places them), JUnit, the summary and the command line (which point at them).

#include <cstddef>
#include <string>
#include <vector>

#include "harness/certificate/certificate.hpp"

namespace rehearse::reports {

/// Ids of one scenario. With several scenarios all carry its name: "flash-sale--p-no-lost-write".
struct ScenarioAnchors {
  std::string scenario;                      ///< "scenario-flash-sale"
  std::string prefix;                        ///< "" or "flash-sale--"
  std::vector<std::string> properties;       ///< "p-no-lost-write", by position in the certificate.
  std::vector<std::string> counterexamples;  ///< "x-no-lost-write"; step 4 of it is "...--step-4".
  std::vector<std::string> phases;           ///< "phase-cutover"

  /// "traffic", "coverage" and the like.
  std::string section(const char* name) const { return prefix + name; }
};

/// Anchors of every scenario; no two ids on the page are equal, however names collide.
std::vector<ScenarioAnchors> anchors_of(const harness::Certificate& certificate);

/// Id of step `number` (1-based) of the counterexample whose id is `counterexample`.
std::string step_anchor(const std::string& counterexample, std::size_t number);

/// "report.html#p-no-lost-write"
std::string deep_link(const std::string& anchor);

}  // namespace rehearse::reports
