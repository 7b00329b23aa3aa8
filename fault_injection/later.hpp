#pragma once
/// What faults do a little later. A fault that strikes at a message may be asked from a task of the
/// very process that is to die, and never kills it at once. Nothing of it happens once the run is
/// healed.

#include "fault_injection/fault.hpp"

namespace rehearse::fault_injection {

/// The process dies `after`, or at once when that is 0, if it is up then; it is back `down` later.
void crash_soon(Scene& scene, NodeId node, scenarios::Duration after, scenarios::Duration down);
/// The episode's copy is sent again once its duration has passed.
void send_later(Scene& scene, const Episode& episode);

}  // namespace rehearse::fault_injection
