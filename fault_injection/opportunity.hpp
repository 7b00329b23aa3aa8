#pragma once
/// A place of a run at which the search could place a fault: a message, by its stable name.

#include <bitset>
#include <cstdint>
#include <vector>

#include "fault_injection/message_kind.hpp"
#include "fault_injection/strike.hpp"

namespace rehearse::fault_injection {

/// Kinds by index, a bit each: those of the catalogue, and room for as many of a user's own.
using KindSet = std::bitset<128>;

struct Opportunity {
  MessageName message;
  KindSet kinds = 0;          ///< That can strike here.
  std::uint64_t prefix = 0;   ///< Hash of the history before.
  std::uint64_t content = 0;  ///< Equal: it says the same.
  simulators::Time time = 0;
  simulators::OperationId operation = 0;  ///< Whose message it is; 0: nobody's.
  std::uint16_t phase = simulators::no_phase;
  MessageKind what = MessageKind::operation;
};

}  // namespace rehearse::fault_injection
