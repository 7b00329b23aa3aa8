#include "draw.hpp"
#include "generators.hpp"
#include "scenarios/fault_kinds.hpp"

namespace rehearse::scenarios::testing {
namespace {

Keys draw_keys() {
  static const std::vector<KeyShape> shapes{KeyShape::uniform, KeyShape::zipf, KeyShape::hot_set};
  Keys keys;
  keys.count = between(1, 100'000);
  keys.shape = one_of(shapes);
  if (keys.shape == KeyShape::zipf) keys.zipf_hundredths = between(0, 1000);
  if (keys.shape == KeyShape::hot_set) {
    keys.hot_keys = between(1, 100);
    keys.hot_percent = between(0, 100);
  }
  return keys;
}

Traffic draw_traffic() {
  Traffic traffic;
  traffic.arrivals = {between<std::int64_t>(1, 1'000'000'000), any_of_names<ArrivalShape>(),
                      between(1, 100), any_duration()};
  traffic.clients = between(1, 1000);
  traffic.operations = between(1, 10'000);
  if (flip()) traffic.mix = {{"browse", between(1, 90)}, {"checkout", between(0, 10)}};
  traffic.keys = draw_keys();
  traffic.client = {any_duration(), between(0, 9), any_duration()};
  const auto least = between<std::int64_t>(0, 100);
  traffic.stock = {least, least + between<std::int64_t>(0, 100)};
  traffic.tail = any_duration();
  return traffic;
}

FaultSpec draw_fault() {
  FaultSpec fault;
  fault.drawn = flip();
  fault.kinds = {one_of(fault_names())};
  if (fault.drawn) {
    if (flip() && fault.kinds.front() != "crash") fault.kinds.push_back("crash");
    fault.rate_per_million = between<std::int64_t>(0, 1'000'000);
  }
  if (flip()) fault.between = {"app", flip() ? "app" : "payments.old"};
  if (flip()) fault.node = "app/2";
  if (flip()) fault.phase = "canary";
  maybe(fault.after, any_duration);
  maybe(fault.nth, [] { return between(1, 100); });
  if (flip()) fault.step = "orders.drain";
  if (flip()) fault.of = "write";
  fault.persistent = flip();
  fault.restart_after = any_duration();
  fault.duration = any_duration();
  return fault;
}

}  // namespace

rc::Gen<Scenario> any_scenario() {
  return rc::gen::exec([] {
    Scenario scenario;
    scenario.name = "scenario";
    scenario.traffic = draw_traffic();
    scenario.network = {any_range(), any_range()};
    for (int i = between(0, 3); i > 0; --i) scenario.faults.push_back(draw_fault());
    scenario.objectives.availability_per_million = between<std::int64_t>(0, 1'000'000);
    scenario.objectives.window = any_duration();
    maybe(scenario.objectives.longest_outage, any_duration);
    maybe(scenario.objectives.p99, any_duration);
    maybe(scenario.objectives.p99_vs_control_percent,
          [] { return between<std::int64_t>(0, 100'000); });
    if (flip()) scenario.properties = {"D1", "A1", "no_lost_write"};
    if (flip()) scenario.must_exercise = {"R1"};
    if (flip()) scenario.must_happen = {"rollback.*", "repair_queue_used"};
    scenario.store = flip() ? "" : flip() ? "model" : "sqlite";
    scenario.explore = {any_of_names<RollbackSweep>(),
                        between(0, 10'000),
                        flip(),
                        flip(),
                        between(1, 9),
                        between(1, 500),
                        between(1, 500),
                        between(0, 500)};
    return scenario;
  });
}

}  // namespace rehearse::scenarios::testing
