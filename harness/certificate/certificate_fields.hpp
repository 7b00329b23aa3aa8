#pragma once
/// The fields of a certificate, each named once and in canonical order, for writing and reading
/// alike. Private to certificate_file.cpp. A new field in certificate.hpp needs one line here; the
/// round-trip property test fails without it.

#include <type_traits>

#include "harness/certificate/certificate.hpp"

namespace rehearse::harness::certificate_fields {

/// `Object` is `Value` or `const Value`: one list serves the writer and the reader.
template <typename Object, typename Value>
concept like = std::is_same_v<std::remove_const_t<Object>, Value>;

template <like<PropertyResult> T, typename Visitor>
void visit(T& p, Visitor& field) {
  field("id", p.id);
  field("name", p.name);
  field("kind", p.kind);
  field("promise", p.promise);
  field("verdict", p.verdict);
  field("runs", p.runs);
  field("exercised", p.exercised);
  field("drawn", p.drawn);
  field("violated", p.violated);
  field("first_violated", p.first_violated);
  field("unknown", p.unknown);
  field("because", p.because);
  field("phase", p.phase);
  field("subject", p.subject);
  field("counterexample", p.counterexample);
  field("baseline", p.baseline);
  field("worst_measured", p.worst_measured);
  field("bound", p.bound);
  field("unit", p.unit);
}

template <like<ToldEvent> T, typename Visitor>
void visit(T& e, Visitor& field) {
  field("id", e.id);
  field("time_us", e.time_us);
  field("lane", e.lane);
  field("to", e.to);
  field("phase", e.phase);
  field("text", e.text);
  field("witness", e.witness);
  field("lost", e.lost);
  field("kind", e.kind);
}

template <like<Counterexample> T, typename Visitor>
void visit(T& c, Visitor& field) {
  field("property", c.property);
  field("file", c.file);
  field("sentence", c.sentence);
  field("lost", c.lost);
  field("held", c.held);
  field("also", c.also);
  field("then", c.then);
  field("however", c.however);
  field("run", c.run);
  field("shape", c.shape);
  field("operations", c.operations);
  field("operations_before_shrinking", c.operations_before_shrinking);
  field("faults", c.faults);
  field("events_total", c.events_total);
  field("events", c.events);
  field("fault_text", c.fault_text);
  field("replay", c.replay);
}

template <like<GateResult> T, typename Visitor>
void visit(T& g, Visitor& field) {
  field("when", g.when);
  field("met", g.met);
  field("failed", g.failed);
  field("inconclusive", g.inconclusive);
  field("least_samples", g.least_samples);
  field("last_measured", g.last_measured);
}

template <like<PhaseResult> T, typename Visitor>
void visit(T& p, Visitor& field) {
  field("name", p.name);
  field("begin_us", p.begin_us);
  field("end_us", p.end_us);
  field("entered", p.entered);
  field("rollbacks_rehearsed", p.rollbacks_rehearsed);
  field("rollbacks_done", p.rollbacks_done);
  field("rollback_us_max", p.rollback_us_max);
  field("held", p.held);
  field("gates", p.gates);
  field("point_of_no_return", p.point_of_no_return);
  field("steps", p.steps);
  field("step_names", p.step_names);
  field("changes", p.changes);
  field("forward", p.forward);
  field("with_traffic", p.with_traffic);
  field("operations", p.operations);
  field("failed", p.failed);
  field("refused", p.refused);
  field("p50_us", p.p50_us);
  field("p99_us", p.p99_us);
  field("max_us", p.max_us);
  field("control_p99_us", p.control_p99_us);
}

template <like<TrafficBucket> T, typename Visitor>
void visit(T& b, Visitor& field) {
  field("begin_us", b.begin_us);
  field("operations", b.operations);
  field("failed", b.failed);
  field("p50_us", b.p50_us);
  field("p99_us", b.p99_us);
  field("max_us", b.max_us);
  field("control_p99_us", b.control_p99_us);
  field("control_failed", b.control_failed);
}

template <like<OperationImpact> T, typename Visitor>
void visit(T& i, Visitor& field) {
  field("operation", i.operation);
  field("phase", i.phase);
  field("side", i.side);
  field("runs", i.runs);
  field("operations", i.operations);
  field("failed", i.failed);
  field("control_failed", i.control_failed);
  field("harmed", i.harmed);
  field("window_operations", i.window_operations);
  field("window_failed", i.window_failed);
  field("control_window_operations", i.control_window_operations);
  field("control_window_failed", i.control_window_failed);
  field("outage_us", i.outage_us);
  field("control_outage_us", i.control_outage_us);
  field("p50_us", i.p50_us);
  field("p99_us", i.p99_us);
  field("max_us", i.max_us);
  field("control_p50_us", i.control_p50_us);
  field("control_p99_us", i.control_p99_us);
  field("control_max_us", i.control_max_us);
  field("worst", i.worst);
}

template <like<Timelines> T, typename Visitor>
void visit(T& t, Visitor& field) {
  field("confirmed", t.confirmed);
  field("stable", t.stable);
  field("never_read", t.never_read);
  field("stale", t.stale);
  field("lost", t.lost);
  field("resurrected", t.resurrected);
  field("duplicated", t.duplicated);
  field("stale_us", t.stale_us);
}

template <like<TrackTimelines> T, typename Visitor>
void visit(T& t, Visitor& field) {
  field("track", t.track);
  field("service", t.service);
  field("counts", t.counts);
}

template <like<FaultCount> T, typename Visitor>
void visit(T& f, Visitor& field) {
  field("kind", f.kind);
  field("planned", f.planned);
  field("fired", f.fired);
  field("runs", f.runs);
}

template <like<CoverageCell> T, typename Visitor>
void visit(T& c, Visitor& field) {
  field("phase", c.phase);
  field("fault", c.fault);
  field("shape", c.shape);
  field("runs", c.runs);
  field("exhausted", c.exhausted);
}

template <like<SearchPart> T, typename Visitor>
void visit(T& p, Visitor& field) {
  field("name", p.name);
  field("certifies", p.certifies);
  field("places", p.places);
  field("candidates", p.candidates);
  field("equivalent", p.equivalent);
  field("left_out", p.left_out);
  field("planned", p.planned);
  field("runs", p.runs);
  field("distinct", p.distinct);
  field("violated", p.violated);
  field("violations", p.violations);
}

template <like<FaultSpan> T, typename Visitor>
void visit(T& s, Visitor& field) {
  field("kind", s.kind);
  field("where", s.where);
  field("begin_us", s.begin_us);
  field("end_us", s.end_us);
}

template <like<ReturnBoundary> T, typename Visitor>
void visit(T& b, Visitor& field) {
  field("phase", b.phase);
  field("place", b.place);
  field("answer", b.answer);
  field("runs", b.runs);
  field("harmed", b.harmed);
  field("undecided", b.undecided);
}

template <like<ReturnTrack> T, typename Visitor>
void visit(T& t, Visitor& field) {
  field("track", t.track);
  field("kind", t.kind);
  field("phase", t.phase);
  field("place", t.place);
  field("harm", t.harm);
  field("holes", t.holes);
}

template <like<ReturnPoint> T, typename Visitor>
void visit(T& p, Visitor& field) {
  field("verdict", p.verdict);
  field("declared", p.declared);
  field("claimed", p.claimed);
  field("kind", p.kind);
  field("phase", p.phase);
  field("place", p.place);
  field("sentence", p.sentence);
  field("harm", p.harm);
  field("property", p.property);
  field("counterexample", p.counterexample);
  field("runs", p.runs);
  field("forced", p.forced);
  field("fewest_runs", p.fewest_runs);
  field("holes", p.holes);
  field("set_aside", p.set_aside);
  field("tracks", p.tracks);
  field("boundaries", p.boundaries);
}

template <like<SituationResult> T, typename Visitor>
void visit(T& s, Visitor& field) {
  field("id", s.id);
  field("statement", s.statement);
  field("required", s.required);
  field("applicable", s.applicable);
  field("runs", s.runs);
  field("reach", s.reach);
}

template <like<Fidelity> T, typename Visitor>
void visit(T& f, Visitor& field) {
  field("property", f.property);
  field("name", f.name);
  field("tried", f.tried);
  field("same", f.same);
  field("simulated", f.simulated);
  field("live", f.live);
  field("skipped", f.skipped);
}

template <like<ScenarioResult> T, typename Visitor>
void visit(T& s, Visitor& field) {
  field("name", s.name);
  field("file", s.file);
  field("digest", s.digest);
  field("runs", s.runs);
  field("runs_planned", s.runs_planned);
  field("forward", s.forward);
  field("rolled_back", s.rolled_back);
  field("held", s.held);
  field("operations", s.operations);
  field("events", s.events);
  field("properties", s.properties);
  field("counterexamples", s.counterexamples);
  field("phases", s.phases);
  field("traffic", s.traffic);
  field("faults", s.faults);
  field("coverage", s.coverage);
  field("search", s.search);
  field("fault_spans", s.fault_spans);
  field("histories_digest", s.histories_digest);
  field("run_length_us", s.run_length_us);
  field("longest_outage_us", s.longest_outage_us);
  field("failed", s.failed);
  field("availability_per_million", s.availability_per_million);
  field("p99_us", s.p99_us);
  field("control_p99_us", s.control_p99_us);
  field("impact_runs", s.impact_runs);
  field("failures_per_million", s.failures_per_million);
  field("window_us", s.window_us);
  field("impact", s.impact);
  field("timelines", s.timelines);
  field("point_of_no_return", s.point_of_no_return);
  field("fidelity", s.fidelity);
  field("repeated", s.repeated);
  field("situations", s.situations);
}

template <like<Waiver> T, typename Visitor>
void visit(T& w, Visitor& field) {
  field("property", w.property);
  field("scenario", w.scenario);
  field("owner", w.owner);
  field("reason", w.reason);
  field("expires", w.expires);
  field("state", w.state);
}

template <like<CertificateChange> T, typename Visitor>
void visit(T& c, Visitor& field) {
  field("kind", c.kind);
  field("what", c.what);
}

template <like<PreviousCertificate> T, typename Visitor>
void visit(T& p, Visitor& field) {
  field("certificate_digest", p.digest);
  field("verdict", p.verdict);
  field("finished_utc", p.finished_utc);
  field("changes", p.changes);
}

/// What the digest covers.
template <like<Certificate> T, typename Visitor>
void visit_digested(T& c, Visitor& field) {
  field("format", c.format);
  field("verdict", c.verdict);
  field("cause", c.cause);
  field("plan", c.plan);
  field("plan_file", c.plan_file);
  field("plan_digest", c.plan_digest);
  field("seed", c.seed);
  field("mode", c.mode);
  field("scenarios", c.scenarios);
  field("findings", c.findings);
  field("assumptions", c.assumptions);
  field("reproduce", c.reproduce);
}

template <like<Certificate> T, typename Visitor>
void visit(T& c, Visitor& field) {
  visit_digested(c, field);
  field("digest", c.digest);
  field("plan_file_sha256", c.plan_file_sha256);
  field("waivers", c.waivers);
  field("previous", c.previous);
  field("tool_version", c.tool_version);
  field("tool_commit", c.tool_commit);
  field("finished_utc", c.finished_utc);
  field("wall_ms", c.wall_ms);
  field("jobs", c.jobs);
}

}  // namespace rehearse::harness::certificate_fields
