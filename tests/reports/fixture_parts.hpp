#pragma once
/// Sections of the report fixtures.

#include <cstddef>
#include <string>
#include <vector>

#include "harness/certificate/certificate.hpp"

namespace rehearse::tests {

/// Two boundaries for each phase; from `unsafe` on all are.
harness::ReturnPoint way_back(const std::vector<std::string>& phases, std::size_t unsafe);

}  // namespace rehearse::tests
