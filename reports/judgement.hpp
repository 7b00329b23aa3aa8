#pragma once
/// What all three reports say in the same words: which property is worst, how many hold, where to
/// look first.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/certificate/certificate.hpp"

namespace rehearse::reports {

/// A property's outcome, worst first.
enum class Rank : std::uint8_t { violated, unknown, not_exercised, holds };

/// Words that a certificate should not use are `unknown`: never better than they are.
Rank rank_of(const harness::PropertyResult& property);

/// "violated", "unknown", "not exercised", "holds".
std::string_view word(Rank rank);

/// A sign that reads without colour.
std::string_view sign(Rank rank);

/// "CERTIFIED", "REJECTED", "INCONCLUSIVE", "INCOMPLETE".
std::string_view word(harness::CertificateVerdict verdict);

/// How many properties came out how.
struct Tally {
  std::int64_t violated = 0, unknown = 0, not_exercised = 0, holds = 0;
  std::int64_t all() const { return violated + unknown + not_exercised + holds; }
  bool operator==(const Tally&) const = default;
};

Tally tally_of(const harness::ScenarioResult& scenario);

/// "1 of 17 properties violated, 15 hold, 1 not exercised".
std::string to_sentence(const Tally& tally);

/// Positions of the properties, worst first, else in the certificate's order.
std::vector<std::size_t> worst_first(const harness::ScenarioResult& scenario);

/// Position of the scenario with the worst property; of the first such. Empty without scenarios.
std::optional<std::size_t> worst_scenario(const harness::Certificate& certificate);

/// Position of the counterexample of `property`, if it has one.
std::optional<std::size_t> counterexample_of(const harness::ScenarioResult& scenario,
                                             const harness::PropertyResult& property);

/// The command that replays the first violation of `property`; empty without a counterexample.
std::string replay_of(const harness::ScenarioResult& scenario,
                      const harness::PropertyResult& property);

/// The faults of the first violation of `property`, "0.314 s request_lost strikes ..."; empty
/// where it has none, or no counterexample.
std::string faults_of(const harness::ScenarioResult& scenario,
                      const harness::PropertyResult& property);

/// The sentence of cause of `property`: what it says itself, else its counterexample, else its
/// promise.
std::string sentence_of(const harness::ScenarioResult& scenario,
                        const harness::PropertyResult& property);

/// "p99 41.0 ms of 50.0 ms" for objectives, else empty.
std::string margin_of(const harness::PropertyResult& property);

/// "0 of 2 000 drawn runs: at most 0.15 % of the runs this generator draws, at 95 %"; empty if any
/// failed or too few ran to say.
std::string bound_of(std::int64_t violated, std::int64_t runs);

/// Runs that were drawn at random. All others were chosen, and bound no share of anything.
std::int64_t drawn_runs(const harness::ScenarioResult& scenario);
/// "single faults: 2 328 runs, every one of 776 places": a part of the search in words.
std::string part_line(const harness::SearchPart& part);

/// Faults that could strike and never did.
std::vector<std::string> faults_never_fired(const harness::ScenarioResult& scenario);

}  // namespace rehearse::reports
