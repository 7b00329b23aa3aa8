#pragma once
/// What a record looks like on each side: the transforms of a track applied to its shape.

#include <optional>
#include <string>
#include <vector>

#include "scenarios/plan.hpp"

namespace rehearse::scenarios {

/// The fields of the track's record on `side`, the key left out. New fields stand where the ones
/// they are made from stood; default and constant fields at the end.
/// The track must be valid (validate_plan.hpp); what does not apply is skipped.
std::vector<Field> fields_on(const Track& track, Side side);

/// The field of the old side that is called `field` on `side`: the same, at most renamed. Empty
/// when it is made of others.
std::string old_name(const Track& track, Side side, std::string field);
/// Whether no two records of the old table have the same value in a unique field of `side`, as this
/// constraint demands, from the start on.
bool unique_before(const Track& track, Side side, const Constraint& constraint);

/// The kinds of the fields that `transform` makes of `fields`. A scale by 10^n takes n digits from
/// behind the point (decimal(2) by 100 is an integer); `map` has the kind of its first new value.
/// Answers in one sentence why the transform does not apply, and leaves `fields` as it was then.
std::optional<std::string> apply_shape(const Transform& transform, std::vector<Field>& fields);

}  // namespace rehearse::scenarios
