#pragma once
/// What a conductor must not forget, as text: see conductor_process.hpp.

#include <string>

#include "harness/conductor/journal.hpp"
#include "simulators/live/event_log.hpp"

namespace rehearse::harness::live {

struct ConductorState {
  Journal journal;
  simulators::live::EventsTold told;  ///< The events that tell of it, and no others.
  std::size_t stages = 0;             ///< In stages.jsonl.
  std::uint32_t restarts = 0;         ///< Asked of the director.
  bool operator==(const ConductorState&) const = default;
};

std::string print_state(const ConductorState& state);
/// Throws std::exception when `text` is none.
ConductorState read_state(const std::string& text);

}  // namespace rehearse::harness::live
