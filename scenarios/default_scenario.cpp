#include "scenarios/default_scenario.hpp"

#include <chrono>

namespace rehearse::scenarios {

using namespace std::chrono_literals;

Scenario default_scenario(const Plan& plan) {
  Scenario scenario;
  scenario.name = "default";
  Traffic& traffic = scenario.traffic;
  traffic.arrivals.per_million_seconds = 100'000'000;  // 100/s
  traffic.arrivals.shape = ArrivalShape::burst;
  traffic.arrivals.burst_size = 8;
  traffic.arrivals.burst_spread = 4ms;
  traffic.clients = 12;
  traffic.operations = 400;
  for (const Operation& operation : plan.application.operations) {
    traffic.mix.emplace_back(operation.name, 1);
  }
  traffic.keys.count = 40;
  traffic.keys.shape = KeyShape::hot_set;
  traffic.keys.hot_keys = 4;
  traffic.keys.hot_percent = 50;
  traffic.client.timeout = 10s;
  traffic.client.retries = 2;
  traffic.client.backoff = 20ms;
  traffic.stock = {20, 60};

  FaultSpec faults;
  faults.kinds = {"message"};
  faults.drawn = true;
  faults.rate_per_million = 5'000;  // 0.5 %
  scenario.faults.push_back(faults);
  return scenario;
}

}  // namespace rehearse::scenarios
