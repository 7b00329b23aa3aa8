#pragma once
/// What a run leaves on a PostgreSQL server, and its end.

#include <string>

namespace rehearse::simulators {

/// Removes every schema whose name begins so, with what is in it. True when that was done.
bool remove_schemas(const std::string& server, const std::string& prefix);

}  // namespace rehearse::simulators
