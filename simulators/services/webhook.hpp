#pragma once
/// How a service, a mock or a program of the user's, tells the application of an effect.

#include <cstdint>

#include "simulators/blueprint/blueprint.hpp"
#include "simulators/runtime/runtime.hpp"

namespace rehearse::simulators {

Control webhook_of(TrackIndex track, scenarios::Side side, Key identity, std::int64_t serial);

/// Asks an instance, drawn by `tag`, to take it. Both outlive the task.
Task<Reply> tell_by_webhook(Runtime* runtime, const Blueprint* blueprint, NodeId from,
                            std::uint64_t tag, Control hook);

}  // namespace rehearse::simulators
