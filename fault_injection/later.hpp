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

/// The statement with which a relay asks for the changes behind its position (`key`); null: the
/// message is nothing of the kind.
const simulators::Statement* position_asked(const simulators::Message& message, const Scene& scene);
/// The relay that sent `message`, which holds `asked`, is to start again from `position`.
void move_position(Scene& scene, const simulators::Message& message,
                   const simulators::Statement& asked, simulators::Key position);
/// The backfiller that sent `message` is to start again from the first record.
void forget_checkpoint(Scene& scene, const simulators::Message& message);

}  // namespace rehearse::fault_injection
