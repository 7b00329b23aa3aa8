#include "harness/situations/watch.hpp"

#include <algorithm>

#include "scenarios/fault_kinds.hpp"

namespace rehearse::harness {

using namespace simulators;

namespace {

/// More operations than any run has: histories also come from files.
constexpr OperationId most_watched_operations = 1U << 22U;

bool loses(const Event& fault) {
  const auto kinds = scenarios::fault_kinds();
  return fault.detail < kinds.size() &&
         (kinds[fault.detail].name == "request_lost" || kinds[fault.detail].name == "reply_lost");
}

}  // namespace

Watch::Watch(const Blueprint& blueprint) : blueprint_(blueprint) {
  nodes_.resize(blueprint.nodes.size());
  tracks_.resize(blueprint.tracks.size());
}

void Watch::reset() {
  rollback_from_ = no_phase;
  operations_.clear();
  std::fill(nodes_.begin(), nodes_.end(), NodeSeen{});
  std::fill(tracks_.begin(), tracks_.end(), TrackSeen{});
}

Watch::OperationSeen& Watch::operation(OperationId id) {
  if (id >= operations_.size()) operations_.resize(static_cast<std::size_t>(id) + 1);
  return operations_[static_cast<std::size_t>(id)];
}

void Watch::note(const Event& event) {
  switch (event.kind) {
    case EventKind::invoke:
      if (event.operation < most_watched_operations)
        operation(event.operation).kind = static_cast<std::size_t>(event.value);
      break;
    case EventKind::call_failed:
      if (event.operation != 0 && event.operation < most_watched_operations)
        operation(event.operation).trouble = true;
      break;
    case EventKind::rollback_begin:
      rollback_from_ = event.phase;
      break;
    case EventKind::node_down:
      if (event.detail == 1 && event.node < nodes_.size()) nodes_[event.node].died = true;
      break;
    case EventKind::fault_begin: {
      if (!loses(event)) break;
      if (event.node < nodes_.size()) nodes_[event.node].lost = true;
      const auto other = static_cast<std::size_t>(event.extra);
      if (other < nodes_.size()) nodes_[other].lost = true;
      break;
    }
    case EventKind::commit:
    case EventKind::skip: {
      if (event.track >= tracks_.size()) break;
      TrackSeen& track = tracks_[event.track];
      const auto source = static_cast<WriteSource>(event.detail);
      if (source == WriteSource::backfill) track.backfilled = true;
      const bool clients = source == WriteSource::application && event.kind == EventKind::commit;
      if (clients && track.backfilled) track.changed = true;
      break;
    }
    default:
      break;
  }
}

}  // namespace rehearse::harness
