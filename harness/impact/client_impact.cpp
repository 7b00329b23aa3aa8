#include "harness/impact/client_impact.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "harness/explore/percentile.hpp"
#include "harness/properties/availability.hpp"
#include "harness/properties/words.hpp"

namespace rehearse::harness {

using namespace simulators;

namespace {

constexpr std::uint32_t everywhere = 0xffffffffU;

/// Of an operation: bit 0 when it dealt with an old side, bit 1 with a new one.
std::vector<std::uint8_t> sides_by_operation(const Facts& facts) {
  std::vector<std::uint8_t> sides(facts.operations().size(), 0);
  for (const Event& event : facts.history().events) {
    switch (event.kind) {
      case EventKind::commit:
      case EventKind::skip:
      case EventKind::observe:
      case EventKind::effect:
      case EventKind::call_failed:
      case EventKind::second_failed:
      case EventKind::turned_away:
        break;
      default:
        continue;
    }
    if (event.track >= facts.tracks().size() || !facts.tracks()[event.track].migrates()) continue;
    const bool shadow = event.kind == EventKind::effect && (event.flags & flag_shadow) != 0;
    const bool own = event.kind != EventKind::commit && event.kind != EventKind::skip;
    const auto source = static_cast<WriteSource>(event.detail);
    if (shadow || (!own && source != WriteSource::application && source != WriteSource::second))
      continue;
    const OperationIndex index = facts.operation_index(event.operation);
    if (index != nothing) sides[index] |= event.side == Side::old_side ? 1 : 2;
  }
  return sides;
}

Time latency_of(const OperationFact& operation) { return operation.finished - operation.intended; }

/// Takes over the window with more failures, or as many of fewer operations, and the longer outage,
/// of one run.
void keep_worst(const std::vector<Attempt>& attempts, Time window_length, std::int64_t& failed,
                std::int64_t& operations, std::int64_t& outage) {
  const auto consider = [&](const Window& window) {
    if (window.failed == 0 || window.failed < failed) return;
    if (window.failed == failed && window.operations() >= operations) return;
    failed = window.failed;
    operations = window.operations();
  };
  each_window(attempts, window_length, consider);
  const bool shorter = attempts.back().intended - attempts.front().intended < window_length;
  if (shorter)
    consider({0, attempts.size(),
              std::count_if(attempts.begin(), attempts.end(),
                            [](const Attempt& one) { return one.failed; })});
  outage = std::max(outage, length_of(attempts, longest_failing(attempts)));
}

}  // namespace

ClientImpact::ClientImpact(const scenarios::Plan& plan, const scenarios::Scenario& scenario)
    : plan_(plan),
      window_(scenario.objectives.window.count()),
      with_(plan, scenario),
      without_(plan, scenario) {}

std::vector<ClientImpact::Pair> ClientImpact::pairs_of(const History& run) const {
  const PhaseTimes phases(run);
  const std::vector<std::uint8_t> sides = sides_by_operation(with_);
  std::vector<Pair> pairs;
  for (OperationIndex i = 0; i < with_.operations().size(); ++i) {
    const OperationFact& operation = with_.operations()[i];
    if (operation.kind >= plan_.application.operations.size()) continue;
    const OperationIndex twin = without_.operation_index(operation.id);
    if (twin == nothing) continue;
    Pair pair{i, twin, operation.kind, phases.phase_at(operation.intended), sides[i]};
    if (phases.rolling_back_at(operation.intended))
      pair.phase = static_cast<std::uint32_t>(plan_.phases.size());
    pairs.push_back(pair);
  }
  const auto start = [this](const Pair& pair) {
    return std::pair(with_.operations()[pair.with].intended, pair.with);
  };
  std::sort(pairs.begin(), pairs.end(),
            [&](const Pair& a, const Pair& b) { return start(a) < start(b); });
  return pairs;
}

void ClientImpact::add(const History& run, const History& twin) {
  with_.rebuild(run);
  without_.rebuild(twin);
  ++runs_;
  for (const Pair& pair : pairs_of(run)) {
    add(pair, tallies_[{everywhere, everywhere, everywhere}]);
    Tally& whole = tallies_[{pair.kind, everywhere, everywhere}];
    add(pair, whole);
    tell_worst(pair, whole);
    if (pair.phase <= plan_.phases.size()) add(pair, tallies_[{pair.kind, pair.phase, everywhere}]);
    add(pair, tallies_[{pair.kind, everywhere, pair.sides}]);
  }
  for (auto& [group, tally] : tallies_) close_run(tally);
}

void ClientImpact::add(const Pair& pair, Tally& tally) const {
  const OperationFact& with = with_.operations()[pair.with];
  const OperationFact& without = without_.operations()[pair.without];
  ++tally.row.operations;
  tally.row.failed += with.failed() ? 1 : 0;
  tally.row.control_failed += without.failed() ? 1 : 0;
  tally.row.harmed += with.failed() && !without.failed() ? 1 : 0;
  tally.attempts.push_back({with.intended, pair.with, with.failed()});
  tally.control_attempts.push_back({without.intended, pair.without, without.failed()});
  if (with.finish != no_event) tally.latencies.push_back(latency_of(with));
  if (without.finish != no_event) tally.control_latencies.push_back(latency_of(without));
}

/// "In cutover, during step 2 (...), checkout (operation 41) of client 3 ...": of the first that
/// failed and did not without the migration, or else of the one that waited longest beyond its
/// twin.
void ClientImpact::tell_worst(const Pair& pair, Tally& tally) const {
  const OperationFact& with = with_.operations()[pair.with];
  const OperationFact& without = without_.operations()[pair.without];
  if (tally.most_beyond < 0 || without.failed()) return;  // told already; nothing to compare with
  const std::string beside =
      fmt::format("without the migration it took {}", length(latency_of(without)));
  if (with.failed()) {
    tally.most_beyond = -1;
    tally.row.worst = fmt::format("{}{}; {}", opening(with_, harness::end_of(with)),
                                  told_failure(with_, pair.with), beside);
    return;
  }
  const Time beyond = latency_of(with) - latency_of(without);
  if (beyond <= tally.most_beyond) return;
  tally.most_beyond = beyond;
  tally.row.worst =
      fmt::format("{}{}, begun at {}, took {}; {}", opening(with_, blame_of_wait(with_, with)),
                  operation_of_client(with_, pair.with), seconds(with.intended),
                  length(latency_of(with)), beside);
}

void ClientImpact::close_run(Tally& tally) const {
  if (tally.attempts.empty()) return;
  sort_attempts(tally.control_attempts);
  OperationImpact& row = tally.row;
  ++row.runs;
  keep_worst(tally.attempts, window_, row.window_failed, row.window_operations, row.outage_us);
  keep_worst(tally.control_attempts, window_, row.control_window_failed,
             row.control_window_operations, row.control_outage_us);
  tally.attempts.clear();
  tally.control_attempts.clear();
}

std::string ClientImpact::side_name(std::uint32_t sides) const {
  constexpr std::string_view names[] = {"neither", "old", "new", "both"};
  return sides < std::size(names) ? std::string(names[sides]) : std::string();
}

std::vector<OperationImpact> ClientImpact::rows() {
  std::vector<OperationImpact> rows;
  // "Everywhere" sorts last and is wanted first.
  const auto place = [](const Group& group) {
    const auto [kind, phase, sides] = group;
    return std::tuple(kind + 1, sides + 1, phase + 1);
  };
  std::vector<Group> order;
  for (const auto& [group, tally] : tallies_) order.push_back(group);
  std::sort(order.begin(), order.end(),
            [&](const Group& a, const Group& b) { return place(a) < place(b); });
  for (const Group& group : order) {
    Tally& tally = tallies_[group];
    const auto [kind, phase, sides] = group;
    OperationImpact row = tally.row;
    if (kind != everywhere) row.operation = plan_.application.operations[kind].name;
    row.side = side_name(sides);
    if (phase < plan_.phases.size()) row.phase = plan_.phases[phase].name;
    if (phase == plan_.phases.size()) row.phase = while_rolling_back;
    row.p50_us = percentile(tally.latencies, 50);
    row.p99_us = percentile(tally.latencies, 99);
    row.max_us = percentile(tally.latencies, 100);
    row.control_p50_us = percentile(tally.control_latencies, 50);
    row.control_p99_us = percentile(tally.control_latencies, 99);
    row.control_max_us = percentile(tally.control_latencies, 100);
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace rehearse::harness
