#pragma once
/// Shorthand for the verdicts that judges return, and the list of judges.

#include <string>
#include <string_view>
#include <utility>

#include "harness/properties/facts.hpp"
#include "harness/properties/property.hpp"

namespace rehearse::harness {

inline Verdict holds(bool exercised) {
  Verdict verdict;
  verdict.outcome = Outcome::holds;
  verdict.exercised = exercised;
  return verdict;
}

inline Verdict unknown(std::string because, bool exercised = true) {
  Verdict verdict;
  verdict.exercised = exercised;
  verdict.because = std::move(because);
  return verdict;
}

/// A violation; the caller adds phase, subject and witness by designated members.
inline Verdict violated(std::string because, std::string lost, Reason reason) {
  Verdict verdict;
  verdict.outcome = Outcome::violated;
  verdict.exercised = true;
  verdict.because = std::move(because);
  verdict.lost = std::move(lost);
  verdict.reason = std::move(reason);
  return verdict;
}

/// `unknown` because the run did not settle (or its final state is missing).
inline Verdict not_settled(const Facts& facts, bool exercised) {
  const std::string& pending = facts.history().final.pending;
  return unknown("The run did not settle" + (pending.empty() ? "" : ": " + pending), exercised);
}

Verdict judge_availability(const Facts& facts);        // A1
Verdict judge_latency(const Facts& facts);             // A2
Verdict judge_no_lost_write(const Facts& facts);       // D1
Verdict judge_one_effect(const Facts& facts);          // D2
Verdict judge_convergence(const Facts& facts);         // D3
Verdict judge_no_phantom(const Facts& facts);          // D4
Verdict judge_conservation(const Facts& facts);        // D5
Verdict judge_unique_identifiers(const Facts& facts);  // D6
Verdict judge_session(const Facts& facts);             // C1
Verdict judge_one_authority(const Facts& facts);       // C2
Verdict judge_rollback_restores(const Facts& facts);   // R1
Verdict judge_rollback_finishes(const Facts& facts);   // R2
Verdict judge_progress(const Facts& facts);            // L1
Verdict judge_gate_soundness(const Facts& facts);      // V1
Verdict judge_gate_data(const Facts& facts);           // V2
Verdict judge_shadow_isolation(const Facts& facts);    // I1
Verdict judge_compatibility(const Facts& facts);       // X1

/// What a violation of A2 is about where a phase blocks clients.
constexpr std::string_view blocked_time = "blocked time";

}  // namespace rehearse::harness
