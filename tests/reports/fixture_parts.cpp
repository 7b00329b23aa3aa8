#include "tests/reports/fixture_parts.hpp"

namespace rehearse::tests {

using harness::ReturnPoint;

ReturnPoint way_back(const std::vector<std::string>& phases, std::size_t unsafe) {
  ReturnPoint point;
  point.verdict = unsafe < 2 * (phases.size() - 1) ? "too late" : "agrees";
  point.declared = point.claimed = phases.back();
  point.kind = "found";
  point.harm =
      "loses order 17, written by checkout (operation 41) of client 3 and acknowledged at 418.212 "
      "s";
  point.property = "R1";
  point.forced = 40;
  point.fewest_runs = 4;
  for (std::size_t i = 0; i < 2 * phases.size(); ++i) {
    const std::string phase = phases[i / 2];
    const std::string place =
        i % 2 == 0 ? "after the flags of phase " + phase : "the end of phase " + phase;
    const bool bad = i >= unsafe;
    point.boundaries.push_back({phase, place, bad ? "unsafe" : "safe", 4, bad ? 3 : 0, 0});
    point.runs += 4;
    if (i != unsafe) continue;
    point.phase = phase;
    point.place = place;
  }
  point.sentence = "The plan says that one can go back until phase " + point.declared + ". From " +
                   point.place + " on, going back " + point.harm + ".";
  point.tracks = {{"orders", "found", point.phase, point.place, point.harm, {}},
                  {"payments", "never", "", "", "", {}},
                  {"catalog", "unknown", "", "", "", {}}};
  return point;
}

namespace {

std::vector<harness::SearchPart> search_parts() {
  std::vector<harness::SearchPart> parts(3);
  parts[0].name = "single faults";
  parts[0].places = 776;
  parts[0].candidates = 4'220;
  parts[0].equivalent = 3'028;
  parts[0].planned = parts[0].runs = 1'192;
  parts[0].distinct = 1'190;
  parts[1].name = "rollback sweep";
  parts[1].places = 29;
  parts[1].candidates = 290;
  parts[1].left_out = 94;
  parts[1].planned = parts[1].runs = parts[1].distinct = 196;
  parts[2].name = "swarm";
  parts[2].planned = parts[2].runs = 612;
  parts[2].distinct = 611;
  return parts;
}

/// `slower` per cent slower than without the migration.
harness::OperationImpact impact_of(const std::string& operation, std::int64_t operations,
                                   std::int64_t p50_us, std::int64_t slower) {
  harness::OperationImpact row;
  row.operation = operation;
  row.runs = 40;
  row.operations = operations;
  row.control_p50_us = p50_us;
  row.control_p99_us = p50_us * 4;
  row.control_max_us = p50_us * 9;
  row.p50_us = p50_us * (100 + slower) / 100;
  row.p99_us = p50_us * 4 * (100 + slower) / 100;
  row.max_us = p50_us * 9 * (100 + slower) / 100;
  return row;
}

/// Of browse and checkout; checkout fails for some.
std::vector<harness::OperationImpact> client_impact() {
  std::vector<harness::OperationImpact> rows{impact_of("browse", 21'460, 4'900, 0)};
  rows.push_back(impact_of("browse", 1'204, 4'800, 3));
  rows.back().phase = "dual";
  rows.push_back(impact_of("browse", 21'460, 4'900, 0));
  rows.back().side = "old";
  rows.push_back(impact_of("checkout", 14'230, 31'000, 15));
  harness::OperationImpact& failing = rows.back();
  failing.failed = 31;
  failing.control_failed = failing.harmed = 17;
  failing.window_failed = 6;
  failing.window_operations = 55;
  failing.control_window_failed = 2;
  failing.control_window_operations = 51;
  failing.outage_us = 126'000;
  failing.worst =
      "In cutover, while reply_lost struck app/2, checkout (operation 41) of client 3, begun at "
      "418.001 s: no answer in time; without the migration it took 31.2 ms";
  rows.push_back(failing);
  rows.back().phase = "cutover";
  rows.back().worst.clear();
  rows.push_back(impact_of("checkout", 48, 39'000, 40));
  rows.back().phase = harness::while_rolling_back;
  rows.push_back(impact_of("checkout", 14'230, 31'000, 15));
  rows.back().side = "both";
  harness::OperationImpact all = impact_of("", 35'690, 6'100, 4);
  all.failed = 31;
  all.control_failed = all.harmed = 17;
  rows.insert(rows.begin(), all);
  return rows;
}

}  // namespace

void add_parts(harness::ScenarioResult& result) {
  result.search = search_parts();
  result.impact_runs = 40;
  result.failures_per_million = 1'000;
  result.window_us = 1'000'000;
  result.impact = client_impact();
  harness::TrackTimelines orders{"orders", false, {}}, payments{"payments", true, {}};
  orders.counts.confirmed = 49'143;
  orders.counts.stable = 9'529;
  orders.counts.never_read = 39'610;
  orders.counts.stale = 3;
  orders.counts.stale_us = 41'200;
  orders.counts.lost = 1;
  payments.counts.confirmed = 33'143;
  result.timelines = {orders, payments};
  result.fidelity = {{"D2",
                      "one_effect",
                      1,
                      1,
                      "order 191 got a second charge at 1.465 s",
                      "order 191 got a second charge at 1.496 s",
                      {}},
                     {"D3", "convergence", 3, 0, "1 record different", "", {}},
                     {"V1",
                      "gate_soundness",
                      3,
                      1,
                      "the gate was false",
                      "the gate was false",
                      {"conductor_crash"}}};
}

std::vector<harness::Waiver> some_waivers() {
  return {{"C2", "flash-sale", "Ana Ruiz", "reads of the old cache end on Friday", "2026-12-31",
           "in force"},
          {"latency", "", "Bo Li", "the night job is moved", "2026-10-01", "not needed"}};
}

harness::PreviousCertificate a_previous_certificate() {
  return {"sha256:5d41402abc4b2a76b9719d911017c592ae5d41402abc4b2a76b9719d911017c5",
          "CERTIFIED",
          "2026-11-16T08:30:00Z",
          {{"newly violated", "flash-sale: D1 no_lost_write, in 1 of 1 987 runs"},
           {"slower", "flash-sale: p99 in cutover 41.0 ms, was 29.5 ms"},
           {"changed", "the plan is another"}}};
}

}  // namespace rehearse::tests
