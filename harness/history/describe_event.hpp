#pragma once
/// One readable line of English for each event of a history; counterexamples are told in these.

#include <string>

#include "harness/properties/facts.hpp"

namespace rehearse::harness {

/// "client 3 starts checkout (operation 41)", "orders.new stores order 17, version 3 (second write,
/// operation 41)". No time, phase or full stop: the caller puts them beside it.
std::string describe_event(const Facts& facts, EventId id);

/// Where the event happens: "client 3", "app/1", "orders.old", "conductor".
std::string event_lane(const Facts& facts, EventId id);

/// "client", "store", "service", "application", "conductor", "process" or "fault".
std::string_view event_family(EventKind kind);

}  // namespace rehearse::harness
