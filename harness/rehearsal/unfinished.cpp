#include "harness/rehearsal/unfinished.hpp"

#include <algorithm>

#include "harness/properties/words.hpp"

namespace rehearse::harness {

using namespace simulators;
using scenarios::Side;

void Unfinished::clear() {
  operations = 0;
  serving.clear();
  streams.clear();
  repairs.clear();
  backfills.clear();
  verifiers.clear();
  webhooks.clear();
  restarting.clear();
}

bool Unfinished::nothing() const {
  return operations == 0 && serving.empty() && streams.empty() && repairs.empty() &&
         backfills.empty() && verifiers.empty() && webhooks.empty() && restarting.empty();
}

namespace {

std::string_view name_of(Side side) { return side == Side::old_side ? "old" : "new"; }

std::string_view are(std::int64_t count) { return count == 1 ? " is" : " are"; }

/// ", the oldest since 2.104 s: place (operation 17) of client 4".
std::string oldest_operation(const Blueprint& blueprint, const History& history) {
  std::vector<bool> ended;
  for (const Event& event : history.events) {
    if (event.kind != EventKind::finish) continue;
    if (event.operation >= ended.size()) ended.resize(event.operation + 1);
    ended[event.operation] = true;
  }
  for (const Event& event : history.events) {
    if (event.kind != EventKind::invoke) continue;
    if (event.operation < ended.size() && ended[event.operation]) continue;
    const auto kind = static_cast<std::size_t>(event.value);
    const std::string name =
        kind < blueprint.operations.size() ? blueprint.operations[kind].name : "an operation";
    return ", the oldest since " + seconds(event.time) + ": " + name + " (operation " +
           std::to_string(event.operation) + ") of client " + std::to_string(event.client);
  }
  return {};
}

/// When a worker last wrote something on this track at `side`, and what kept it since.
std::string last_work(const History& history, TrackIndex track, Side side, WriteSource source,
                      NodeId worker, const char* verb) {
  const Event* last = nullptr;
  const Event* failed = nullptr;
  for (const Event& event : history.events) {
    const bool write = event.kind == EventKind::commit || event.kind == EventKind::skip;
    if (write && event.track == track && event.side == side &&
        static_cast<WriteSource>(event.detail) == source)
      last = &event;
    if (event.kind == EventKind::call_failed && event.node == worker) failed = &event;
  }
  std::string text = last == nullptr
                         ? std::string(", it has ") + verb + " none so far"
                         : std::string(", it has ") + verb + " none since " + seconds(last->time);
  if (failed != nullptr && (last == nullptr || failed->time >= last->time))
    text += ", and its last attempt, at " + seconds(failed->time) +
            ", failed: " + std::string(reason_name(static_cast<FailureReason>(failed->detail)));
  return text;
}

std::string stream_words(const Unfinished::OnTrack& stream, const Blueprint& blueprint,
                         const History& history) {
  const TrackBlueprint& about = blueprint.tracks[stream.track];
  const NodeId relay = stream.side == Side::old_side ? about.relay_forward : about.relay_backward;
  const Side to = scenarios::other(stream.side);
  return blueprint.nodes[relay] + " has not yet carried " + counted(stream.count, "change") +
         " of " + about.name + " from " + std::string(name_of(stream.side)) + " to " +
         std::string(name_of(to)) +
         last_work(history, stream.track, to, WriteSource::relay, relay, "carried");
}

std::string repair_words(const Unfinished::OnTrack& queue, const Blueprint& blueprint,
                         const History& history) {
  const TrackBlueprint& about = blueprint.tracks[queue.track];
  const Side to = scenarios::other(queue.side);
  std::string since;
  for (const Event& event : history.events) {
    if (event.kind != EventKind::repair_queued || event.track != queue.track || event.side != to)
      continue;
    since = ", the first was queued at " + seconds(event.time);
    break;
  }
  return counted(queue.count, "repair") + " of " + about.name + " at " + std::string(name_of(to)) +
         std::string(are(queue.count)) + " still queued at " + std::string(name_of(queue.side)) +
         since + last_work(history, queue.track, to, WriteSource::repair, about.repairer, "mended");
}

std::string backfill_words(const Unfinished::OnTrack& backfill, const Blueprint& blueprint,
                           const History& history) {
  const TrackBlueprint& about = blueprint.tracks[backfill.track];
  return "the backfill of " + about.name + " is still running, about " +
         counted(backfill.count, "record") + (backfill.count == 1 ? " remains" : " remain") +
         last_work(history, backfill.track, Side::new_side, WriteSource::backfill, about.backfiller,
                   "copied");
}

/// ", since 3.010 s": when the plan began its last verification of the track.
std::string verifying_since(const History& history, TrackIndex track, const Blueprint& blueprint) {
  Time since = -1;
  for (const Event& event : history.events) {
    if (event.kind != EventKind::step_begin || event.phase >= blueprint.plan.phases.size())
      continue;
    const auto& steps = blueprint.plan.phases[event.phase].steps;
    const auto step = static_cast<std::size_t>(event.value);
    const bool verifies = step < steps.size() && steps[step].kind == scenarios::StepKind::verify;
    if (verifies && event.track == track) since = event.time;
  }
  return since < 0 ? "" : ", since " + seconds(since);
}

/// ", since 3.010 s": when an instance of the group last went down.
std::string down_since(const History& history, std::size_t group, const Blueprint& blueprint) {
  Time since = -1;
  for (const Event& event : history.events) {
    if (event.kind != EventKind::node_down) continue;
    for (const InstanceBlueprint& instance : blueprint.instances)
      if (instance.node == event.node && instance.group == group) since = event.time;
  }
  return since < 0 ? "" : ", the last of it went down at " + seconds(since);
}

/// ", the last of its charges was at 3.010 s".
std::string last_effect(const History& history, NodeId service) {
  Time at = -1;
  for (const Event& event : history.events)
    if (event.kind == EventKind::effect && event.node == service) at = event.time;
  return at < 0 ? "" : ", its last effect was at " + seconds(at);
}

}  // namespace

std::string in_words(const Unfinished& unfinished, const Blueprint& blueprint,
                     const History& history) {
  std::string text;
  const auto add = [&text](const std::string& reason) {
    text += (text.empty() ? "" : "; ") + reason;
  };
  if (unfinished.operations > 0)
    add(counted(unfinished.operations, "client operation") +
        std::string(are(unfinished.operations)) + " still under way" +
        oldest_operation(blueprint, history));
  for (const auto& [node, count] : unfinished.serving)
    add(blueprint.nodes[node] + " is still serving " + counted(count, "request"));
  for (const auto& stream : unfinished.streams) add(stream_words(stream, blueprint, history));
  for (const auto& queue : unfinished.repairs) add(repair_words(queue, blueprint, history));
  for (const auto& backfill : unfinished.backfills)
    add(backfill_words(backfill, blueprint, history));
  for (const auto& verifier : unfinished.verifiers)
    add("the verifier of " + blueprint.tracks[verifier.track].name + " is still at work" +
        verifying_since(history, verifier.track, blueprint));
  for (const auto& [node, count] : unfinished.webhooks)
    add(counted(count, "webhook") + " of " + blueprint.nodes[node] + std::string(are(count)) +
        " not yet delivered" + last_effect(history, node));
  for (const std::size_t group : unfinished.restarting)
    add(blueprint.plan.application.groups[group].name + " is still restarting" +
        down_since(history, group, blueprint));
  return text;
}

}  // namespace rehearse::harness
