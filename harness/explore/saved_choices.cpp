#include "harness/explore/saved_choices.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "scenarios/ensure.hpp"
#include "scenarios/suggest.hpp"

namespace rehearse::harness {
namespace {

using Json = nlohmann::ordered_json;
using simulators::Choice;
using simulators::NodeId;
using simulators::Site;
using simulators::SiteKind;

constexpr std::size_t parts = 7;
constexpr std::uint64_t exact_in_json_max = std::uint64_t{1} << 53U;
/// `index` of the draw that a fault makes per message: then a and b are the ends of the link.
constexpr std::uint8_t per_message = 255;

constexpr std::array<std::pair<std::string_view, SiteKind>, 15> site_kinds{{
    {"delay", SiteKind::delay},
    {"work", SiteKind::work},
    {"arrival", SiteKind::arrival},
    {"operation", SiteKind::operation},
    {"client", SiteKind::client},
    {"key", SiteKind::key},
    {"field", SiteKind::field},
    {"instance", SiteKind::instance},
    {"flag_delay", SiteKind::flag_delay},
    {"segment", SiteKind::segment},
    {"decline", SiteKind::decline},
    {"refuse", SiteKind::refuse},
    {"fault", SiteKind::fault},
    {"shape", SiteKind::shape},
    {"initial", SiteKind::initial},
}};

std::string_view kind_name(SiteKind kind) {
  for (const auto& [name, value] : site_kinds) {
    if (value == kind) return name;
  }
  constexpr bool every_kind_has_a_name = false;
  REHEARSE_ENSURE(every_kind_has_a_name);
  return {};
}

/// Whether `b` is a node: then `a` is one too, and they are the ends of a link.
bool is_link(const Site& site) {
  return site.kind == SiteKind::delay ||
         (site.kind == SiteKind::fault && site.index == per_message);
}

bool begins_at_node(const Site& site) {
  return is_link(site) || site.kind == SiteKind::work || site.kind == SiteKind::instance ||
         site.kind == SiteKind::segment || site.kind == SiteKind::flag_delay ||
         site.kind == SiteKind::refuse;
}

Json node(NodeId id, bool is_node, const std::vector<std::string>& nodes) {
  return is_node ? node_json(id, nodes) : Json(id);
}

std::optional<SiteKind> read_kind(const Json& json, std::string& problem) {
  if (!json.is_string()) {
    problem = "a choice begins with the kind of its site, e.g. \"delay\"";
    return std::nullopt;
  }
  const std::string& wanted = json.get_ref<const std::string&>();
  for (const auto& [name, kind] : site_kinds) {
    if (name == wanted) return kind;
  }
  problem = "there is no kind of choice " + scenarios::in_quotes(wanted);
  return std::nullopt;
}

}  // namespace

Json number_json(std::uint64_t value) {
  if (value <= exact_in_json_max) return value;
  return std::to_string(value);
}

Json node_json(NodeId id, const std::vector<std::string>& nodes) {
  if (id >= nodes.size()) return id;
  const auto first = std::find(nodes.begin(), nodes.end(), nodes[id]);
  if (static_cast<std::size_t>(first - nodes.begin()) != id) return id;
  return nodes[id];
}

std::optional<NodeId> read_node(const Json& json, const std::vector<std::string>& nodes,
                                std::string& problem) {
  if (json.is_string()) {
    const std::string& name = json.get_ref<const std::string&>();
    const auto found = std::find(nodes.begin(), nodes.end(), name);
    if (found != nodes.end()) return static_cast<NodeId>(found - nodes.begin());
    problem = "\"nodes\" does not list the node " + scenarios::in_quotes(name);
    return std::nullopt;
  }
  const auto value = read_number(json);
  if (value && *value <= std::numeric_limits<NodeId>::max()) return static_cast<NodeId>(*value);
  problem = "a node is a name or a number from 0 to 65535";
  return std::nullopt;
}

std::vector<std::string> site_kind_names() {
  std::vector<std::string> names;
  for (const auto& entry : site_kinds) names.emplace_back(entry.first);
  return names;
}

std::string choice_line(const Choice& choice, const std::vector<std::string>& nodes) {
  const Site& site = choice.site;
  const Json line =
      Json::array({std::string(kind_name(site.kind)), site.index,
                   node(site.a, begins_at_node(site), nodes), node(site.b, is_link(site), nodes),
                   number_json(site.n), number_json(choice.n), number_json(choice.value)});
  return line.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::vector<Choice> renumbered(std::vector<Choice> choices, const std::vector<std::string>& from,
                               const std::vector<std::string>& to, std::vector<std::string>& gone) {
  if (from == to) return choices;
  constexpr NodeId nowhere = std::numeric_limits<NodeId>::max();
  std::vector<NodeId> numbers;
  for (const std::string& name : from) {
    const auto found = std::find(to.begin(), to.end(), name);
    numbers.push_back(found == to.end() ? nowhere : static_cast<NodeId>(found - to.begin()));
  }
  std::vector<bool> missed(from.size(), false);
  const auto renumber = [&](NodeId& node) {
    if (node >= numbers.size()) return true;  // no node that had a name: as it was
    missed[node] = missed[node] || numbers[node] == nowhere;
    node = numbers[node];
    return node != nowhere;
  };
  std::erase_if(choices, [&](Choice& choice) {
    const bool first = !begins_at_node(choice.site) || renumber(choice.site.a);
    const bool second = !is_link(choice.site) || renumber(choice.site.b);
    return !first || !second;
  });
  for (std::size_t node = 0; node < from.size(); ++node)
    if (missed[node]) gone.push_back(from[node]);
  return choices;
}

std::optional<std::uint64_t> read_number(const Json& json) {
  if (json.is_number_unsigned()) return json.get<std::uint64_t>();
  if (!json.is_string()) return std::nullopt;
  const std::string& text = json.get_ref<const std::string&>();
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<Choice> read_choice(const Json& line, const std::vector<std::string>& nodes,
                                  std::string& problem) {
  if (!line.is_array() || line.size() != parts) {
    problem = "a choice is a list of 7: kind, index, node a, node b, occasion, range, value";
    return std::nullopt;
  }
  const auto kind = read_kind(line[0], problem);
  if (!kind) return std::nullopt;
  const auto a = read_node(line[2], nodes, problem);
  if (!a) return std::nullopt;
  const auto b = read_node(line[3], nodes, problem);
  if (!b) return std::nullopt;
  const auto index = read_number(line[1]);
  const auto occasion = read_number(line[4]);
  const auto range = read_number(line[5]);
  const auto value = read_number(line[6]);
  if (!index || *index > std::numeric_limits<std::uint8_t>::max()) {
    problem = "the index of a choice is a number from 0 to 255";
  } else if (!occasion || !range || !value) {
    problem = "occasion, range and value of a choice are whole numbers, large ones as text";
  } else if (*value >= *range) {
    problem = "the value of a choice is below its range";
  } else {
    return Choice{{*kind, static_cast<std::uint8_t>(*index), *a, *b, *occasion}, *range, *value};
  }
  return std::nullopt;
}

}  // namespace rehearse::harness
