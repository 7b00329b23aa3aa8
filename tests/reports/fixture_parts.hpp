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

/// One in force, of C2 under flash-sale, and one that is not needed.
std::vector<harness::Waiver> some_waivers();
harness::PreviousCertificate a_previous_certificate();

}  // namespace rehearse::tests
