#include <cstdint>

#include "tests/reports/fixtures.hpp"

namespace rehearse::tests {

using namespace harness;  // NOLINT: values of one header

Certificate hostile_certificate() {
  const std::string attack =
      "</script></style></title><script>alert(1)</script>\"><img src=x onerror=alert(1)>"
      "'&amp;]]>--> | `x` @everyone \xFF\xC0\x80 \xE2\x80\xAE reversed" +
      std::string("\0\x1B[31m", 6) + "\n\ttail";
  const std::string lengthy(200, 'W');
  Certificate c = rejected_certificate();
  c.cause = c.plan = c.plan_file = c.plan_digest = c.seed = c.mode = c.reproduce = attack;
  c.tool_version = c.tool_commit = c.finished_utc = attack;
  for (harness::Waiver& w : c.waivers) w.property = w.owner = w.reason = w.expires = attack;
  c.previous.digest = c.previous.verdict = c.previous.finished_utc = attack;
  for (harness::CertificateChange& change : c.previous.changes) change.kind = change.what = attack;
  c.findings = c.assumptions = {attack, lengthy};
  c.jobs = -1;
  c.wall_ms = INT64_MAX;
  for (ScenarioResult& s : c.scenarios) {
    s.name = s.file = s.digest = attack;  // equal names: ids must differ all the same
    s.runs = INT64_MIN;
    s.run_length_us = INT64_MAX;
    s.failed = INT64_MAX;
    for (harness::SearchPart& part : s.search) part.name = attack;
    s.search[1].places = s.search[1].left_out = INT64_MAX;
    s.search[0].runs = s.search[0].violated = INT64_MIN;
    s.longest_outage_us = INT64_MIN;
    for (PropertyResult& p : s.properties)
      p.name = p.promise = p.because = p.phase = p.unit = attack;
    s.properties[3].verdict = attack;
    s.properties[4].name = lengthy;
    s.properties[5].worst_measured = s.properties[5].exercised = INT64_MIN;
    for (PhaseResult& p : s.phases) {
      p.name = attack;
      p.changes = p.step_names = {attack, lengthy};
      p.end_us = p.begin_us - 5;
      p.max_us = INT64_MAX;
      for (GateResult& g : p.gates) g.when = g.last_measured = attack;
    }
    s.phases[3].begin_us = INT64_MIN;
    for (TrafficBucket& b : s.traffic) b.failed = b.p99_us = INT64_MAX;
    for (FaultCount& f : s.faults) f.kind = attack + f.kind;
    for (CoverageCell& cell : s.coverage) cell.phase = cell.shape = attack;
    for (SituationResult& one : s.situations) one.id = one.statement = one.reach = attack + one.id;
    s.situations[0].runs = INT64_MAX;
    s.situations[3].runs = INT64_MIN;
    s.repeated = INT64_MIN;
    for (Fidelity& one : s.fidelity) {
      one.property = one.name = one.simulated = one.live = attack;
      one.skipped = {attack, lengthy};
    }
    s.fidelity[0].tried = INT64_MAX;
    s.fidelity[1].same = INT64_MIN;
    for (OperationImpact& row : s.impact) row.worst = attack + row.worst;
    for (std::size_t i = 1; i < s.impact.size(); ++i) s.impact[i].operation = attack;
    for (OperationImpact& row : s.impact) row.failed = row.harmed = row.p99_us = INT64_MAX;
    s.impact[2].phase = s.impact[3].side = attack;
    s.impact[1].operations = s.impact[2].control_p99_us = s.impact[2].harmed = INT64_MIN;
    s.impact[0].failed = s.impact_runs = s.window_us = INT64_MIN;
    s.failures_per_million = 1;
    s.timelines[0].track = attack;
    s.timelines[0].counts.lost = s.timelines[1].counts.duplicated = INT64_MIN;
    s.timelines[0].counts.stale_us = INT64_MAX;
    for (FaultSpan& span : s.fault_spans) span.kind = span.where = attack;
    for (Counterexample& x : s.counterexamples) {
      x.sentence = x.lost = x.held = x.also = x.then = x.however = x.shape = x.file = x.replay =
          attack;
      x.fault_text = {attack, lengthy};
      for (std::int64_t i = 0; i < 200; ++i) {
        x.events.push_back({i, INT64_MAX - i, attack + std::to_string(i), attack, attack, lengthy,
                            i % 3 == 0, i % 2 == 0, i % 5 == 0 ? "fault" : attack});
      }
    }
  }
  return c;  // not sealed: the digest does not match, and the page must say so
}

}  // namespace rehearse::tests
