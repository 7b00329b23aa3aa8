#pragma once
/// Waivers as all reports tell them.

#include <string>

#include "harness/certificate/certificate.hpp"

namespace rehearse::reports {

/// "D1, waived by Ana Ruiz until 2026-12-31: the orders are copied again. In force; the verdict
/// stays."
std::string waiver_line(const harness::Waiver& waiver);

/// Whether it is about this property of this scenario.
bool concerns(const harness::Waiver& waiver, const harness::ScenarioResult& scenario,
              const harness::PropertyResult& property);

/// The waiver in force of a property in a scenario; null when there is none.
const harness::Waiver* waiver_of(const harness::Certificate& certificate,
                                 const harness::ScenarioResult& scenario,
                                 const harness::PropertyResult& property);

}  // namespace rehearse::reports
