#pragma once
/// What is worked out about a mapping program once all its operations are known.

#include <vector>

#include "scenarios/plan.hpp"
#include "simulators/data/mapping_program.hpp"

namespace rehearse::simulators {

/// Some values of `from` have no place in `to` for a reason that no text can mend: fractions that
/// would be cut off, numbers that are no booleans.
bool narrows(scenarios::FieldType from, scenarios::FieldType to);

/// Fills in `lossy_after`, `direct`, `needs_new_row`, `needs_old_row` and `domains`.
void analyse_mapping(const std::vector<scenarios::Field>& old_fields, MappingProgram& program);

}  // namespace rehearse::simulators
