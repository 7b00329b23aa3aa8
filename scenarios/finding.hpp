#pragma once
/// What `rehearse check` says about a plan without running it. A finding never changes what is
/// simulated: it is an opinion with a reason.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "scenarios/source_map.hpp"

namespace rehearse::scenarios {

/// error: the plan cannot keep its promises as written. warning: it can, if you are lucky.
/// note: what the reader assumed.
enum class Severity : std::uint8_t { error, warning, note };

struct Finding {
  Severity severity = Severity::warning;
  std::string pointer;  ///< JSON pointer into the plan.
  Place place;          ///< Line 0 when the plan did not come from a file.
  std::string file;     ///< Empty when the plan did not come from a file.
  std::string id;       ///< e.g. "gate_without_deadline"
  std::string message;
  std::string way_out;
  bool operator==(const Finding&) const = default;
};

/// `file:line:column: warning: /phases/2/gate: message; way out [gate_without_deadline]`
std::string to_string(const Finding& finding);
std::string_view name_of(Severity severity);

struct FindingKind {
  std::string_view id;
  Severity severity;
  std::string_view promise;  ///< What it looks for, one line.
};

/// Every finding there is, in the order of docs/plan-reference.md.
std::span<const FindingKind> finding_kinds();

}  // namespace rehearse::scenarios
