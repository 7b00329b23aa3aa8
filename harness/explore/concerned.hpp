#pragma once
/// Which operations a violation has to do with.

#include <vector>

#include "harness/properties/property.hpp"
#include "simulators/runtime/history.hpp"

namespace rehearse::harness {

/// Those that the witness names, and all that touched the same records; ascending.
std::vector<simulators::OperationId> operations_concerned(const simulators::History& history,
                                                          const std::vector<EventId>& witness);

}  // namespace rehearse::harness
