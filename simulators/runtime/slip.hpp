#pragma once
/// What whoever runs the plan makes of a step.

#include <cstdint>

namespace rehearse::simulators {

enum class Slip : std::uint8_t {
  none,
  skip,   ///< Held to be done.
  repeat  ///< Done twice.
};

}  // namespace rehearse::simulators
