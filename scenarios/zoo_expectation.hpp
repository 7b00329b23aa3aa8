#pragma once
/// `expect.json` of a zoo case: why its bad plan must be rejected, and how small the counterexample
/// must be. The other files of a case are plans and a scenario: see docs/writing-scenarios.md.

#include <cstdint>
#include <string>
#include <string_view>

#include "scenarios/result.hpp"

namespace rehearse::scenarios {

struct ZooExpectation {
  std::string lesson;           ///< One line, what to do instead.
  std::string property;         ///< Id of the property that must be violated.
  std::string phase;            ///< That it must blame; empty: any.
  std::int64_t operations = 0;  ///< Most client operations of the counterexample.
  std::int64_t faults = 0;      ///< Most faults of the counterexample.
  std::string source;           ///< The incident or issue that it comes from: text or a link.
  bool operator==(const ZooExpectation&) const = default;
};

/// Every mistake in `text`; `file` is how messages call it.
Result<ZooExpectation> read_zoo_expectation(std::string_view text, std::string file);
Result<ZooExpectation> load_zoo_expectation(const std::string& path);

}  // namespace rehearse::scenarios
