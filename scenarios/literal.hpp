#pragma once
/// Literals in JSON, and which of them can be the value of which field.

#include <optional>
#include <string>

#include "scenarios/json_text.hpp"
#include "scenarios/plan.hpp"

namespace rehearse::scenarios {

/// Null, true, false, an integer or a text; nothing for other JSON.
std::optional<Literal> literal_of(const JsonValue& json);

/// Empty when `literal` can be the value of a field of this type; else what such a field takes: "a
/// text", "a decimal with at most 2 digits behind the point, written as text". Null fits every
/// type, whole numbers fit decimals.
std::string literal_mismatch(const Literal& literal, FieldType type);

}  // namespace rehearse::scenarios
