#pragma once
/// One fault at one exact place of one run: what the search places, what a run that drew its faults
/// reports, and what a counterexample keeps. Placing the strikes of a run again, with the same
/// choices otherwise, gives the same history.

#include <cstdint>
#include <vector>

#include "scenarios/plan.hpp"
#include "simulators/runtime/history.hpp"

namespace rehearse::fault_injection {

/// Index of a fault kind in scenarios::fault_kinds().
using KindIndex = std::uint8_t;

constexpr simulators::NodeId no_node = 65535;
constexpr std::uint8_t no_spec = 255;

/// A message by its stable name: the `tag`-th from `from` to `to` of one leg. Tags never come twice
/// in a run, and do not shift when something else is said elsewhere.
struct MessageName {
  simulators::NodeId from = no_node;
  simulators::NodeId to = no_node;
  bool reply = false;
  std::uint64_t tag = 0;  ///< From 1.
  auto operator<=>(const MessageName&) const = default;
};

struct Strike {
  KindIndex kind = 0;
  /// When: as this message is sent; or, when its tag is 0, at `time`, on the link between the two.
  MessageName message;
  simulators::Time time = 0;  ///< us since `phase` began; of a message: when it was sent.
  std::uint16_t phase = simulators::no_phase;  ///< Begun for the first time; none: the run.
  simulators::NodeId node = no_node;           ///< Whom it hits, for faults of a process.
  scenarios::Duration duration{0};  ///< How long it lasts, or how late; what the kind says.
  /// The entry of the scenario's `faults` that says between whom ("between"); none: `message`.
  std::uint8_t spec = no_spec;
  bool operator==(const Strike&) const = default;
  bool at_message() const { return message.tag != 0; }
};

}  // namespace rehearse::fault_injection
