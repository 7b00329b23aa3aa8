#pragma once
/// What the table of one side of a record track insists on.

#include <cstdint>
#include <string>

namespace rehearse::scenarios {

enum class ConstraintKind : std::uint8_t { not_null, unique };

/// What a table insists on, by the name of a field in the shape of its side. A first write that a
/// unique field refuses is a business no; one that lacks a required field fails. Of writes that
/// bring their version, `overwrite` replaces the rows in its way, `insert_if_absent` gives way to
/// them, and all others fail.
struct Constraint {
  ConstraintKind kind = ConstraintKind::not_null;
  std::string field;
  bool ignore_case = false;  ///< unique: "Ada" and "ada" are one.
  bool operator==(const Constraint&) const = default;
};

/// Whether a constraint is checked for the rows that are there when it is added.
enum class ExistingRows : std::uint8_t { checked, unchecked };

}  // namespace rehearse::scenarios
