#pragma once
/// What became of every confirmed write, by track: the timelines of the elements, counted.
///
/// Of each write that was confirmed to a client (and of each record from before the run) exactly
/// one is true, the first that applies: *lost* or *resurrected* at the end, *stale* for a while,
/// *never read*, *stable*. After Jepsen's set-full, for records with a known order of writes.

#include <vector>

#include "harness/certificate/certificate.hpp"
#include "harness/properties/facts.hpp"

namespace rehearse::harness {

/// By track, of one run that settled, or of what is certain in one that did not. O(events).
std::vector<Timelines> timelines_of(const Facts& facts);

/// Adds up counts, and keeps the longest time.
void add(const std::vector<Timelines>& run, std::vector<Timelines>& all);

}  // namespace rehearse::harness
