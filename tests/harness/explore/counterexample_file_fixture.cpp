#include "tests/harness/explore/counterexample_file_fixture.hpp"

#include <stdexcept>
#include <utility>

#include "harness/certificate/digest.hpp"
#include "scenarios/default_scenario.hpp"
#include "scenarios/fault_kinds.hpp"
#include "scenarios/print_plan.hpp"
#include "scenarios/print_scenario.hpp"
#include "scenarios/read_plan.hpp"

namespace rehearse::harness::testing {
namespace {

constexpr const char* plan_text = R"({
  "rehearse": 1,
  "name": "notes",
  "tracks": {
    "notes": {
      "kind": "schema",
      "record": {"key": "note_id", "fields": {"text": "text"}},
      "old": {"database": "desk", "table": "notes"},
      "new": {"database": "desk", "table": "notes_v2"}
    }
  },
  "application": {
    "variables": {"note": {"existing": "notes"}},
    "operations": {"read": [{"read": "notes", "key": "$note"}]}
  },
  "phases": [
    {"name": "expand", "steps": ["notes.create_new"]},
    {"name": "wait", "steps": [{"wait": "1s"}, {"wait": "2s"}]}
  ]
})";

fault_injection::Strike strike(const char* kind) {
  fault_injection::Strike made;
  made.kind = static_cast<fault_injection::KindIndex>(*scenarios::fault_index(kind));
  return made;
}

/// At a message, and by time.
std::vector<fault_injection::Strike> sample_strikes() {
  fault_injection::Strike lost = strike("reply_lost");
  lost.message = {2, 1, true, 0xFFFFFFFFFFFFFFFFU};
  lost.time = 70'200;
  fault_injection::Strike crash = strike("crash");
  crash.node = 1;
  crash.phase = 1;
  crash.time = 1'500;
  crash.duration = scenarios::Duration(300'000);
  return {lost, crash};
}

}  // namespace

SavedCounterexample sample_counterexample() {
  auto plan = scenarios::read_plan(plan_text, "plan.json");
  if (!plan) throw std::runtime_error(to_string(plan.errors().front()));
  SavedCounterexample saved;
  saved.plan = std::move(plan).value();
  saved.scenario = scenarios::default_scenario(saved.plan);
  saved.scenario.traffic.clients = 4;
  saved.property = "D1";
  saved.subject = "notes";
  saved.sentence = "note 7 is lost";
  saved.seed = 0xFFFFFFFFFFFFFFFFU;
  saved.run = 12;
  saved.shape = {Course::rollback, {1, 1}};
  saved.operations = {{3, 0, 1200, 0, 0}, {7, simulators::no_phase, 0, 0, 1}};
  saved.operations_before = 41;
  saved.faults = false;
  saved.strikes = sample_strikes();
  saved.excused = {3, 7};
  saved.plan_digest = sha256_name(scenarios::canonical_text(saved.plan));
  saved.scenario_digest = sha256_name(scenarios::canonical_text(saved.scenario));
  saved.hash = 0x0123456789abcdefU;
  saved.nodes = {"clients", "app/1", "desk"};
  using simulators::SiteKind;
  saved.choices = {{{SiteKind::delay, 0, 1, 2, 41}, 900, 3},
                   {{SiteKind::fault, 255, 2, 1, 7}, 1'000'000, 999'999},
                   {{SiteKind::fault, 0, 1, 2, 0}, 2, 1},
                   {{SiteKind::field, 0, 1, 2, 0xFFFFFFFFFFFFFFFFU}, std::uint64_t{1} << 60U, 5}};
  return saved;
}

bool same(const SavedCounterexample& a, const SavedCounterexample& b) {
  return a.plan == b.plan && a.scenario == b.scenario && a.property == b.property &&
         a.subject == b.subject && a.sentence == b.sentence && a.seed == b.seed && a.run == b.run &&
         a.shape == b.shape && a.operations == b.operations && a.faults == b.faults &&
         a.operations_before == b.operations_before && a.strikes == b.strikes &&
         a.excused == b.excused && a.plan_digest == b.plan_digest &&
         a.scenario_digest == b.scenario_digest && a.hash == b.hash && a.nodes == b.nodes &&
         a.choices == b.choices && a.gone == b.gone;
}

}  // namespace rehearse::harness::testing
