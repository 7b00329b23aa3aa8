#pragma once
/// Sections of the report fixtures.

#include <cstddef>
#include <string>
#include <vector>

#include "harness/certificate/certificate.hpp"

namespace rehearse::tests {

/// Two boundaries for each phase; from `unsafe` on all are.
harness::ReturnPoint way_back(const std::vector<std::string>& phases, std::size_t unsafe);

/// Two exhaustive parts of a search, one of which left something out, and a swarm of 612 runs; and
/// what its clients noticed.
void add_parts(harness::ScenarioResult& result);

}  // namespace rehearse::tests
