#pragma once
/// The axes of a stage change one by one, and what makes each of them weaker. Private to
/// mutants.cpp.

#include <string>
#include <vector>

#include "scenarios/stage.hpp"

namespace rehearse::harness {

/// One way to spoil a change; the plan's other parts stay.
struct Spoiled {
  std::string what;  ///< "without apply", "apply version_guard -> overwrite".
  scenarios::StageChange change;
};

/// Every axis that `change` names left out, alone.
std::vector<Spoiled> without_an_axis(const scenarios::StageChange& change);
/// Every axis that `change` names at a weaker value, alone.
std::vector<Spoiled> with_a_weaker_axis(const scenarios::StageChange& change);

}  // namespace rehearse::harness
