#pragma once
/// What a plan leaves out and what its operations make plain: collections and variables.

#include "scenarios/plan.hpp"

namespace rehearse::scenarios::reading {

/// A `put` to a name that is neither track nor collection makes a collection, unless the name is
/// within two edits of one that is declared (then it is a mistake). Its key is called like the
/// variable; its fields are those of `value`, or one text field "content".
void infer_collections(Plan& plan);

/// Variables that are not declared: one that keys an `insert` is fresh; customer, client, user and
/// tenant are the client; any other exists in the first record that it keys. A variable that keys
/// nothing, or that is within two edits of a declared one, stays undeclared and is a mistake.
void infer_variables(Plan& plan);

}  // namespace rehearse::scenarios::reading
