#pragma once
/// Which literals can be the value of which field.

#include <string>

#include "scenarios/plan.hpp"

namespace rehearse::scenarios {

/// Empty when `literal` can be the value of a field of this type; else what such a field takes: "a
/// text", "a decimal with at most 2 digits behind the point, written as text". Null fits every
/// type, whole numbers fit decimals.
std::string literal_mismatch(const Literal& literal, FieldType type);

}  // namespace rehearse::scenarios
