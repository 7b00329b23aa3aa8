#include "scenarios/print_scenario.hpp"

#include "scenarios/printer/json_out.hpp"

namespace rehearse::scenarios {
namespace {

using namespace printing;

Json traffic_json(const Traffic& traffic, bool everything) {
  const Traffic standard;
  Object out(everything);
  Object arrivals(everything);
  arrivals.json("rate", rate_text(traffic.arrivals.per_million_seconds));
  arrivals.put("shape", traffic.arrivals.shape, standard.arrivals.shape);
  arrivals.put("size", traffic.arrivals.burst_size, standard.arrivals.burst_size);
  arrivals.put("spread", traffic.arrivals.burst_spread, standard.arrivals.burst_spread);
  out.json("arrivals", arrivals.take());
  out.put("clients", traffic.clients, standard.clients);
  out.put("operations", traffic.operations, standard.operations);
  Json mix = Json::object();
  for (const auto& [operation, weight] : traffic.mix) mix[operation] = weight;
  out.inner("mix", std::move(mix));
  Object keys(everything);
  keys.put("count", traffic.keys.count, standard.keys.count);
  keys.put("distribution", distribution_text(traffic.keys), std::string("uniform"));
  out.inner("keys", keys.take());
  Object client(everything);
  client.put("timeout", traffic.client.timeout, standard.client.timeout);
  client.put("retries", traffic.client.retries, standard.client.retries);
  client.put("backoff", traffic.client.backoff, standard.client.backoff);
  out.inner("client", client.take());
  if (everything || traffic.stock != standard.stock) out.json("stock", traffic.stock);
  out.put("tail", traffic.tail, standard.tail);
  return out.take();
}

Json network_json(const NetworkShape& network, bool everything) {
  const NetworkShape standard;
  Object out(everything);
  out.put("latency", network.latency, standard.latency);
  out.put("store", network.store, standard.store);
  return out.take();
}

/// `rate` inside or beside the kind makes a fault a drawn one: drawn faults print as "any_of".
Json fault_json(const FaultSpec& fault, bool everything) {
  const FaultSpec standard;
  Object parameters(everything);
  if (!fault.between.empty()) parameters.always("between", fault.between);
  if (!fault.node.empty()) parameters.always("node", fault.node);
  if (fault.drawn) parameters.put_share("rate", fault.rate_per_million, 0);
  parameters.put("restart_after", fault.restart_after, standard.restart_after);
  parameters.put("duration", fault.duration, standard.duration);
  Json inner = parameters.take();
  Json json = Json::object();
  if (fault.drawn) {
    json["any_of"] = fault.kinds;
    json.update(inner);
  } else {
    REHEARSE_ENSURE(fault.kinds.size() == 1);
    json[fault.kinds.front()] = std::move(inner);
  }
  if (fault.after || !fault.step.empty()) {
    Json at = Json::object();
    if (!fault.phase.empty()) at["phase"] = fault.phase;
    if (!fault.step.empty()) at["step"] = fault.step;
    if (fault.after) at["after"] = duration_text(*fault.after);
    json["at"] = std::move(at);
  } else if (!fault.phase.empty()) {
    json["in"] = fault.phase;
  }
  if (fault.nth) json["nth"] = *fault.nth;
  if (!fault.of.empty()) json["of"] = fault.of;
  if (fault.persistent) json["persistent"] = true;
  return json;
}

/// Shares as percentages: as a JSON number, 0.005473 would come out as 0.0054729999999999996.
Json objectives_json(const Objectives& objectives, bool everything) {
  const Objectives standard;
  Object out(everything);
  out.put_share("availability", objectives.availability_per_million,
                standard.availability_per_million);
  out.put("window", objectives.window, standard.window);
  out.put("longest_outage", objectives.longest_outage);
  out.put("p99", objectives.p99);
  if (objectives.p99_vs_control_percent) {
    out.json("p99_vs_control", std::to_string(*objectives.p99_vs_control_percent) + "%");
  }
  return out.take();
}

Json explore_json(const Explore& explore, bool everything) {
  const Explore standard;
  Object out(everything);
  out.put("single_faults", std::string(explore.single_faults_exhaustive ? "exhaustive" : "none"),
          std::string("none"));
  out.put("rollback", explore.rollback, standard.rollback);
  out.put("pairs", std::string(explore.pairs_by_lineage ? "lineage" : "none"), std::string("none"));
  out.put("swarm_runs", explore.swarm_runs, standard.swarm_runs);
  out.put("base_runs", explore.base_runs, standard.base_runs);
  out.put("operations", explore.operations, standard.operations);
  out.put("most_runs", explore.most_runs, standard.most_runs);
  out.put("stress_runs", explore.stress_runs, standard.stress_runs);
  return out.take();
}

Json scenario_json(const Scenario& scenario, bool everything) {
  const Scenario standard;
  Object out(everything);
  out.always("rehearse", 1);
  out.always("name", scenario.name);
  out.json("traffic", traffic_json(scenario.traffic, everything));
  out.inner("network", network_json(scenario.network, everything));
  Json faults = Json::array();
  for (const FaultSpec& fault : scenario.faults) faults.push_back(fault_json(fault, everything));
  out.inner("faults", std::move(faults));
  out.inner("objectives", objectives_json(scenario.objectives, everything));
  out.put("properties", scenario.properties, standard.properties);
  out.put("must_exercise", scenario.must_exercise, standard.must_exercise);
  if (!scenario.must_happen.empty()) out.always("must_happen", scenario.must_happen);
  if (!scenario.store.empty()) out.always("store", scenario.store);
  out.inner("explore", explore_json(scenario.explore, everything));
  return out.take();
}

}  // namespace

std::string print_scenario(const Scenario& scenario) {
  return text_of(scenario_json(scenario, false), false);
}

std::string canonical_text(const Scenario& scenario) {
  return text_of(scenario_json(scenario, true), true);
}

}  // namespace rehearse::scenarios
