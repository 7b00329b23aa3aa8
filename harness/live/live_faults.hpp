#pragma once
/// Which faults of a scenario can be done to real processes, and which are left out of live runs:
/// said to be skipped, never to have been survived.

#include <string>
#include <vector>

#include "fault_injection/opportunity.hpp"
#include "simulators/blueprint/blueprint.hpp"

namespace rehearse::harness::live {

struct SkippedFaults {
  fault_injection::KindSet kinds = 0;
  std::vector<std::string> names;  ///< Of those that the scenario asks for.
};

/// The program that is in a service's place; null: none is.
const scenarios::Program* program_of(const simulators::Blueprint& blueprint,
                                     simulators::NodeId node);

/// Whether the scenario asks for clocks that are wrong.
bool wants_wrong_clocks(const scenarios::Scenario& scenario);

/// Whether stores are to have disks of their own, because the scenario has them full: else that is
/// played by what stands before them.
bool fills_real_disks(const simulators::Blueprint& blueprint, bool on_postgres);

SkippedFaults skipped_faults(const simulators::Blueprint& blueprint);

/// Whether the node, killed, comes back with all that it must not have lost: a program of the
/// user's does when its plan says so, and clients are who tells what they saw.
bool may_be_killed(const simulators::Blueprint& blueprint, simulators::NodeId node);

}  // namespace rehearse::harness::live
