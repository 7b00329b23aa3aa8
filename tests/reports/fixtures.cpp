#include "tests/reports/fixtures.hpp"

#include <algorithm>
#include <array>

#include "harness/certificate/certificate_file.hpp"
#include "harness/certificate/digest.hpp"
#include "tests/reports/fixture_parts.hpp"

namespace rehearse::tests {
namespace {

using namespace harness;  // NOLINT: values of one header

struct Promise {
  const char* id;
  const char* name;
  const char* kind;
  const char* promise;
};

constexpr std::array<Promise, 17> promises{{
    {"A1", "availability", "objective",
     "no client-visible failure beyond the objective, in any window"},
    {"A2", "latency", "objective", "latency and blocked time stay within their bounds"},
    {"D1", "no_lost_write", "safety", "no acknowledged write is lost"},
    {"D2", "one_effect", "safety", "at most one external effect per business operation"},
    {"D3", "convergence", "safety", "old and new converge, modulo the transform, once quiet"},
    {"D4", "no_phantom", "safety", "no phantom and no resurrected record"},
    {"D5", "conservation", "safety", "money, stock and counts are conserved"},
    {"D6", "unique_ids", "safety", "identifiers are unique"},
    {"C1", "session_guarantees", "safety",
     "clients read their own writes, and never go back in time"},
    {"C2", "one_authority", "safety", "one write authority per key at any time"},
    {"R1", "rollback_restores", "safety",
     "a rollback restores a working old side with every acknowledged write"},
    {"R2", "rollback_finishes", "liveness", "rollback and abort finish: no traffic is left on new"},
    {"L1", "progress", "liveness",
     "every phase, gate and backfill ends within its deadline once faults heal"},
    {"V1", "gate_soundness", "safety",
     "a gate that passed was true, and still true when it was used"},
    {"V2", "no_verdict_without_data", "safety", "no gate passes without data"},
    {"I1", "shadow_is_silent", "safety", "shadow traffic has no side effects"},
    {"X1", "versions_work_together", "safety", "every live combination of versions works"},
}};

struct PhaseShape {
  const char* name;
  std::int64_t seconds;
  const char* change;
  const char* gate;
};

constexpr std::array<PhaseShape, 10> shapes{{
    {"expand", 40, "orders: expanded", nullptr},
    {"dual-write", 60, "orders: write old -> old, new", nullptr},
    {"backfill", 110, "orders: backfill none -> running", "orders.backfill_remaining = 0"},
    {"verify", 30, "orders: backfill done -> verified", "orders.verify_mismatch = 0"},
    {"shadow", 60, "orders, payments: read old -> old + shadow new",
     "orders.shadow_mismatch <= 0 over 30 s"},
    {"canary", 70, "catalog: read new for 1 %, 10 %, 50 %", "client.error_rate <= 0.1 % over 20 s"},
    {"cutover", 14, "orders: write old, new -> new, old", "app.flag_lag = 0"},
    {"payments", 26, "payments: read and write old -> new",
     "payments.error_rate <= 0.1 % over 10 s"},
    {"rampdown", 80, "orders: sync old->new -> new->old", "orders.unrepresentable = 0"},
    {"contract", 30, "orders: hold, purge, drop old", "app.instances_on_v1 = 0"},
}};

std::vector<std::string> phase_names() {
  std::vector<std::string> names;
  for (const PhaseShape& shape : shapes) names.push_back(shape.name);
  return names;
}

constexpr std::array<const char*, 19> fault_kinds{
    "latency",      "message_lost",   "message_duplicated", "partition",
    "refused",      "reply_lost",     "delivered_twice",    "zombie_write",
    "stale_answer", "throttled",      "flag_late",          "transaction_aborted",
    "stream_gap",   "backfill_rerun", "key_expired",        "crash",
    "pause",        "disk_full",      "store_outage"};

std::vector<PropertyResult> properties() {
  std::vector<PropertyResult> all;
  for (const Promise& promise : promises) {
    PropertyResult& property = all.emplace_back();
    property.id = promise.id;
    property.name = promise.name;
    property.kind = promise.kind;
    property.promise = promise.promise;
    property.verdict = "holds";
    property.runs = 2000;
    property.exercised = 1987;
    property.drawn = 612;
  }
  all[0].worst_measured = 999'941;
  all[0].bound = 999'900;
  all[0].unit = "per million";
  all[1].worst_measured = 41'230;
  all[1].bound = 50'000;
  all[1].unit = "us";
  all[7].verdict = "not exercised";
  all[7].exercised = all[7].drawn = 0;
  all[7].because = "no operation of this plan creates identifiers on both sides";
  all[15].verdict = "not exercised";
  all[15].exercised = all[15].drawn = 0;
  all[15].because = "no shadow read reached the payment gateway";
  return all;
}

std::vector<PhaseResult> phases() {
  std::vector<PhaseResult> all;
  std::int64_t begin = 0;
  for (const PhaseShape& shape : shapes) {
    PhaseResult& phase = all.emplace_back();
    phase.name = shape.name;
    phase.begin_us = begin;
    phase.end_us = begin = begin + shape.seconds * 1'000'000;
    phase.entered = 1900;
    phase.rollbacks_rehearsed = phase.rollbacks_done = 36;
    phase.rollback_us_max = 812'400;
    phase.held = 8;
    phase.steps = 2;
    phase.step_names = {"set the stage", "restart app, rolling"};
    phase.changes = {shape.change};
    phase.operations = shape.seconds * 380;
    phase.p50_us = 6'100;
    phase.p99_us = 17'000 + shape.seconds * 91;
    phase.max_us = 62'000;
    phase.control_p99_us = 16'900;
    if (shape.gate != nullptr) phase.gates = {{shape.gate, 1864, 0, 0, 214, "0 of 214 samples"}};
  }
  all[4].gates[0].failed = 3;
  all.back().point_of_no_return = true;
  all.back().rollbacks_rehearsed = 0;
  all.back().rollbacks_done = 0;
  all.back().rollback_us_max = 0;
  return all;
}

/// A small sequence that looks like measurements and is the same everywhere.
std::int64_t wobble(std::int64_t i, std::int64_t most) {
  return (i * i * 7919 + i * 104'729) % most;
}

std::vector<TrafficBucket> traffic() {
  std::vector<TrafficBucket> all;
  for (std::int64_t i = 0; i < 260; ++i) {
    const bool fault = (i > 88 && i < 96) || (i > 186 && i < 192);
    const std::int64_t p99 = (i > 50 && i < 120 ? 22'000 : 17'000) + (fault ? 19'000 : 0);
    all.push_back({.begin_us = i * 2'000'000,
                   .operations = 760,
                   .failed = fault ? wobble(i, 4) : 0,
                   .p50_us = 6'000 + wobble(i, 400),
                   .p99_us = p99 + wobble(i, 2'600),
                   .max_us = p99 + 9'000,
                   .control_p99_us = 16'500 + wobble(i, 1'900) + (fault ? 17'000 : 0),
                   .control_failed = fault ? 1 : 0});
  }
  return all;
}

std::vector<CoverageCell> coverage() {
  std::vector<CoverageCell> all;
  std::int64_t i = 0;
  for (const PhaseShape& phase : shapes) {
    for (const char* shape : {"forward", "rollback", "hold"}) {
      const bool forward = std::string(shape) == "forward";
      all.push_back({phase.name, "none", shape, forward ? 1400 : 30});
      for (const char* fault : fault_kinds) {
        if (fault == fault_kinds[17]) continue;
        const std::int64_t runs = forward ? 12 + wobble(++i, 90) : wobble(++i, 9);
        if (runs > 0) all.push_back({phase.name, fault, shape, runs, fault == fault_kinds[1]});
      }
    }
  }
  return all;
}

std::vector<SituationResult> situations() {
  const std::string more = "more --runs, and \"rollback\": \"every_step\" under \"explore\"";
  return {
      {"phase.cutover", "phase cutover was entered", true, true, 1'900, "a run to the end"},
      {"rollback.canary", "a rollback from phase canary reached its target", true, true, 36, more},
      {"rollback.payments", "a rollback from phase payments reached its target", true, true, 36,
       more},
      {"gate_failed.shadow", "the gate of phase shadow failed", false, true, 3, "a fault"},
      {"gate_failed.verify", "the gate of phase verify failed", false, true, 0,
       "a fault, or traffic, under which its condition does not hold"},
      {"fault.disk_full", "fault disk_full struck", false, true, 0,
       "\"faults\" of the scenario ask for it, with a greater \"rate\""},
      {"fault.clock_jump", "fault clock_jump struck", false, false, 0,
       "\"faults\" of the scenario ask for it"}};
}

ScenarioResult scenario(const std::string& name) {
  ScenarioResult result;
  result.name = name;
  result.file = "scenarios/ecommerce/" + name + ".json";
  result.digest = sha256_name(name);
  result.runs = result.runs_planned = 2000;
  result.forward = 1588;
  result.rolled_back = 324;
  result.held = 88;
  result.operations = 395'200;
  result.events = 4'742'400;
  result.properties = properties();
  result.phases = phases();
  result.traffic = traffic();
  for (const char* kind : fault_kinds) result.faults.push_back({kind, 700, 1'904, 655});
  result.faults[17] = {"disk_full", 120, 0, 0};
  result.coverage = coverage();
  add_parts(result);
  result.fault_spans = {{"partition", "app/2 | shop", 178'000'000, 192'000'000},
                        {"crash", "relay", 214'500'000, 217'000'000},
                        {"reply_lost", "app/1 -> payments.old", 374'000'000, 374'000'000},
                        {"crash", "app/2", 381'000'000, 384'200'000}};
  result.histories_digest = sha256_name(name + " histories");
  result.run_length_us = 520'000'000;
  result.longest_outage_us = 212'000;
  result.failed = 23;
  result.availability_per_million = 999'941;
  result.p99_us = 24'900;
  result.control_p99_us = 23'800;
  result.point_of_no_return = way_back(phase_names(), 2 * shapes.size() - 2);
  result.repeated = 34;
  result.situations = situations();
  return result;
}

Certificate certificate() {
  Certificate c;
  c.verdict = CertificateVerdict::certified;
  c.cause =
      "In 2 000 rehearsed runs no user noticed the migration beyond its objectives, and no data "
      "was lost.";
  c.plan = "storefront-2026";
  c.plan_file = "scenarios/ecommerce/plan.json";
  c.plan_digest = sha256_name("plan");
  c.seed = "7";
  c.scenarios = {scenario("flash-sale")};
  c.findings = {"phase contract: no rollback is declared after the point of no return"};
  c.assumptions = {"Simulation only: no run used real processes.",
                   "At most 3 faults in a run; the fault budget of the plan was never exceeded.",
                   "Clocks of all nodes agree within 5 ms."};
  c.reproduce =
      "rehearse certify scenarios/ecommerce/plan.json --scenario flash-sale --runs 2000 --seed 7 "
      "--out out/";
  c.tool_version = "0.1.0";
  c.tool_commit = "4c1d2e7";
  c.finished_utc = "2026-11-23T09:06:00Z";
  c.wall_ms = 4'120;
  c.jobs = 2;
  return c;
}

std::vector<ToldEvent> lost_write_events() {
  const auto at = [](std::int64_t ms) { return 380'000'000 + ms * 1'000; };
  return {
      {101, at(0), "conductor", "", "cutover", "starts phase cutover", false, false, "conductor"},
      {102, at(12), "conductor", "app/1", "cutover", "tells app/1: orders write new, old", false,
       false, "conductor"},
      {103, at(12), "conductor", "app/2", "cutover", "tells app/2: orders write new, old", false,
       false, "conductor"},
      {117, at(40), "client 3", "app/2", "cutover", "checks out order 41", true, false, "client"},
      {118, at(41), "app/2", "orders.old", "cutover", "writes orders 41 = paid (17): acknowledged",
       true, false, "store"},
      {121, at(43), "relay", "", "cutover", "crash relay, restarts in 300 ms", false, false,
       "fault"},
      {122, at(43), "app/2", "orders.new", "cutover", "second write, orders 41 = paid (17)", true,
       true, "store"},
      {125, at(61), "client 3", "", "cutover", "order 41: ok", true, false, "client"},
      {126, at(62), "app/2", "", "cutover", "repair of orders 41 dropped: queue is full", false,
       false, "process"},
      {140, at(204), "app/2", "", "cutover", "flag arrives: reads orders from new", false, false,
       "process"},
      {151, at(260), "conductor", "orders.old", "cutover", "fences old at epoch 4", false, false,
       "conductor"},
      {188, at(14'900), "client 9", "app/1", "payments", "looks up order 41", true, false,
       "client"},
      {189, at(14'902), "app/1", "orders.new", "payments", "reads orders 41: nothing (expected 17)",
       true, false, "store"},
      {190, at(14'903), "client 9", "", "payments", "order 41: not found", true, false, "client"},
  };
}

Counterexample lost_write() {
  Counterexample x;
  x.property = "D1";
  x.file = "D1-no_lost_write.json";
  x.sentence =
      "Order 41 was acknowledged to client 3 at 380.061 s; no later read of new returned it.";
  x.lost = "durability of an acknowledged write";
  x.held = "old still has the write; no money moved twice";
  x.also = "D3 convergence";
  x.then = "what was confirmed is there at the end";
  x.however = "it is not";
  x.run = 1'204;
  x.shape = "to the end";
  x.operations = x.faults = 2;
  x.operations_before_shrinking = 412;
  x.events_total = 1'932;
  x.events = lost_write_events();
  x.fault_text = {"reply_lost app/2 -> orders.new at 380.043 s",
                  "crash relay at 380.043 s for 300 ms"};
  x.replay = "rehearse replay out/D1-no_lost_write.json --trace";
  return x;
}

}  // namespace

Certificate certified_certificate() { return sealed(certificate()); }

Certificate rejected_certificate() {
  Certificate c = certificate();
  c.verdict = CertificateVerdict::rejected;
  c.cause =
      "In cutover an acknowledged order was lost: the second write to orders.new failed while the "
      "relay was down, and its repair was dropped.";
  c.scenarios.insert(c.scenarios.begin(), scenario("steady-day"));
  c.waivers = some_waivers();
  c.previous = a_previous_certificate();
  ScenarioResult& sale = c.scenarios[1];
  PropertyResult& lost = sale.properties[2];
  lost.verdict = "violated";
  lost.violated = 1;
  lost.because = "Order 41 was acknowledged and never read again.";
  lost.phase = "cutover";
  lost.subject = "orders.new";
  lost.counterexample = "D1-no_lost_write.json";
  PropertyResult& authority = sale.properties[9];
  authority.verdict = "violated";
  authority.violated = 17;
  authority.because = "app/1 wrote orders 12 to new first while app/2 wrote it to old first.";
  authority.phase = "cutover";
  authority.subject = "orders";
  sale.counterexamples = {lost_write(), lost_write()};
  Counterexample& two = sale.counterexamples[1];
  two.property = "C2";
  two.file = "C2-one_authority.json";
  two.sentence = authority.because;
  two.replay = "rehearse replay out/C2-one_authority.json --trace";
  two.events.resize(4);
  sale.point_of_no_return = way_back(phase_names(), 2 * shapes.size() - 3);
  sale.point_of_no_return.holes = {"after the flags of phase cutover"};
  sale.point_of_no_return.set_aside = {"C2 (orders)"};
  sale.point_of_no_return.counterexample = "D1-no_lost_write.json";
  sale.phases[6].rollbacks_done = 34;
  sale.phases[6].failed = 41;
  return sealed(c);
}

Certificate inconclusive_certificate() {
  Certificate c = certificate();
  c.verdict = CertificateVerdict::inconclusive;
  c.cause = "The shadow gate saw 12 samples of the 200 it needs, so nobody knows of the new side.";
  ScenarioResult& sale = c.scenarios[0];
  sale.runs = sale.forward = 140;
  sale.rolled_back = sale.held = 0;
  sale.search.erase(sale.search.begin(), sale.search.begin() + 2);
  sale.search[0].runs = sale.search[0].distinct = 140;
  sale.search[0].planned = 200;
  sale.situations[1].runs = sale.situations[2].runs = 0;
  for (PropertyResult& property : sale.properties) {
    property.runs = 140;
    property.exercised = property.drawn = property.exercised > 0 ? 138 : 0;
  }
  for (const std::size_t i : {13U, 14U}) {
    sale.properties[i].verdict = "unknown";
    sale.properties[i].unknown = 140;
    sale.properties[i].phase = "shadow";
    sale.properties[i].because =
        "The gate orders.shadow_mismatch never had enough samples (12 of 200).";
  }
  sale.properties[1].baseline =
      "The control run without migration exceeds the bound too, in 3 of 140 runs.";
  sale.phases.resize(5);
  for (PhaseResult& phase : sale.phases) {
    phase.entered = 140;
    phase.rollbacks_rehearsed = phase.rollbacks_done = phase.rollback_us_max = phase.held = 0;
  }
  std::erase_if(sale.coverage, [&sale](const CoverageCell& cell) {
    return std::none_of(sale.phases.begin(), sale.phases.end(),
                        [&cell](const PhaseResult& phase) { return phase.name == cell.phase; });
  });
  sale.phases[4].gates = {
      {"orders.shadow_mismatch <= 0 over 30 s", 0, 0, 140, 12, "0 of 12 samples"}};
  sale.traffic.clear();
  sale.fault_spans.clear();
  sale.run_length_us = 300'000'000;
  return sealed(c);
}

std::vector<Fixture> all_fixtures() {
  return {{"certified", certified_certificate},
          {"rejected", rejected_certificate},
          {"inconclusive", inconclusive_certificate},
          {"hostile", hostile_certificate}};
}

}  // namespace rehearse::tests
