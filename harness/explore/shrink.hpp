#pragma once
/// Makes a failing run smaller while the same property fails about the same subject, beyond its
/// control twin: fewer operations, then fewer faults, and so on as in RunSize.
///
///   faults     none, or else those that struck, placed one by one where they did, and of them the
///              fewest; then shorter, and nearer to the begin of their phase
///   operations placed where they were, and of them the fewest: first all that have nothing to do
///              with the witness go, in halves, quarters, ...; the others' keys, content and
///              instances do not shift, for they are drawn at sites that go by the operation's id
///   course     held at the end of an earlier phase, rolled back from an earlier place, to the end:
///              the phases behind go
///   choices    keys, instances, content, delays, work, flag delays: the plain answer, by group
///   clients    one, or as few as go, numbered from 0
///   times      each gap nothing, or as little as goes; whole milliseconds
///
/// and round again until nothing gets smaller. No dimension may make the run larger, so it ends.
/// The result is small, not smallest: no single operation, no pair of them and no single fault can
/// be left out of it, but another run might be smaller.

#include <functional>

#include "harness/explore/counterexample.hpp"
#include "harness/explore/rehearsal.hpp"

namespace rehearse::harness {

/// No more runs than these are made for one counterexample.
inline constexpr std::int64_t shrinking_runs_max = 1'500;

/// `property` is an index in all_properties(). The result holds the choices of the smallest failing
/// run found; when `stop` says so or the runs are used up, of the smallest so far.
SavedCounterexample shrink(Rehearsal& rehearsal, const RunSpec& first, std::int64_t run,
                           std::size_t property, const std::string& subject,
                           const std::function<bool()>& stop = {});

}  // namespace rehearse::harness
