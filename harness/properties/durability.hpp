#pragma once
/// Which acknowledged writes a side has lost at the end: what D1 and R1 share.

#include <vector>

#include "harness/properties/facts.hpp"

namespace rehearse::harness {

enum class LossKind : std::uint8_t { no_table, missing, older, content };

struct Loss {
  ElementId element = nothing;  ///< `nothing`: no loss.
  WriteIndex write = nothing;   ///< The acknowledged write; `nothing`: the initial record.
  Side side = Side::old_side;
  LossKind kind = LossKind::missing;
  const FinalRecord* found = nullptr;
};

struct LossScan {
  Loss first;
  std::int64_t lost = 0;       ///< Records.
  std::int64_t judged = 0;     ///< Records that somebody had been promised.
  std::int64_t unsettled = 0;  ///< Lost so far, but something is still under way on the track.
};

/// Compares every acknowledged write with the final records of the sides that `wanted` names per
/// track. Adds are conservation's (D5), deletes that came back are D4's.
LossScan find_losses(const Facts& facts, const std::vector<Sides>& wanted, bool exact = false);

/// Whether a side that answers at the end has lost this acknowledged write (`nothing`: the initial
/// record), or carries no later one.
bool lost_at_end(const Facts& facts, ElementId element, WriteIndex write);

/// The commit that put the older record there at the end (or no_event), for blame.
EventId last_commit_at(const Facts& facts, ElementId element, Side side);

/// "order 17 was confirmed to client 3 at 2.104 s; at the end the new orders table does not have
/// it", with its opening.
std::string tell(const Facts& facts, const LossScan& scan);
/// A violated verdict for the scan's first loss.
Verdict lost_verdict(const Facts& facts, const LossScan& scan, std::string lost);

}  // namespace rehearse::harness
