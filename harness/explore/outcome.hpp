#pragma once
/// What is kept of a run once it is judged: small, and independent of the order in which runs were
/// done.

#include <cstdint>
#include <string>
#include <vector>

#include "harness/certificate/certificate.hpp"
#include "harness/explore/against_control.hpp"
#include "harness/explore/rehearsal.hpp"

namespace rehearse::harness {

struct PropertyOutcome {
  Outcome outcome = Outcome::holds;
  bool exercised = false;
  bool baseline = false;  ///< Violated, and the control run violates it too.
  std::int64_t measured = 0, bound = 0;
  std::string_view unit;
  std::uint16_t phase = simulators::no_phase;
  std::string subject, because;  ///< Of violations and unknowns.
};

struct PhaseOutcome {
  bool entered = false;
  bool traffic = false;  ///< An operation ended after it began.
  std::int64_t operations = 0, failed = 0, refused = 0;
  std::vector<std::int64_t> latencies;  ///< us, of finished operations.
  struct GateSeen {
    std::uint8_t result = 0;  ///< 0 not waited for, 1 met, 2 failed, 3 inconclusive.
    std::int64_t samples = -1, value = 0;
  };
  std::vector<GateSeen> conditions;  ///< Entry gate's, then the gate's.
};

struct RunOutcome {
  bool done = false;
  RunShape shape;
  std::uint64_t hash = 0;
  simulators::PlanEnd end = simulators::PlanEnd::stuck;
  bool ended = false;
  std::int64_t operations = 0, failed = 0, events = 0, faults = 0;
  std::int64_t longest_outage_us = 0;
  std::int64_t traffic_us = 0;  ///< When traffic ended.
  std::int64_t rollback_us = -1;
  bool rolled_back = false;  ///< A rollback reached its target.
  std::vector<PropertyOutcome> properties;
  std::vector<PhaseOutcome> phases;
  std::vector<Timelines> timelines;  ///< By track.
  std::vector<bool> planned;         ///< By fault kind.
  std::vector<std::int64_t> fired;
  std::vector<std::pair<std::uint8_t, std::uint16_t>> struck;  ///< Kind and phase, each once.
  std::vector<bool> situations;  ///< Which occurred, by position in Situations::all().
  bool repeated = false;         ///< Done twice, with the same history both times.
};

/// One run that was done.
struct Tried {
  RunSpec spec;
  bool small = false;  ///< Under the small scenario.
  RunOutcome outcome;
};

/// Sums up a run that was judged; which faults there were it does not know.
RunOutcome sum_up(const Facts& facts, const RunShape& shape, const JudgedBesideControl& judged,
                  Situations& situations);

/// Sums up the last run of `rehearsal`, its verdicts beside those of its control twin included.
RunOutcome sum_up(Rehearsal& rehearsal, const RunSpec& spec);

}  // namespace rehearse::harness
