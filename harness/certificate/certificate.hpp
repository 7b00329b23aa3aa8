#pragma once
/// What a certification found out, as a value. Written as certificate.json (canonical order,
/// versioned; a new field also needs its line in certificate_fields.hpp), read back by the reports,
/// which never run anything.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rehearse::harness {

enum class CertificateVerdict : std::uint8_t { certified, rejected, inconclusive, incomplete };

/// One property over all runs of one scenario.
struct PropertyResult {
  std::string id, name, kind, promise;
  std::string verdict;         ///< "holds", "violated", "unknown", "not exercised".
  std::int64_t runs = 0;       ///< Runs judged.
  std::int64_t exercised = 0;  ///< Runs in which its premise occurred ...
  std::int64_t drawn = 0;  ///< ... and that were drawn at random: what bounds what was not seen.
  std::int64_t violated = 0;
  std::int64_t first_violated = 0;  ///< Runs until the first of them, it included; 0: none.
  std::int64_t unknown = 0;
  std::string because;  ///< Of the first violation (or why unknown).
  std::string phase;    ///< Of the first violation.
  std::string subject;
  std::string counterexample;  ///< File beside the certificate: "D1-no_lost_write.json".
  std::string baseline;        ///< Not empty: the control run violates it too; how often.
  std::int64_t worst_measured = 0, bound = 0;
  std::string unit;
  bool operator==(const PropertyResult&) const = default;
};

/// One event of a counterexample, told for people.
struct ToldEvent {
  std::int64_t id = 0;  ///< In the full history.
  std::int64_t time_us = 0;
  std::string lane;  ///< Node it happens on: "client 3", "app/1", "orders.old".
  std::string to;    ///< Other node for a message; empty otherwise.
  std::string phase;
  std::string text;      ///< "writes orders 17 (order 41): ok"
  bool witness = false;  ///< Part of the property's witness.
  bool lost = false;     ///< A message that never arrived (drawn with a cross).
  std::string kind;      ///< "client", "store", "service", "conductor", "fault", "process".
  bool operator==(const ToldEvent&) const = default;
};

struct Counterexample {
  std::string property;  ///< Id.
  std::string file;
  std::string sentence;  ///< One sentence.
  std::string lost;      ///< Weakest guarantee lost.
  std::string held;      ///< What still held.
  std::string also;      ///< "C1 session": what this very run violates, too; shrinking can do that.
  std::string then;      ///< Of the proof over the witness: what follows from it ...
  std::string however;   ///< ... and what contradicts that.
  std::int64_t run = 0;  ///< Index of the run.
  std::string shape;     ///< "to the end", "rolled back at phase x, step y", ...
  std::int64_t operations = 0, faults = 0, events_total = 0;
  std::vector<ToldEvent> events;  ///< Witness and its surroundings, at most 60.
  std::vector<std::string> fault_text;
  std::string replay;                             ///< The command.
  std::int64_t operations_before_shrinking = -1;  ///< -1: it was not shrunk.
  bool operator==(const Counterexample&) const = default;
};

struct GateResult {
  std::string when;                                    ///< "orders.backfill_remaining = 0"
  std::int64_t met = 0, failed = 0, inconclusive = 0;  ///< Runs.
  std::int64_t least_samples = -1;                     ///< -1: not a sampled metric.
  std::string last_measured;
  bool operator==(const GateResult&) const = default;
};

struct PhaseResult {
  std::string name;
  std::int64_t begin_us = 0, end_us = 0;  ///< In the first forward run (the sample run).
  std::int64_t entered = 0;               ///< Runs that got here.
  std::int64_t rollbacks_rehearsed = 0;   ///< Runs rolled back from here.
  std::int64_t rollbacks_done = 0;        ///< ... that reached their target.
  std::int64_t rollback_us_max = 0;
  std::int64_t held = 0;  ///< Runs that stopped here and settled.
  std::vector<GateResult> gates;
  bool point_of_no_return = false;  ///< Declared.
  std::int64_t steps = 0;
  std::vector<std::string> step_names;
  std::vector<std::string> changes;  ///< "orders: write old -> old, new"
  // client impact over all forward runs:
  std::int64_t forward = 0;       ///< Runs to the end that got here ...
  std::int64_t with_traffic = 0;  ///< ... and had clients that were served from then on.
  std::int64_t operations = 0, failed = 0, refused = 0;
  std::int64_t p50_us = 0, p99_us = 0, max_us = 0;
  std::int64_t control_p99_us = -1;  ///< Without migration; -1: not measured.
  bool operator==(const PhaseResult&) const = default;
};

