#pragma once
/// The records that are there before the plan begins.

#include <functional>
#include <vector>

#include "simulators/blueprint/blueprint.hpp"
#include "simulators/store/store.hpp"

namespace rehearse::harness {

/// Puts them on the sides that the initial stages keep, and makes that the engines' image. The same
/// in every run of a scenario. `engine(i)` is that of database i. Throws std::runtime_error when
/// one does not take them.
std::vector<simulators::InitialRecord> prepare_image(
    const simulators::Blueprint& blueprint,
    const std::function<simulators::Store&(int database)>& engine, simulators::Memory& memory);

}  // namespace rehearse::harness
