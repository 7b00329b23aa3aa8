#pragma once
/// Four certificates to draw: what the reports must look right for.

#include <ostream>
#include <string>
#include <vector>

#include "harness/certificate/certificate.hpp"

namespace rehearse::tests {

/// All 17 properties hold but two that were not exercised; one scenario, ten phases, nineteen
/// faults.
harness::Certificate certified_certificate();

/// One write lost in the cut-over; two scenarios, the second of which holds.
harness::Certificate rejected_certificate();

/// No data: unknown properties, gates without samples, a control run that violates too, no traffic.
harness::Certificate inconclusive_certificate();

/// Every string attacks the page; numbers are at their limits.
harness::Certificate hostile_certificate();

/// Made where it is drawn: making all of them costs seconds under AddressSanitizer, and each test
/// is a process of its own.
struct Fixture {
  std::string name;
  harness::Certificate (*make)() = nullptr;
};
/// For GoogleTest.
inline void PrintTo(const Fixture& fixture, std::ostream* out) { *out << fixture.name; }

/// In the order above.
std::vector<Fixture> all_fixtures();

}  // namespace rehearse::tests
