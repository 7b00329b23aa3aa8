#include "harness/history/verdict_proof.hpp"

#include <fmt/format.h>

#include "harness/history/describe_event.hpp"
#include "harness/properties/words.hpp"

namespace rehearse::harness {

Proof prove(const Facts& facts, const Verdict& verdict) {
  Proof proof;
  if (verdict.outcome != Outcome::violated) return proof;
  for (std::size_t i = 0; i < verdict.witness.size() && i < 26; ++i) {
    const EventId id = verdict.witness[i];
    proof.let.push_back(fmt::format("{} = at {}, {}", static_cast<char>('A' + i),
                                    seconds(facts.event(id).time), describe_event(facts, id)));
  }
  if (proof.let.empty()) proof.let = {"A = the end of the run"};
  proof.then = {std::string(verdict.reason.then)};
  proof.however = verdict.reason.however;
  return proof;
}

}  // namespace rehearse::harness
