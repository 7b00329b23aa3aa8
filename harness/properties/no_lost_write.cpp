// D1: no acknowledged write is lost.
//
// At the end the side that answers reads must carry, for every key, the last acknowledged write or
// one later in the order of writes; no record at all needs a later delete (or the compensation of
// an insert). Records that were there before the run count as acknowledged. A record that names the
// right write must also have the content that write put there.
// Not seen here: adds (D5), deletes that came back (D4), fields lost under a later partial write to
// the same side (D3 sees them while both sides are kept).
#include "harness/properties/durability.hpp"
#include "harness/properties/verdicts.hpp"

namespace rehearse::harness {

Verdict judge_no_lost_write(const Facts& facts) {
  if (!facts.has_final()) return not_settled(facts, !facts.acks().empty());
  const LossScan scan = find_losses(facts, facts.authorities());
  const bool exercised = !facts.acks().empty() || !facts.uncommitted().empty();
  if (scan.lost > scan.unsettled) {
    return lost_verdict(facts, scan, "durability of acknowledged writes");
  }
  if (!facts.quiet()) return not_settled(facts, exercised);
  return holds(exercised);
}

}  // namespace rehearse::harness
