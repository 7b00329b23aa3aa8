#pragma once
/// Fields of records, their types, and values as a plan writes them.

#include <cstdint>
#include <string>
#include <variant>

namespace rehearse::scenarios {

enum class FieldKind : std::uint8_t { text, integer, decimal, boolean };

/// `decimal(2)` has scale 2. Decimals are exact: integers of 10^-scale.
struct FieldType {
  FieldKind kind = FieldKind::text;
  int scale = 0;  ///< 0..9, decimals only.
  bool operator==(const FieldType&) const = default;
};

struct Field {
  std::string name;
  FieldType type;
  bool operator==(const Field&) const = default;
};

/// A literal in a plan: null, boolean, integer, or text (decimals are written as text, "12.50").
using Literal = std::variant<std::monostate, bool, std::int64_t, std::string>;

}  // namespace rehearse::scenarios
