/// Gates. A level (rows remaining, instances on v1) must hold now, and for `over` when that is
/// said; it can come true until the deadline. A sampled metric (shadow mismatches) is counted in a
/// window that ends when it is long enough and has enough samples; too few by the deadline is
/// inconclusive, never met.

#include <algorithm>

#include "harness/conductor/conductor.hpp"
#include "scenarios/ensure.hpp"

namespace rehearse::harness {

using namespace simulators;
using scenarios::Comparison;
using scenarios::Condition;
using scenarios::Duration;
using scenarios::Gate;

namespace {

constexpr Duration first_poll{10'000};
constexpr Duration last_poll{1'000'000};
constexpr Duration default_gate_deadline{600'000'000};

struct MetricName {
  std::string_view name;
  Metric metric;
};
constexpr MetricName metric_names[] = {{"backfill_remaining", Metric::backfill_remaining},
                                       {"shadow_mismatch", Metric::shadow_mismatch},
                                       {"verify_mismatch", Metric::verify_mismatch},
                                       {"repair_queue", Metric::repair_queue},
                                       {"sync_lag", Metric::sync_lag},
                                       {"unrepresentable", Metric::unrepresentable},
                                       {"errors", Metric::errors},
                                       {"calls_on_old", Metric::calls_on_old},
                                       {"calls_on_new", Metric::calls_on_new},
                                       {"requests", Metric::requests}};

constexpr std::string_view instances_on = "instances_on_";

bool sampled(Metric metric) {
  return metric == Metric::shadow_mismatch || metric == Metric::errors ||
         metric == Metric::calls_on_old || metric == Metric::calls_on_new ||
         metric == Metric::group_errors || metric == Metric::requests;
}

bool satisfied(const Condition& condition, std::int64_t value) {
  switch (condition.comparison) {
    case Comparison::equals:
      return value == condition.value;
    case Comparison::at_most:
      return value <= condition.value;
    case Comparison::at_least:
      return value >= condition.value;
  }
  return false;
}

}  // namespace

Conductor::MetricPlace Conductor::place_of(const std::string& name) const {
  MetricPlace place;
  const std::size_t dot = name.rfind('.');
  const std::string subject = name.substr(0, dot);
  const std::string what = name.substr(dot + 1);
  place.track = blueprint_.track(subject);
  place.group = blueprint_.group(subject);
  if (what.starts_with(instances_on)) {
    place.metric = Metric::instances_on;
    place.version = blueprint_.version(what.substr(instances_on.size()));
    return place;
  }
  for (const MetricName& known : metric_names)
    if (known.name == what) place.metric = known.metric;
  if (place.group != no_index && place.metric == Metric::errors)
    place.metric = Metric::group_errors;
  return place;
}

Task<Conductor::Measure> Conductor::measure_instances(TrackIndex track, int group, Metric metric) {
  Measure sum;
  sum.known = true;
  for (const InstanceBlueprint& instance : blueprint_.instances) {
    if (group != no_index && instance.group != group) continue;
    Control control;
    control.verb = ControlVerb::metric;
    control.track = track;
    control.code = static_cast<std::uint8_t>(metric);
    Task<Reply> asking = ask(instance.node, control);
    const Reply reply = co_await asking;
    if (reply.status == FailureReason::unavailable) continue;  // down: it counts nothing
    sum.known = sum.known && reply.ok();
    if (!reply.ok()) continue;
    sum.value += std::get<ControlReply>(reply.body).number;
    sum.samples += std::get<ControlReply>(reply.body).extra;
  }
  co_return sum;
}

/// An instance that is down may come back with what it ran before: not known.
Task<Conductor::Measure> Conductor::count_versions(int group, int version) {
  Measure sum;
  sum.known = true;
  for (const InstanceBlueprint& instance : blueprint_.instances) {
    if (instance.group != group) continue;
    Control control;
    control.verb = ControlVerb::status;
    Task<Reply> asking = ask(instance.node, control);
    const Reply reply = co_await asking;
    sum.known = sum.known && reply.ok();
    if (reply.ok() && std::get<ControlReply>(reply.body).number == version) ++sum.value;
  }
  co_return sum;
}

Task<Conductor::Measure> Conductor::measure(MetricPlace place) {
  if (place.metric == Metric::instances_on) {
    Task<Measure> counting = count_versions(place.group, place.version);
    co_return co_await counting;
  }
  if (sampled(place.metric)) {
    Task<Measure> summing = measure_instances(place.track, place.group, place.metric);
    co_return co_await summing;
  }
  const TrackBlueprint& about = blueprint_.tracks[place.track];
  std::vector<NodeId> nodes;
  switch (place.metric) {
    case Metric::backfill_remaining:
      nodes = std::vector<NodeId>(1, about.backfiller);
      break;
    case Metric::repair_queue:
      nodes = std::vector<NodeId>(1, about.repairer);
      break;
    case Metric::sync_lag:
      if (journal_.stands[place.track].base.sync.direction !=
          scenarios::StreamDirection::new_to_old)
        nodes.push_back(about.relay_forward);
      if (journal_.stands[place.track].base.sync.direction !=
          scenarios::StreamDirection::old_to_new)
        nodes.push_back(about.relay_backward);
      break;
    default:
      nodes = std::vector<NodeId>(1, about.verifier);
      break;
  }
  Measure sum;
  sum.known = true;
  for (const NodeId node : nodes) {
    Control control;
    control.verb = ControlVerb::metric;
    control.code = static_cast<std::uint8_t>(place.metric);
    Task<Reply> asking = ask(node, control);
    const Reply reply = co_await asking;
    sum.known = sum.known && reply.ok();
    if (!reply.ok()) continue;
    sum.value += std::get<ControlReply>(reply.body).number;
    sum.samples += std::get<ControlReply>(reply.body).extra;
  }
  co_return sum;
}

Task<Conductor::GateOutcome> Conductor::wait_gate(const Gate* gate, GateKind kind) {
  const auto detail = static_cast<std::uint8_t>(kind);
  tell(EventKind::gate_wait, 0, 0, detail);
  const Time began = runtime_.now();
  const Time deadline = began + gate->deadline.value_or(default_gate_deadline).count();
  const std::size_t count = gate->when.size();
  std::vector<MetricPlace> places;
  for (const Condition& condition : gate->when) places.push_back(place_of(condition.metric));
  std::vector<Measure> base(count);    // sampled: counters when the window began
  std::vector<Time> since(count, -1);  // levels: since when satisfied
  std::vector<Measure> last(count);
  std::vector<std::uint8_t> state(count, flag_inconclusive);  // 0: met
  for (std::size_t i = 0; i < count; ++i) {
    if (!sampled(places[i].metric)) continue;
    do {
      Task<Measure> measuring = measure(places[i]);
      base[i] = co_await measuring;
    } while (!base[i].known && runtime_.now() < deadline);
  }
  Duration pause_length = first_poll;
  bool failed = false;
  std::int64_t held_back = 0;  // looks at which it did not hold
  for (;;) {
    bool all = true;
    for (std::size_t i = 0; i < count; ++i) {
      const Condition& condition = gate->when[i];
      state[i] = flag_inconclusive;
      // A window that is not over says nothing yet; at the deadline what it has is told.
      if (sampled(places[i].metric) && runtime_.now() - began < condition.over.count() &&
          runtime_.now() < deadline) {
        all = false;
        continue;
      }
      Task<Measure> measuring = measure(places[i]);
      const Measure now = co_await measuring;
      if (now.known && sampled(places[i].metric)) {
        // A restarted instance counts from 0 again: never less than none.
        last[i].value = std::max<std::int64_t>(0, now.value - base[i].value);
        last[i].samples = std::max<std::int64_t>(0, now.samples - base[i].samples);
        last[i].known = true;
        const bool enough = runtime_.now() - began >= condition.over.count() &&
                            last[i].samples >= condition.min_samples;
        if (enough) state[i] = satisfied(condition, last[i].value) ? 0 : flag_failed;
      } else if (now.known) {
        last[i] = now;
        if (!satisfied(condition, now.value)) {
          since[i] = -1;
        } else if (since[i] < 0) {
          since[i] = runtime_.now();
        }
        if (since[i] >= 0 && runtime_.now() - since[i] >= condition.over.count() &&
            now.samples >= condition.min_samples)
          state[i] = 0;
      }
      failed = failed || state[i] == flag_failed;
      all = all && state[i] == 0;
    }
    if (all || failed || runtime_.now() >= deadline) break;
    ++held_back;
    Sleep pause(runtime_, std::min(pause_length, Duration(deadline - runtime_.now())));
    co_await pause;
    pause_length = std::min(pause_length * 2, last_poll);
  }

  GateOutcome outcome = failed ? GateOutcome::failed : GateOutcome::met;
  std::int64_t least = -1;
  for (std::size_t i = 0; i < count; ++i) {
    const bool counts = sampled(places[i].metric);
    // A level that was measured and never came true has failed; what was not measured is unknown.
    if (!failed && state[i] != 0) {
      if (!counts && last[i].known && !satisfied(gate->when[i], last[i].value))
        state[i] = flag_failed;
      if (state[i] == flag_failed)
        outcome = GateOutcome::failed;
      else if (outcome == GateOutcome::met)
        outcome = GateOutcome::inconclusive;
    }
    if (counts) least = least < 0 ? last[i].samples : std::min(least, last[i].samples);
    Event sample;
    sample.kind = EventKind::gate_sample;
    sample.node = blueprint_.conductor;
    sample.detail = detail;
    sample.value = last[i].value;
    sample.extra = last[i].samples;
    sample.key = static_cast<Key>(i);
    sample.flags = state[i];
    sample.track = places[i].track;
    runtime_.record(sample);
  }
  tell(outcome == GateOutcome::met      ? EventKind::gate_met
       : outcome == GateOutcome::failed ? EventKind::gate_failed
                                        : EventKind::gate_inconclusive,
       least, held_back, detail);
  if (outcome == GateOutcome::met) {
    std::vector<TrackIndex> told;
    for (const MetricPlace& place : places) {
      const TrackIndex track = place.track;
      if (track == no_track || blueprint_.tracks[track].service) continue;
      if (std::find(told.begin(), told.end(), track) != told.end()) continue;
      told.push_back(track);
      observer_.gate_met(track);
    }
  }
  co_return outcome;
}

}  // namespace rehearse::harness
