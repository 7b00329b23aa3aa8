#pragma once
/// What is different between two certificates, for whoever signed the first and is to sign the
/// second.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "harness/certificate/certificate.hpp"

namespace rehearse::reports {

/// Worst first.
enum class ChangeKind : std::uint8_t {
  newly_violated,   ///< A property of a scenario that was not violated.
  no_longer_known,  ///< Unknown, and was not.
  dropped,          ///< No longer judged, exercised, rehearsed or injected.
  slower,           ///< A p99 that is a fifth and a millisecond longer at least.
  newly_exercised,  ///< Judged, exercised, rehearsed or injected for the first time.
  no_longer_violated,
  faster,
  changed  ///< The plan, a scenario, the seed, how much was run.
};

std::string_view word(ChangeKind kind);

struct Change {
  ChangeKind kind = ChangeKind::changed;
  std::string what;  ///< One sentence without a full stop: "flash-sale: D1 no_lost_write, ...".
  bool operator==(const Change&) const = default;
};

/// Worst first, else in the order of the certificates. Scenarios, properties, phases and kinds of
/// faults are the same when their names are.
std::vector<Change> changes_between(const harness::Certificate& before,
                                    const harness::Certificate& after);

/// The same, as the second certificate carries it.
harness::PreviousCertificate told_beside(const harness::Certificate& before,
                                         const harness::Certificate& after);

/// "since sha256:3f9a…90c1, CERTIFIED 2026-11-23 09:06:00 UTC: 1 newly violated"; empty where no
/// certificate before was named.
std::string since_line(const harness::PreviousCertificate& previous);

/// Whether the second certificate says less for the plan, or less is known than before. Latencies
/// are not counted: their objective is a property.
bool worse(const Change& change);

/// "2 newly violated, 1 dropped"; "nothing of note is different" for none.
std::string in_words(const std::vector<Change>& changes);

}  // namespace rehearse::reports
