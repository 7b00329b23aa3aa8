#pragma once
/// A counterexample to write and read, small enough to look at.

#include "harness/explore/counterexample_file.hpp"

namespace rehearse::harness::testing {

/// Of a valid plan with two phases; every field differs from its default.
SavedCounterexample sample_counterexample();

/// Field by field: the struct has no ==.
bool same(const SavedCounterexample& a, const SavedCounterexample& b);

}  // namespace rehearse::harness::testing
