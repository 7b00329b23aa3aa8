#pragma once
/// One fault of a shrunk run as one line of a counterexample file, and back. Private to
/// counterexample_file.cpp.
///
///     {"fault": "reply_lost", "from": "app/2", "to": "shop", "reply": true, "message": 41,
///      "at_us": 70200}
///     {"fault": "outage", "node": "shop", "phase": "backfill", "at_us": 1200, "lasts_us": 500000}
///
/// A fault strikes at a message, the so many-th of its sender by the sender's own count, or so long
/// after the begin of a phase, or of the run where there is none. (`at_us` of a message is only for
/// readers.) "between" says for which nodes it holds, as the scenario does. Everything stands by
/// name, so that the line means the same after an edit of the plan.

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "fault_injection/strike.hpp"
#include "harness/explore/line_members.hpp"
#include "scenarios/plan.hpp"
#include "scenarios/scenario.hpp"

namespace rehearse::harness {

/// What the names in a line stand for.
struct StrikeNames {
  const scenarios::Plan& plan;
  const scenarios::Scenario& scenario;
  const std::vector<std::string>& nodes;
};

/// Kind, phase and entry of the scenario must be there.
std::string strike_line(const fault_injection::Strike& strike, const StrikeNames& names);

/// The strike, or nothing and in `problem` one sentence. A list of "between" that several entries
/// of the scenario have stands for the first of them.
std::optional<fault_injection::Strike> read_strike(const nlohmann::ordered_json& line,
                                                   const StrikeNames& names, LineProblem& problem);

/// The strikes with the numbers that their nodes have in `to`, where they had those of `from`;
/// those of nodes that are not there any more are left out, and the nodes' names told in `gone`.
std::vector<fault_injection::Strike> renumbered(std::vector<fault_injection::Strike> strikes,
                                                const std::vector<std::string>& from,
                                                const std::vector<std::string>& to,
                                                std::vector<std::string>& gone);

}  // namespace rehearse::harness
