#include "harness/explore/placed_strikes.hpp"

#include <algorithm>
#include <limits>
#include <set>

#include "harness/explore/saved_choices.hpp"
#include "scenarios/ensure.hpp"
#include "scenarios/fault_kinds.hpp"
#include "scenarios/suggest.hpp"

namespace rehearse::harness {

using fault_injection::no_node;
using fault_injection::no_spec;
using fault_injection::Strike;
using simulators::NodeId;

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* malformed_strike =
    "a fault is an object of fault, at_us and what it strikes: from, to, reply and message; or "
    "node; or phase; and, where it has them, lasts_us and between";

/// The node under `name`; none where there is no such member; nothing when it is no node.
std::optional<NodeId> node_member(const Json& line, const char* name,
                                  const std::vector<std::string>& nodes, LineProblem& problem) {
  const auto found = line.find(name);
  if (found == line.end()) return no_node;
  std::string why;
  const auto node = read_node(*found, nodes, why);
  if (!node) problem.malformed = why;
  return node;
}

bool read_message(const Json& line, const StrikeNames& names, Strike& strike,
                  LineProblem& problem) {
  const auto from = node_member(line, "from", names.nodes, problem);
  if (!from) return false;
  const auto to = node_member(line, "to", names.nodes, problem);
  if (!to) return false;
  const auto node = node_member(line, "node", names.nodes, problem);
  if (!node) return false;
  strike.message.from = *from;
  strike.message.to = *to;
  strike.node = *node;
  if (const auto reply = line.find("reply"); reply != line.end()) {
    if (!reply->is_boolean()) return false;
    strike.message.reply = reply->get<bool>();
  }
  if (!line.contains("message")) return true;
  const auto tag = number_member(line, "message", std::numeric_limits<std::uint64_t>::max());
  if (!tag || *tag == 0 || line.contains("phase")) return false;
  strike.message.tag = *tag;
  return true;
}

bool read_times(const Json& line, Strike& strike) {
  const auto at = number_member(line, "at_us", line_time_max);
  if (!at) return false;
  strike.time = static_cast<simulators::Time>(*at);
  if (!line.contains("lasts_us")) return true;
  const auto lasts = number_member(line, "lasts_us", line_time_max);
  if (!lasts) return false;
  strike.duration = scenarios::Duration(static_cast<std::int64_t>(*lasts));
  return true;
}

bool read_between(const Json& line, const StrikeNames& names, Strike& strike,
                  LineProblem& problem) {
  const auto between = line.find("between");
  if (between == line.end()) return true;
  const bool two = between->is_array() && between->size() == 2 && (*between)[0].is_string() &&
                   (*between)[1].is_string();
  if (!two) return false;
  const auto wanted = between->get<std::vector<std::string>>();
  const auto& specs = names.scenario.faults;
  const auto found =
      std::find_if(specs.begin(), specs.end(), [&](const auto& s) { return s.between == wanted; });
  if (found != specs.end()) {
    strike.spec = static_cast<std::uint8_t>(found - specs.begin());
  } else {
    problem.gone = "the scenario has no fault between " + scenarios::in_quotes(wanted[0]) +
                   " and " + scenarios::in_quotes(wanted[1]);
  }
  return true;
}

bool only_known_members(const Json& line) {
  static const std::set<std::string> known{"fault", "from",  "to",    "reply",    "message",
                                           "node",  "phase", "at_us", "lasts_us", "between"};
  const auto items = line.items();
  return std::all_of(items.begin(), items.end(),
                     [](const auto& member) { return known.contains(member.key()); });
}

}  // namespace

std::string strike_line(const Strike& strike, const StrikeNames& names) {
  const auto kinds = scenarios::fault_kinds();
  REHEARSE_ENSURE(strike.kind < kinds.size());
  Json line = Json::object();
  line["fault"] = std::string(kinds[strike.kind].name);
  if (strike.message.from != no_node) line["from"] = node_json(strike.message.from, names.nodes);
  if (strike.message.to != no_node) line["to"] = node_json(strike.message.to, names.nodes);
  if (strike.message.reply) line["reply"] = true;
  if (strike.at_message()) line["message"] = number_json(strike.message.tag);
  if (strike.node != no_node) line["node"] = node_json(strike.node, names.nodes);
  if (strike.phase != simulators::no_phase && !strike.at_message()) {
    REHEARSE_ENSURE(strike.phase < names.plan.phases.size());
    line["phase"] = names.plan.phases[strike.phase].name;
  }
  line["at_us"] = strike.time;
  if (strike.duration.count() != 0) line["lasts_us"] = strike.duration.count();
  if (strike.spec != no_spec) {
    REHEARSE_ENSURE(strike.spec < names.scenario.faults.size());
    line["between"] = names.scenario.faults[strike.spec].between;
  }
  return line.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<Strike> read_strike(const Json& line, const StrikeNames& names,
                                  LineProblem& problem) {
  problem = {};
  Strike strike;
  const bool object = line.is_object();
  const auto kind = object ? text_member(line, "fault") : std::nullopt;
  const auto phase = object ? text_member(line, "phase") : std::nullopt;
  if (!kind || !phase || !only_known_members(line) || !read_times(line, strike) ||
      !read_message(line, names, strike, problem) || !read_between(line, names, strike, problem)) {
    if (problem.malformed.empty()) problem.malformed = malformed_strike;
    return std::nullopt;
  }
  if (const auto index = scenarios::fault_index(*kind)) {
    strike.kind = static_cast<fault_injection::KindIndex>(*index);
  } else {
    problem.malformed = "there is no fault " + scenarios::in_quotes(*kind) +
                        "; `rehearse list faults` names those that there are";
    return std::nullopt;
  }
  if (line.contains("phase")) {
    const auto place = index_of_name(names.plan.phases, *phase);
    if (place) strike.phase = *place;
    if (!place) problem.gone = "the plan has no phase " + scenarios::in_quotes(*phase);
  }
  if (problem.any()) return std::nullopt;
  return strike;
}

std::vector<Strike> renumbered(std::vector<Strike> strikes, const std::vector<std::string>& from,
                               const std::vector<std::string>& to, std::vector<std::string>& gone) {
  const auto renumber = [&](NodeId& node) {
    if (node >= from.size()) return true;  // no node that had a name: as it was
    const auto found = std::find(to.begin(), to.end(), from[node]);
    if (found != to.end()) {
      node = static_cast<NodeId>(found - to.begin());
      return true;
    }
    if (std::find(gone.begin(), gone.end(), from[node]) == gone.end()) gone.push_back(from[node]);
    return false;
  };
  std::erase_if(strikes, [&](Strike& strike) {
    const bool first = renumber(strike.message.from);
    const bool second = renumber(strike.message.to);
    const bool third = renumber(strike.node);
    return !first || !second || !third;
  });
  return strikes;
}

}  // namespace rehearse::harness
