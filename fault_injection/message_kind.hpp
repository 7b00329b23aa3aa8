#pragma once
/// What a message is about, as far as faults and scenarios care.

#include "simulators/runtime/messages.hpp"

namespace rehearse::fault_injection {

/// In the order of scenarios::message_kind_names().
enum class MessageKind : std::uint8_t {
  operation,     ///< A client asks an instance.
  read,          ///< An instance reads records.
  write,         ///< An instance writes, first or alone.
  second_write,  ///< An instance writes the other side.
  stream,        ///< A relay reads or applies changes.
  backfill,
  repair,
  verify,
  call,     ///< A service is asked.
  webhook,  ///< A service tells.
  flags,    ///< Flags on their way to an instance.
  command   ///< The conductor commands or asks.
};

MessageKind kind_of(const simulators::Request& request);
/// A transaction that changes something.
bool writes(const simulators::Request& request);
/// Requests that say the same to the same node, whenever they are sent, have the same number.
std::uint64_t content_of(const simulators::Request& request);

}  // namespace rehearse::fault_injection
