#include <algorithm>

#include "harness/properties/verdicts.hpp"
#include "scenarios/ensure.hpp"

namespace rehearse::harness {

namespace {

const Property ours[] = {
    {"A1", "availability", "objective",
     "no client sees more failures than the objective allows, in any window", judge_availability,
     "clients see no more failures than the objective allows, in total, in any full "
     "window, and of no kind of operation more than chance explains; no outage longer than "
     "stated",
     "there was traffic",
     "operations that failed in the control twin too, or were at a process that a fault "
     "killed; slow answers (A2); `refused` counts as an answer"},
    {"A2", "latency", "objective", "latency and blocked time stay within bounds", judge_latency,
     "p99 of latency from the intended start keeps its objective; in no phase do clients "
     "wait for operations of one kind, with none of that kind succeeding, beyond its "
     "`unavailable` budget plus what such an operation usually takes (the p99 before the "
     "phase, and no less than its calls take by the stated latencies)",
     "a p99 is stated, or somebody waited in a phase with a budget",
     "the comparison with the control run; which operations were slow, beyond the slowest; "
     "operations that waited as long in the control twin, or do there when the same fault "
     "strikes another of their messages"},
    {"D1", "no_lost_write", "safety", "no acknowledged write is lost", judge_no_lost_write,
     "the authority at the end carries, for every key, the last acknowledged write or a "
     "later one, with the content that was written; initial records count",
     "a write was acknowledged",
     "adds (D5); deletes that came back (D4); a field lost under a later *partial* write "
     "that was made on the side that lost it; content on tracks with counters or a "
     "transform that drops something"},
    {"D2", "one_effect", "safety", "at most one external effect per business operation",
     judge_one_effect,
     "never more than one outstanding charge, authorisation or capture per identity over "
     "both sides; no charge fulfilled twice by webhooks",
     "an effect happened",
     "shadow effects (I1); a second charge after a refund is right; amounts (D5)"},
    {"D3", "convergence", "safety", "old and new agree once quiet, modulo the transform",
     judge_convergence,
     "both sides agree key by key, modulo the transform, where every stage at the end "
     "keeps both and both tables are there",
     "such a track exists and the run is quiet",
     "content under a lossy transform (only the writes compare); before the backfill is "
     "done, keys last written before dual write or stream had settled"},
    {"D4", "no_phantom", "safety", "nothing appears that nobody wrote or that was undone",
     judge_no_phantom,
     "nobody reads or is left with a record that nobody wrote; nothing is left of a "
     "refused or failed operation; nothing deleted or undone comes back",
     "something was read or is left",
     "leftovers of failing operations where the plan says `on_step_failure: stop`; the "
     "sides that are not the authority (D3)"},
    {"D5", "conservation", "safety", "money, stock and counts add up", judge_conservation,
     "counters end at initial plus confirmed adds (unknown outcomes may count or not), "
     "never below what every decrement requires; identities are charged exactly what "
     "confirmed operations intended; a charge that a service reports by webhook is acted "
     "on by somebody, unless the money went back",
     "an add or a charge was judged",
     "counters that a put, insert or bypass write replaced; a second counter field of a "
     "record; identities charged by several operations; sums that unlike unknown amounts "
     "could reach by their greatest common divisor only"},
    {"D6", "unique_identifiers", "safety", "no identifier is given twice", judge_unique_identifiers,
     "no key is given to two confirmed inserts (unless deleted in between), no serial to "
     "two effects of one service",
     "an insert was confirmed or an effect happened",
     "keys of inserts whose operation was not confirmed"},
    {"C1", "session", "safety",
     "a user reads their own writes, never goes back in time and stays on one side", judge_session,
     "a client reads its own confirmed writes, never goes back in time, and is served by "
     "one side between two publications once settled (by key where traffic is split by "
     "key)",
     "a client read a key it knew, or was served twice in one stage",
     "cached answers within their time to live; two reads of one operation; refunds, "
     "captures and voids (they follow the charge)"},
    {"C2", "one_authority", "safety",
     "every key has one write authority at a time and no read is stale", judge_one_authority,
     "no read, begun after a later write was acknowledged to its writer or shown to "
     "anybody, shows an earlier one (exact, since the commit order is known); first writes "
     "to one key do not go old, new, old without a publication",
     "a read of a key that was acknowledged or shown, or first writes on two sides",
     "two writers that alternate just once while flags travel (C1, D1 or D3 see the harm); "
     "writes in one transaction have no first side"},
    {"R1", "rollback_restores", "safety",
     "rollback gives back a working old side with every acknowledged write",
     judge_rollback_restores,
     "after a rollback the old tables are there with every acknowledged write and its "
     "whole content, even where the transform is declared lossy, and operations begun once "
     "settled succeed",
     "a rollback was done whose target reads or routes old",
     "operations during which a fault was active; new-side targets (D1)"},
    {"R2", "rollback_finishes", "liveness", "rollback ends in time and leaves no traffic on new",
     judge_rollback_finishes,
     "every rollback ends, done, within its deadline; what the old side did at the end of "
     "the target phase it does again; afterwards nothing goes first to new unless the "
     "target stage says so",
     "a rollback began", "split traffic (a segment below 100 %)"},
    {"L1", "progress", "liveness", "the plan, every operation and all background work end",
     judge_progress, "the plan ends, every operation is answered, everything settles",
     "always (control runs: with traffic)",
     "how long it took (faults heal at the latest when the plan has had longer than all "
     "that it names). `paused` is unknown; so is a plan that went back by itself without "
     "any fault"},
    {"V1", "gate_soundness", "safety", "a gate that passed was true, and still true when used",
     judge_gate_soundness,
     "a gate about a copy was true when it passed (`verify_mismatch`, `shadow_mismatch`) "
     "and when authority moved to new (those, `backfill_remaining`, `repair_queue`, "
     "`sync_lag`)",
     "such a gate was met and the run looked at the truth",
     "gates on other metrics; differences that something under way would mend"},
    {"V2", "gate_data", "safety", "no gate passes without data", judge_gate_data,
     "no gate is met without samples, with fewer than demanded, or with an inconclusive "
     "condition; no plan goes on from an inconclusive gate",
     "a gate over a sampled metric was met or inconclusive",
     "whether the samples were representative"},
    {"I1", "shadow_isolation", "safety", "shadow traffic has no side effects",
     judge_shadow_isolation, "no effect was caused by shadow traffic",
     "effects happened while a service was shadowed", "shadow reads that load the old side"},
    {"X1", "compatibility", "safety",
     "every live combination of application version, schema and service works", judge_compatibility,
     "no client operation meets a missing table, a shape it does not understand or a "
     "missing need; nobody reads other content than was written",
     "operations ran after a stage was published or beside another version",
     "combinations that no operation used; background errors that end in success"},
};

std::vector<Property>& table() {
  static std::vector<Property> properties(std::begin(ours), std::end(ours));
  return properties;
}

}  // namespace

std::span<const Property> all_properties() { return table(); }

void add_property(const Property& property) {
  REHEARSE_ENSURE(property.judge != nullptr && !property.id.empty() && !property.name.empty());
  for (const Property& other : table())
    REHEARSE_ENSURE(other.id != property.id && other.name != property.name);
  table().push_back(property);
}

bool asked_for(const std::vector<std::string>& names, const Property& property) {
  return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
    return name == "all" || name == property.id || name == property.name;
  });
}

Verdict judge(const Property& property, const Facts& facts) {
  const simulators::FinalState& final = facts.history().final;
  if (!final.given_up) return property.judge(facts);
  return unknown("Nobody knows how it ends: " + final.pending + ".");
}

}  // namespace rehearse::harness
