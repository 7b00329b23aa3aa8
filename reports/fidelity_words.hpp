#pragma once
/// How far simulation and real processes agree, in words.

#include <string>

#include "harness/certificate/certificate.hpp"

namespace rehearse::reports {

/// "with real processes, too, happen 2 of 3 violations that simulation found: D2 and D5; not: C1".
/// Empty when none was tried.
std::string fidelity_line(const harness::ScenarioResult& scenario);

/// "violated, too, in the 2nd run": what became of one of them.
std::string fidelity_outcome(const harness::Fidelity& one);

}  // namespace rehearse::reports
