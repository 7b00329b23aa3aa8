#pragma once
/// The two directions of each operation of a compiled mapping. An operation says false when a value
/// is not representable; slots are then of no use. `added` and `drop` depend on the row that is
/// replaced: here they do only what they do without one.

#include <cstdint>

#include "simulators/data/mapping_program.hpp"
#include "simulators/data/memory.hpp"

namespace rehearse::simulators {

/// Any operation but `added`. `drop` refuses a value that it would not restore, unless lossy.
bool forward(const MappingOperation& operation, Slots& slots, Memory& memory);

/// Any operation but `drop`. `added` and `constant` just end.
bool backward(const MappingOperation& operation, Slots& slots, Memory& memory);

/// Makes the fields of an operation null.
void forget(const MappingOperation& operation, Slots& slots);

}  // namespace rehearse::simulators
