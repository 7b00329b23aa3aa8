#include "scenarios/reader/key_tables.hpp"
#include "scenarios/reader/sections.hpp"
#include "scenarios/units.hpp"

namespace rehearse::scenarios::reading {
namespace {

void read_arrivals(const At& at, Arrivals& arrivals) {
  const ObjectReader object(at, arrivals_table);
  if (const auto rate = object.require("rate", "\"rate\": \"400/s\"")) {
    const auto value = rate->is_text() ? read_rate(rate->text()) : std::nullopt;
    if (value) {
      arrivals.per_million_seconds = *value;
    } else {
      rate->wrong("this is not a rate above 0/s", "write it with its unit, e.g. \"400/s\"");
    }
  }
  object.read("shape", arrivals.shape);
  object.read_number("size", arrivals.burst_size, {1, 1'000'000});
  object.read("spread", arrivals.burst_spread);
}

void read_mix(const At& at, std::vector<std::pair<std::string, int>>& mix) {
  std::int64_t sum = 0;
  read_named(at, "operations with weights", [&](const At& member, const std::string& name) {
    int weight = 0;
    read_integer_as(member, {0, 1'000'000}, weight);
    sum += weight;
    mix.emplace_back(name, weight);
  });
  if (!mix.empty() && sum == 0 && !at.mistakes->within(at.pointer)) {
    at.wrong("all weights are 0", "give one operation a weight above 0");
  }
}

void read_keys(const At& at, Keys& keys) {
  const ObjectReader object(at, keys_table);
  if (const auto found = object.find("distribution")) {
    const auto distribution = found->is_text() ? read_distribution(found->text()) : std::nullopt;
    if (distribution) {
      keys = *distribution;
    } else {
      wrong_name(*found, {"uniform", "zipf(1.1)", "hot_set(3, 80%)"});
    }
  }
  object.read_number("count", keys.count, {1, 1'000'000});
}

void read_client(const At& at, ClientPolicy& client) {
  const ObjectReader object(at, client_table);
  object.read("timeout", client.timeout);
  object.read_number("retries", client.retries, {0, 1000});
  object.read("backoff", client.backoff);
}

void read_stock(const At& at, std::array<std::int64_t, 2>& stock) {
  if (!at.is_array() || at.value->items.size() != 2) {
    at.wrong("a list of two numbers is expected here: the least and the most", "write [5, 50]");
    return;
  }
  std::array<std::int64_t, 2> range{};
  const bool first = read_integer(at.item(0), any_count, range[0]);
  const bool second = read_integer(at.item(1), any_count, range[1]);
  if (first && second && range[0] > range[1]) {
    at.wrong("the least is more than the most", "swap the two");
  } else if (first && second) {
    stock = range;
  }
}

}  // namespace

void read_traffic(const At& at, Traffic& traffic) {
  const ObjectReader object(at, traffic_table);
  if (const auto arrivals = object.require("arrivals", "\"arrivals\": {\"rate\": \"400/s\"}")) {
    read_arrivals(*arrivals, traffic.arrivals);
  }
  object.read_number("clients", traffic.clients, {1, 100'000});
  object.read_number("operations", traffic.operations, {1, 100'000'000});
  if (const auto mix = object.find("mix")) read_mix(*mix, traffic.mix);
  if (const auto keys = object.find("keys")) read_keys(*keys, traffic.keys);
  if (const auto client = object.find("client")) read_client(*client, traffic.client);
  if (const auto stock = object.find("stock")) read_stock(*stock, traffic.stock);
  object.read("tail", traffic.tail);
}

void read_network(const At& at, NetworkShape& network) {
  const ObjectReader object(at, network_table);
  object.read("latency", network.latency);
  object.read("store", network.store);
}

}  // namespace rehearse::scenarios::reading
