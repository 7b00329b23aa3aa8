#pragma once
/// What a judge of recordings says of one key, and of all of them.

#include <cstdint>
#include <string>
#include <vector>

#include "harness/consistency/proof.hpp"
#include "harness/properties/property.hpp"
#include "harness/recording/recording.hpp"

namespace rehearse::harness {

struct Finding {
  Outcome outcome = Outcome::holds;
  std::uint32_t key = 0;               ///< In Recording::keys; 0 where it is about several.
  std::string because;                 ///< One sentence; empty when it holds.
  std::vector<std::uint32_t> witness;  ///< Operations, by invocation; empty unless violated.
  Proof proof;
  std::string lost;  ///< The weakest guarantee that is lost; empty unless violated.
  std::string held;  ///< The strongest that still holds; empty: none that is known.
};

struct RecordingReport {
  Outcome outcome = Outcome::holds;
  bool exercised = false;  ///< Something was seen: without an answer everything holds.
  std::string promise;     ///< What holding means: "every key is linearizable as a register".
  std::uint64_t operations = 0, unknown = 0, failed = 0;  ///< Of all, those that ended so.
  std::uint64_t keys = 0, violated_keys = 0, undecided_keys = 0;
  std::vector<Finding> findings;    ///< What does not hold, the first of each key, at most 20.
  std::vector<std::string> counts;  ///< What was counted on the way: "3 lost, 1 duplicated".
};

/// Takes one more finding into the report; what holds is not kept.
void add_finding(RecordingReport& report, Finding finding);
/// What became of something; beyond 20 it is not kept.
void add_count(RecordingReport& report, std::string counted);
/// The operations as A, B, C, ...; at most 26: "A = process 3: write 5 (lines 10 to 14)".
std::vector<std::string> let_all(const Recording& recording,
                                 const std::vector<std::uint32_t>& operations);
/// Nothing was found.
Finding nothing_found(std::uint32_t key);
/// Nobody knows, and why.
Finding nobody_knows(std::uint32_t key, std::string because);
/// A violation by these operations, in any order: outcome, key, witness and what the proof lets be.
Finding violation_by(const Recording& recording, std::uint32_t key,
                     std::vector<std::uint32_t> witness);
/// "process 3".
std::string process_words(const Recording& recording, std::uint32_t process);
/// "" or " of key 7".
std::string of_key(const Recording& recording, std::uint32_t key);

}  // namespace rehearse::harness