/// A bucket of the traffic chart, of the sample run.
struct TrafficBucket {
  std::int64_t begin_us = 0;
  std::int64_t operations = 0, failed = 0;
  std::int64_t p50_us = 0, p99_us = 0, max_us = 0;
  std::int64_t control_p99_us = 0;   ///< Same traffic without migration.
  std::int64_t control_failed = -1;  ///< -1: not measured.
  bool operator==(const TrafficBucket&) const = default;
};

/// The phase of an OperationImpact between the beginning of a rollback and its end.
constexpr std::string_view while_rolling_back = "while rolling back";

/// What operations of one kind met in some runs, and what the same operations met without the
/// migration, in the same traffic and under the same faults ("control"). Latencies are from the
/// intended start. See harness/impact.
struct OperationImpact {
  std::string operation;  ///< Kind: "checkout"; empty: all kinds.
  std::string phase;      ///< Of the intended start, or `while_rolling_back`; empty: all.
  std::string side;       ///< What they dealt with: "old", "new", "both", "neither"; empty: all.
  std::int64_t runs = 0;  ///< That had any.
  std::int64_t operations = 0, failed = 0, control_failed = 0;
  std::int64_t harmed = 0;  ///< Failed, and do not without the migration.
  /// Of the window with most failures, of one run (or of the whole run where that is shorter); 0 of
  /// 0 when nothing failed.
  std::int64_t window_operations = 0, window_failed = 0;
  std::int64_t control_window_operations = 0, control_window_failed = 0;
  /// Between the intended starts of failures with no success begun in between; the longest.
  std::int64_t outage_us = 0, control_outage_us = 0;
  std::int64_t p50_us = 0, p99_us = 0, max_us = 0;
  std::int64_t control_p50_us = 0, control_p99_us = 0, control_max_us = 0;
  std::string worst;  ///< Of all together: what fared worst beside its twin, and where.
  bool operator==(const OperationImpact&) const = default;
};

/// What became of what was confirmed to clients. Of each write (and each record from before the
/// run) exactly one is true, the first that applies: lost, resurrected, stale, stable, never read.
/// See harness/impact/timelines.hpp.
struct Timelines {
  /// Writes confirmed and not undone, records from before the run; for services, identities with an
  /// effect.
  std::int64_t confirmed = 0;
  std::int64_t stable = 0;       ///< Every read that began later showed it, or a later one.
  std::int64_t never_read = 0;   ///< No read began while it was the last confirmed.
  std::int64_t stale = 0;        ///< A read that began later showed an earlier state.
  std::int64_t lost = 0;         ///< Not there at the end, nor a later one.
  std::int64_t resurrected = 0;  ///< A delete whose record was read later, or is there at the end.
  std::int64_t duplicated = 0;   ///< Services: identities of which two effects stood at a time.
  std::int64_t stale_us = 0;     ///< The longest time after the confirmation that one was stale.
  bool operator==(const Timelines&) const = default;
};

struct TrackTimelines {
  std::string track;
  bool service = false;
  Timelines counts;  ///< Over all runs that certify.
  bool operator==(const TrackTimelines&) const = default;
};

struct FaultCount {
  std::string kind;
  std::int64_t planned = 0;  ///< Runs in which it could strike.
  std::int64_t fired = 0;    ///< Times it struck.
  std::int64_t runs = 0;     ///< Runs in which it struck.
  bool operator==(const FaultCount&) const = default;
};

/// Cell of the coverage matrix: phase x fault kind ("none" included) x shape ("forward",
/// "rollback", "hold").
struct CoverageCell {
  std::string phase, fault, shape;
  std::int64_t runs = 0;
  bool exhausted = false;  ///< Every place was tried, up to equivalence, under the base run.
  bool operator==(const CoverageCell&) const = default;
};

