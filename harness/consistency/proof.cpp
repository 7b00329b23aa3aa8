#include "harness/consistency/proof.hpp"

namespace rehearse::harness {

std::vector<std::string> proof_lines(const Proof& proof) {
  std::vector<std::string> lines;
  if (proof.empty()) return lines;
  for (const std::string& let : proof.let) lines.push_back((lines.empty() ? "Let " : "    ") + let);
  for (const std::string& then : proof.then) lines.push_back("Then " + then + ".");
  lines.push_back("However " + proof.however + ": a contradiction.");
  return lines;
}

}  // namespace rehearse::harness
