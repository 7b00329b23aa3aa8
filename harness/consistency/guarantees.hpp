#pragma once
/// The weakest guarantee that one register lost, and the strongest that it kept.
///
///   read your writes: a client sees its own last write, or what is not known to be older
///   monotonic reads: what a client read goes forward
///     < monotonic writes: and everybody sees the writes of one client in its order
///     < writes follow reads: and a write after all that its client had read
///   PRAM consistency: read your writes and monotonic writes
///     < causal consistency: all four < sequential consistency < linearizability
///
/// Each client has a view: the writes of everybody and its own reads, in one order (Terry and
/// others, Session guarantees for weakly consistent replicated data, 1994; Brzezinski and others,
/// From session causality to causal consistency, 2004). A guarantee holds when every client has a
/// view that keeps it. Since a value names its write, what belongs to one value stands together in
/// a view, so that a view is an order of the values; there is one exactly when the order that the
/// guarantee demands of them has no cycle.

#include <span>
#include <string_view>

#include "harness/consistency/register_zones.hpp"

namespace rehearse::harness {

struct Guarantees {
  std::string_view lost;  ///< "read your writes"; static storage.
  std::string_view held;  ///< "monotonic reads"; empty: none of them.
};

/// Of the key that `zones` has judged last and found not to be linearizable, with its events.
Guarantees find_guarantees(const Recording& recording, const RegisterZones& zones,
                           std::span<const std::uint32_t> events);

}  // namespace rehearse::harness
