#pragma once
/// What a run that turned says about the way back.
///
/// These properties count, each for what it says of a way back that is possible and lossless:
///
///   R2       it arrives, in time, and nothing is left on new
///   R1, D1   every acknowledged write is on the side that answers again, and can be read
///   D4, D5   nothing that was deleted or undone is back; stock and money are what they were
///   D2, D6   no second effect for one business operation, no key given twice
///   C1, C2   nobody misses what he wrote, or sees the past
///   X1       everything that asks is understood
///
/// These do not: A1, A2 (how much it hurts, not what it loses), D3 (after going home the new side
/// may lag), L1 (R2 says it), V1, V2, I1 (they are about going forward). Nor does what the control
/// twin does as well, nor what runs of the plan do that never turn: that is no fault of the way
/// back, and the plan is rejected for it anyway. It leaves the run undecided, though: what the way
/// back adds to it, nobody can tell.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "harness/explore/outcome.hpp"
#include "harness/explore/point_of_no_return.hpp"

namespace rehearse::harness {

/// Whether violating this property makes a way back unsafe.
bool counts_on_the_way_back(std::string_view property);

/// (property, track) that fail in runs which never turned; the track may be empty.
using SetAside = std::vector<std::pair<std::string, std::string>>;
SetAside fails_without_turning(const std::vector<Tried>& tried);

/// "orders" of the subject "orders.old"; empty when it names none of the plan's.
std::string track_of(const std::string& subject, const scenarios::Plan& plan);

/// From the outcome alone: no lost write is named. Nothing when the run did not turn.
std::optional<WayBack> way_back(const scenarios::Plan& plan, const RunOutcome& outcome,
                                const SetAside& aside);

/// The same of the run just done (and summed up as `outcome`) by `rehearsal`: turned exactly where
/// it was to, with the first lost write of every track in words.
std::optional<WayBack> way_back(const Rehearsal& rehearsal, const RunOutcome& outcome,
                                const SetAside& aside);

}  // namespace rehearse::harness
