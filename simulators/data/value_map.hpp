#pragma once
/// The value map of a `map` transform, made ready for its field's type.

#include <utility>
#include <vector>

#include "scenarios/plan.hpp"
#include "simulators/data/literal.hpp"

namespace rehearse::simulators {

struct MapEntry {
  TypedLiteral old_value;
  TypedLiteral new_value;
  bool returns = true;  ///< The first with this new value, so that the way back leads here.
};

struct ValueMap {
  std::vector<MapEntry> entries;  ///< In the plan's order, each old value once.
  bool null_passes = true;        ///< No entry names null on either side: null stays null.
  bool ambiguous = false;         ///< Two entries have the same new value.
  bool named_twice = false;       ///< Two entries have the same old value.
  bool unfit = false;             ///< Some value does not fit its side's type; it is left out.
};

/// Old values of type `from`, new values of type `to`.
ValueMap compile_value_map(
    const std::vector<std::pair<scenarios::Literal, scenarios::Literal>>& values,
    scenarios::FieldType from, scenarios::FieldType to);

}  // namespace rehearse::simulators
