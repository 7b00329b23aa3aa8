#pragma once
/// Ids of the properties, for the readers; what they judge is the harness' business.

#include <string>
#include <vector>

namespace rehearse::scenarios {

/// "A1", "A2", ...: those of docs/architecture.md, in its order.
std::vector<std::string> all_property_ids();

}  // namespace rehearse::scenarios