/// When a fault was in force in the sample run; drawn hatched under the phases and in the charts.
struct FaultSpan {
  std::string kind;                       ///< "reply_lost"
  std::string where;                      ///< "app/2 -> orders.new"
  std::int64_t begin_us = 0, end_us = 0;  ///< Equal: it struck once.
  bool operator==(const FaultSpan&) const = default;
};

/// The part whose runs are drawn at random; all others are chosen.
constexpr std::string_view swarm_part = "swarm";

/// One part of the search, in the order in which they ran.
struct SearchPart {
  std::string name;             ///< "single faults"
  bool certifies = true;        ///< False: beyond the plan's fault budget; counts for nothing else.
  std::int64_t places = 0;      ///< Messages (or boundaries) at which something could be tried.
  std::int64_t candidates = 0;  ///< Place x kind x duration.
  std::int64_t equivalent = 0;  ///< Candidates that another one stands for.
  std::int64_t left_out = 0;    ///< Candidates beyond the bound.
  std::int64_t planned = 0, runs = 0;
  std::int64_t distinct = 0;            ///< Different histories.
  std::int64_t violated = 0;            ///< Runs.
  std::vector<std::string> violations;  ///< "D1 no_lost_write 3"
  bool operator==(const SearchPart&) const = default;
};

/// What the runs that turned at one boundary say.
struct ReturnBoundary {
  std::string phase;
  std::string place;   ///< "after step orders.purge_old of phase rampdown"
  std::string answer;  ///< "safe", "unsafe", "unknown".
  std::int64_t runs = 0, harmed = 0, undecided = 0;
  bool operator==(const ReturnBoundary&) const = default;
};

/// Where the way back of one track ends.
struct ReturnTrack {
  std::string track;
  std::string kind;          ///< As in ReturnPoint.
  std::string phase, place;  ///< `found` only.
  std::string harm;          ///< "loses order 17, ..."; `found` only.
  std::vector<std::string> holes;
  bool operator==(const ReturnTrack&) const = default;
};

/// The computed point of no return against the declared one.
struct ReturnPoint {
  /// What the declaration is: "too late" (the plan is rejected), "agrees", "too early", "unknown";
  /// empty: nothing was computed.
  std::string verdict;
  std::string declared;  ///< Phase; empty: the plan declares none.
  std::string claimed;   ///< First phase from which the plan lets nobody back; empty: none is.
  /// "found"; "never": going back is safe to the end; "unknown": no data where it matters.
  std::string kind;
  std::string phase, place;  ///< Of the computed point; `found` only.
  std::string sentence;      ///< To be read aloud.
  std::string harm;          ///< "loses order 17, written by ... and acknowledged at 2.104 s"
  std::string property;      ///< Id; of the harm.
  std::string counterexample;
  std::int64_t runs = 0;         ///< That turned and count, ordinary and forced.
  std::int64_t forced = 0;       ///< Done for this question alone.
  std::int64_t fewest_runs = 0;  ///< At any boundary that is called safe.
  std::vector<std::string> holes;
  std::vector<std::string> set_aside;  ///< "X1 (orders)": fails without going back too.
  std::vector<ReturnTrack> tracks;
  std::vector<ReturnBoundary> boundaries;
  bool operator==(const ReturnPoint&) const = default;
};

/// Something that has to have happened, or might have: see harness/situations.
struct SituationResult {
  std::string id;           ///< "rollback.dual"
  std::string statement;    ///< "a rollback from phase dual reached its target"
  bool required = false;    ///< In at least one run of the whole certification.
  bool applicable = false;  ///< This plan and scenario can bring it about.
  std::int64_t runs = 0;    ///< In which it was seen.
  std::string reach;        ///< What brings it about, or why nothing can.
  bool operator==(const SituationResult&) const = default;
};

/// A violation that simulation found, tried with real processes.
struct Fidelity {
  std::string property, name;  ///< Id and name.
  std::int64_t tried = 0;      ///< Live runs of the simulated counterexample ...
  std::int64_t same = 0;       ///< ... that violate the same property.
  std::string simulated;       ///< The sentence there ...
  std::string live;            ///< ... and here, of the first that does; else what held instead.
  std::vector<std::string> skipped;  ///< Faults of it that cannot be done to real processes.
  bool operator==(const Fidelity&) const = default;
};

