#pragma once
/// Properties: pure functions of a finished history. Adding one is a recipe: one file here, one
/// entry in `all_properties()` (catalogue.cpp), from which docs/properties.md is made, one test
/// file.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/plan.hpp"
#include "scenarios/scenario.hpp"
#include "simulators/runtime/history.hpp"

namespace rehearse::harness {

using simulators::EventId;

/// Verdict of one property over one history. `unknown` is not a pass; precedence violated > unknown
/// > holds.
enum class Outcome : std::uint8_t { holds, violated, unknown };

/// What makes a witness a contradiction: "Then ... . However ... : a contradiction", about what the
/// witness names, without full stops.
struct Reason {
  std::string then, however;
};

struct Verdict {
  Outcome outcome = Outcome::unknown;
  bool exercised = false;  ///< The premise occurred. Never true by default; `holds` unexercised is
                           ///< reported as not exercised.
  std::string because;     ///< One sentence a reviewer can read aloud.
  std::vector<EventId> witness;  ///< In history order; empty unless violated.
  Reason reason;                 ///< Empty unless violated.
  std::string lost;              ///< The weakest guarantee that was lost; empty unless violated.
  std::uint16_t phase = simulators::no_phase;  ///< To blame; violated only.
  std::string
      subject;  ///< What it is about, stable across runs: "orders" or "orders.new"; violated only.
  std::int64_t measured = 0;  ///< For objectives: the value and the bound (unit says of what).
  std::int64_t bound = 0;
  std::string_view unit;  ///< "us", "per million", ""; static storage.
};

/// Everything a property may look at. Indices (per key, per operation) that several properties need
/// are computed once in `Facts` (facts.hpp).
class Facts;

struct Property {
  std::string_view id;       ///< "D1"
  std::string_view name;     ///< "no_lost_write"
  std::string_view kind;     ///< "safety", "liveness" or "objective"
  std::string_view promise;  ///< One line: what holding means.
  Verdict (*judge)(const Facts& facts);
  // For the reference; may be empty for one that was added.
  std::string_view precisely = {};       ///< The promise, with what it does not say.
  std::string_view exercised_when = {};  ///< Its premise.
  std::string_view does_not_see = {};    ///< What it would hold in spite of.
};

/// In the order of the table in docs/architecture.md: A1 A2 D1..D6 C1 C2 R1 R2 L1 V1 V2 I1 X1; then
/// those that were added.
std::span<const Property> all_properties();

/// A property of a user's own, judged like ours from here on. Before anything is rehearsed, and not
/// from several threads. Its texts are static; aborts when its id or name is taken.
void add_property(const Property& property);

/// The verdict of one of them; unknown, whatever the history says, where the run was given up.
Verdict judge(const Property& property, const Facts& facts);

/// Whether one of `names` is "all", the property's id or its name.
bool asked_for(const std::vector<std::string>& names, const Property& property);

}  // namespace rehearse::harness
