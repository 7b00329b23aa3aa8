#pragma once
/// Which instances a restart step is about, in simulation and live.

#include <vector>

#include "simulators/blueprint/blueprint.hpp"

namespace rehearse::harness {

/// Of the first `count` instances of the group (0: of all) those that `needs(i)`; indices in
/// blueprint.instances.
template <typename Needs>
std::vector<std::size_t> instances_to_restart(const simulators::Blueprint& blueprint, int group,
                                              int count, Needs needs) {
  int begun = 0;
  std::vector<std::size_t> which;
  for (std::size_t i = 0; i < blueprint.instances.size(); ++i) {
    if (blueprint.instances[i].group != group) continue;
    if (count != 0 && begun >= count) break;
    ++begun;
    if (needs(i)) which.push_back(i);
  }
  return which;
}

}  // namespace rehearse::harness
