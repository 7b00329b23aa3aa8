#pragma once
/// What the clients of a run kept of one record: its reads and writes, judged as a recorded
/// register.

#include <optional>
#include <string>

#include "harness/properties/facts.hpp"
#include "harness/properties/property.hpp"
#include "harness/recording/recording.hpp"

namespace rehearse::harness {

/// What confirmed operations of clients read of an element, and what was written to it, as the
/// clients saw it: between an operation's begin and its end. Left out are answers from a cache and
/// what never took effect; who writes beside the application is one more process. None: it is no
/// register whose writes are told apart (a counter, a write that was undone, no record where two
/// had deleted it, content that nobody wrote).
std::optional<Recording> record_as_register(const Facts& facts, ElementId element);

/// Whether that is linearizable, by nothing but what clients saw.
bool linearizable_record(const Recording& recording);

/// "of product 1 clients kept monotonic reads, not read your writes": of the record that the first
/// read of the witness shows; empty when there is none, or it is no register. The order of the
/// writes is known, so that these two are all that sequential consistency asks for.
std::string kept_of_record(const Facts& facts, const Verdict& verdict);

}  // namespace rehearse::harness
