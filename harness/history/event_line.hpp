#pragma once
/// One event as one line of JSON, with names for what the event says by number.

#include <string>
#include <string_view>
#include <vector>

#include "harness/history/json_line.hpp"
#include "simulators/runtime/history.hpp"

namespace rehearse::harness {

/// Names that lines use instead of indices. A name that occurs twice is never used.
struct LineNames {
  std::vector<std::string> tracks, phases, nodes;
};

void write_event(std::string& out, const simulators::Event& event, const LineNames& names);
/// Adds to the line's mistakes what is wrong.
void read_event(LineReader& line, const LineNames& names, simulators::Event& event);

/// "gate_met", for every kind of event.
std::string_view event_kind_name(simulators::EventKind kind);

/// A write id as text: "41.2" (operation.step), "41.2 undone", "initial 0.17", else hexadecimal.
std::string write_text(simulators::WriteId write);
bool parse_write(std::string_view text, simulators::WriteId& write);

/// An index as its name, or as a number when it has none.
void write_index(LineWriter& line, std::string_view key, std::int64_t index,
                 const std::vector<std::string>& names);
bool read_index(LineReader& line, std::string_view key, const std::vector<std::string>& names,
                std::int64_t most, std::int64_t& index);

}  // namespace rehearse::harness