struct ScenarioResult {
  std::string name, file, digest;  ///< "sha256:..."
  std::int64_t runs = 0, runs_planned = 0;
  std::int64_t forward = 0, rolled_back = 0, held = 0;
  std::int64_t operations = 0, events = 0;
  std::vector<PropertyResult> properties;
  std::vector<Counterexample> counterexamples;  ///< One per violated property: the smallest found.
  std::vector<PhaseResult> phases;
  std::vector<TrafficBucket> traffic;
  std::vector<FaultCount> faults;
  std::vector<CoverageCell> coverage;
  std::vector<SearchPart> search;
  std::vector<FaultSpan> fault_spans;  ///< Of the sample run, by begin; at most 2 000.
  std::string histories_digest;        ///< Over the history hashes of all runs, in order.
  std::int64_t run_length_us = 0;      ///< Of the sample run.
  std::int64_t longest_outage_us = 0, failed = 0, availability_per_million = 1'000'000;
  std::int64_t p99_us = 0, control_p99_us = 0;
  std::int64_t impact_runs = 0;           ///< Runs that `impact` was measured on, with their twins.
  std::int64_t failures_per_million = 0;  ///< That the objective allows: the error budget.
  std::int64_t window_us = 0;             ///< Of the objective.
  std::vector<OperationImpact> impact;    ///< All; by kind: all, by phase, by side.
  std::vector<TrackTimelines> timelines;  ///< In plan order.
  ReturnPoint point_of_no_return;
  std::vector<Fidelity> fidelity;  ///< Live: of each counterexample that simulation found.
  std::int64_t repeated = 0;       ///< Runs that were done twice, with the same history both times.
  std::vector<SituationResult> situations;  ///< In the order of the catalogue.
  bool operator==(const ScenarioResult&) const = default;
};

/// Null when it was not judged.
inline PropertyResult* find_property(ScenarioResult& result, std::string_view id) {
  for (PropertyResult& property : result.properties)
    if (property.id == id) return &property;
  return nullptr;
}

/// Somebody's word that a violation is known and borne for a while. It never changes a verdict.
struct Waiver {
  std::string property;  ///< Id or name.
  std::string scenario;  ///< Empty: in every scenario.
  std::string owner, reason;
  std::string expires;  ///< The last day, "2026-12-31" (UTC).
  std::string state;    ///< "in force", "expired", "not needed" (nothing of it is violated).
  bool operator==(const Waiver&) const = default;
};

/// What is different from the certificate before.
struct CertificateChange {
  std::string kind;  ///< "newly violated", "dropped", "slower", ...: see reports/changes.hpp.
  std::string what;  ///< One sentence without a full stop.
  bool operator==(const CertificateChange&) const = default;
};

struct PreviousCertificate {
  std::string digest;  ///< Empty: none was named.
  std::string verdict, finished_utc;
  std::vector<CertificateChange> changes;  ///< Worst first.
  bool operator==(const PreviousCertificate&) const = default;
};

struct Certificate {
  int format = 1;
  CertificateVerdict verdict = CertificateVerdict::incomplete;
  std::string cause;  ///< One sentence in the domain's words.
  std::string plan, plan_file, plan_digest;
  std::string seed;  ///< Text.
  std::string mode = "simulation";
  std::vector<ScenarioResult> scenarios;
  std::vector<std::string> findings;     ///< Of `rehearse check`, told in one line each.
  std::vector<std::string> assumptions;  ///< What was not tried, limits.
  std::string reproduce;                 ///< The command.
  std::string digest;                    ///< sha256 over all of the above, canonical.
  // not part of the digest:
  std::string plan_file_sha256;  ///< Of the file's bytes, in hex; empty: it was no file.
  std::vector<Waiver> waivers;
  PreviousCertificate previous;
  std::string tool_version, tool_commit;
  std::string finished_utc;  ///< "2026-11-23T09:06:00Z"
  std::int64_t wall_ms = 0;
  int jobs = 1;
  bool operator==(const Certificate&) const = default;
};

}  // namespace rehearse::harness
