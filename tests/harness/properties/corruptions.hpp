#pragma once
/// Histories damaged on purpose: what each class of damage is, done to a history in which every
/// property held.

#include <span>
#include <string_view>

#include "harness/properties/facts.hpp"

namespace rehearse::harness {

struct Corruption {
  std::string_view name;      ///< "an acknowledged write is missing at the end"
  std::string_view expected;  ///< Id of the property that must notice: "D1".
  /// Damages the history; false: there is nothing of the kind in it.
  bool (*damage)(const Facts& facts, History& history);
};

/// In the order of the properties.
std::span<const Corruption> all_corruptions();

}  // namespace rehearse::harness
