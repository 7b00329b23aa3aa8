#include "harness/explore/run_size.hpp"

#include <set>
#include <utility>

namespace rehearse::harness {

using namespace simulators;

namespace {
template <typename Value>
std::int64_t count(const std::set<Value>& values) {
  return static_cast<std::int64_t>(values.size());
}
}  // namespace

RunSize size_of(const History& history) {
  RunSize size;
  size.events = static_cast<std::int64_t>(history.events.size());
  std::set<std::uint16_t> clients, phases;
  std::set<NodeId> instances;
  std::set<std::pair<TrackIndex, Key>> keys;
  for (const Event& event : history.events) {
    size.faults += event.kind == EventKind::fault_begin ? 1 : 0;
    if (event.kind == EventKind::phase_begin) phases.insert(event.phase);
    if (event.kind == EventKind::finish) instances.insert(event.node);
    if (event.operation != 0 && event.track != no_track && event.key > 0)
      keys.insert({event.track, event.key});
    if (event.kind != EventKind::invoke) continue;
    ++size.operations;
    clients.insert(event.client);
  }
  size.clients = count(clients);
  size.phases = count(phases);
  size.instances = count(instances);
  size.keys = count(keys);
  return size;
}

}  // namespace rehearse::harness
