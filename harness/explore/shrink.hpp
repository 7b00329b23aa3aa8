#pragma once
/// Makes a failing run smaller while the same property fails about the same subject: no faults if
/// it can be without, then the shortest prefix of the client operations. (Systematic shrinking is
/// work for the search.)

#include <functional>

#include "harness/explore/counterexample.hpp"
#include "harness/explore/rehearsal.hpp"

namespace rehearse::harness {

/// `property` is an index in all_properties(). The result holds the choices of the smallest failing
/// run found; when `stop` says so, of the smallest so far.
SavedCounterexample shrink(Rehearsal& rehearsal, RunSpec spec, std::int64_t run,
                           std::size_t property, const std::string& subject,
                           const std::function<bool()>& stop = {});

}  // namespace rehearse::harness
