#pragma once
/// One choice of a run as one line of a counterexample file, and back. Private to
/// counterexample_file.cpp.
///
///     ["delay", 0, "app/1", "shop", 41, 900, 3]
///       kind, index, node a, node b, occasion n, range, value
///
/// Nodes stand by name where the kind of the site says that they are nodes, so that a person can
/// read the line; numbers beyond 2^53, which JavaScript and many tools would round, are text.

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "simulators/runtime/choices.hpp"

namespace rehearse::harness {

/// "delay", "work", ...: the names in files, the same as in simulators::site_name().
std::vector<std::string> site_kind_names();

std::string choice_line(const simulators::Choice& choice, const std::vector<std::string>& nodes);

/// As text where JavaScript would round it.
nlohmann::ordered_json number_json(std::uint64_t value);
/// The node's name, if it leads back to the same node; or its number.
nlohmann::ordered_json node_json(simulators::NodeId id, const std::vector<std::string>& nodes);
/// A node by name or number, or in `problem` one sentence.
std::optional<simulators::NodeId> read_node(const nlohmann::ordered_json& json,
                                            const std::vector<std::string>& nodes,
                                            std::string& problem);

/// A number up to 2^64 - 1 that may be written as text; nothing when it is not such a number.
std::optional<std::uint64_t> read_number(const nlohmann::ordered_json& json);

/// The choices with the numbers that their nodes have in `to`, where they had those of `from`;
/// those of nodes that are not there any more are left out, and the nodes' names told in `gone`.
std::vector<simulators::Choice> renumbered(std::vector<simulators::Choice> choices,
                                           const std::vector<std::string>& from,
                                           const std::vector<std::string>& to,
                                           std::vector<std::string>& gone);

/// The choice, or in `problem` one sentence about what is wrong with it.
std::optional<simulators::Choice> read_choice(const nlohmann::ordered_json& line,
                                              const std::vector<std::string>& nodes,
                                              std::string& problem);

}  // namespace rehearse::harness
