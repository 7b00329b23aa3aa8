#pragma once
/// Literals of a plan as values of a run.

#include <cstdint>
#include <optional>
#include <string>

#include "scenarios/plan.hpp"
#include "simulators/data/memory.hpp"

namespace rehearse::simulators {

/// A literal made ready for one field type. It belongs to no run, so threads may share it.
struct TypedLiteral {
  ValueKind kind = ValueKind::null;
  std::int64_t number = 0;  ///< Booleans, integers, decimals (of 10^-scale).
  std::string text;
  std::uint64_t digest = 0;  ///< Of `text`.
  bool operator==(const TypedLiteral&) const = default;

  bool equals(Value value) const {
    if (kind != value.kind) return false;
    if (kind == ValueKind::null) return true;
    if (kind != ValueKind::text) return number == value.number;
    return digest == value.text->digest && text == value.text->view();
  }
  /// As a value of the run that owns `memory`.
  Value value(Memory& memory) const;
};

/// None when it does not fit: a text that is no number, more fraction digits than the scale holds,
/// too large, or of another kind. Null fits every type; integers fit decimals.
std::optional<TypedLiteral> typed_literal(const scenarios::Literal& literal,
                                          scenarios::FieldType type);

/// The same for a literal that is known to fit, since the plan was validated.
Value literal_value(const scenarios::Literal& literal, scenarios::FieldType type, Memory& memory);

/// A key as the value of a field: a number, or its digits in a text. Not for booleans.
Value key_value(Key key, scenarios::FieldType type, Memory& memory);

}  // namespace rehearse::simulators
