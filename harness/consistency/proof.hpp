#pragma once
/// Why something cannot be, for a person to follow: "Let A = ..., B = .... Then .... However ....:
/// a contradiction". The form of Elle's explanations (Kingsbury and Alvaro, VLDB 2020).

#include <string>
#include <vector>

namespace rehearse::harness {

struct Proof {
  std::vector<std::string> let;   ///< "A = process 3: write 5 (lines 10 to 14)".
  std::vector<std::string> then;  ///< What follows, each a sentence without a full stop.
  std::string however;            ///< What cannot be, without "a contradiction".

  bool empty() const { return let.empty(); }
  bool operator==(const Proof&) const = default;
};

/// The lines as they are told, the last one ending with "a contradiction.".
std::vector<std::string> proof_lines(const Proof& proof);

}  // namespace rehearse::harness
