#pragma once
/// `--expect-violated ID[@PHASE]`: a plan that must be rejected, and for this reason.

#include <string>
#include <vector>

#include "harness/certificate/certificate.hpp"
#include "scenarios/plan.hpp"
#include "scenarios/result.hpp"

namespace rehearse::cli {

struct Expectation {
  std::string property;  ///< Id.
  std::string phase;     ///< Empty: any.
  bool operator==(const Expectation&) const = default;
};

/// The property by its id, or by its name; the phase must be one of the plan's.
scenarios::Result<Expectation> read_expectation(const std::string& text,
                                                const scenarios::Plan& plan);

struct Findings {
  bool met = false;
  std::vector<std::string> lines;  ///< "expected  D1 violated in phase cutover: it is", one each.
};

/// Met when the certificate is rejected and every expectation is among what is violated.
Findings compare(const std::vector<Expectation>& expected, const harness::Certificate& certificate);

}  // namespace rehearse::cli
