#pragma once
/// The domain's words for what a history names by number. Built only when something is violated or
/// told, so clarity goes before speed.

#include <string>
#include <string_view>
#include <vector>

#include "harness/properties/facts.hpp"

namespace rehearse::harness {

/// "2.104 s"; to the microsecond only where milliseconds would hide it.
std::string seconds(Time time);
/// "340 us", "12.5 ms", "2.104 s": a length of time.
std::string length(Time time);
/// "order 17", or "product 3 in catalog" when the key's name does not tell the track.
std::string record_name(const Facts& facts, TrackIndex track, Key key);
std::string record_name(const Facts& facts, ElementId element);
/// "orders".
std::string track_name(const Facts& facts, TrackIndex track);
/// "the new orders table", "the old catalog", "the new payments service", "the carts table".
std::string side_name(const Facts& facts, TrackIndex track, Side side);
/// "orders.new"; "orders" for collections.
std::string subject(const Facts& facts, TrackIndex track, Side side);
/// "checkout (operation 41)".
std::string operation_name(const Facts& facts, OperationIndex operation);
/// "checkout (operation 41) of client 3".
std::string operation_of_client(const Facts& facts, OperationIndex operation);
/// "cutover", "the time before the first phase".
std::string phase_name(const Facts& facts, std::uint16_t phase);
/// "app/2".
std::string node_name(const Facts& facts, simulators::NodeId node);
/// An amount as the plan's field for it writes it: "50.46" where that is a decimal(2).
std::string money(const Facts& facts, TrackIndex service, std::int64_t amount);
std::string_view reason_name(simulators::FailureReason reason);
std::string_view ending_name(Ending ending);
std::string_view effect_name(simulators::EffectKind kind);
std::string_view source_name(simulators::WriteSource source);
std::string fault_name(std::uint8_t kind);
/// The version that an instance ran at an event, e.g. "v1"; "" when the node is no instance.
std::string version_at(const Facts& facts, simulators::NodeId node, EventId at);
/// "3 records", "1 record".
std::string counted(std::int64_t count, std::string_view noun);

/// Phase, step and fault in force at an event.
struct Blame {
  std::uint16_t phase = simulators::no_phase;
  const scenarios::Step* step = nullptr;  ///< Running then; null: none.
  std::uint32_t step_index = 0;
  bool rolling_back = false;
  EventId fault = no_event;  ///< The last fault that was active; no_event: none.
};
Blame blame(const Facts& facts, EventId at);
/// What an answered operation waited for: the phase that it began in; the step that took half of
/// its time or more, with that step's phase; the last fault that was active when it ended.
Blame blame_of_wait(const Facts& facts, const OperationFact& operation);
/// "In cutover, during step 3 (switch orders), while reply_lost struck app/1, ": opens a sentence.
std::string opening(const Facts& facts, const Blame& blame);
std::string opening(const Facts& facts, EventId at);

/// Events in history order, each once, none that is not there, at most 16.
std::vector<EventId> witness(std::vector<EventId> events);

}  // namespace rehearse::harness
