#include "harness/history/misfit.hpp"

#include <algorithm>

namespace rehearse::harness {
namespace {

using simulators::Event;
using simulators::EventKind;

/// What an event numbers and its file does not name must exist in the plan.
bool fits(const Event& event, const scenarios::Plan& plan, const simulators::History& history) {
  const auto below = [&](std::size_t count) {
    return event.value >= 0 && static_cast<std::uint64_t>(event.value) < count;
  };
  if (event.kind == EventKind::invoke) return below(plan.application.operations.size());
  if (event.kind == EventKind::authority) return below(history.stages.size());
  return true;
}

}  // namespace

std::string misfit(const StoredHistory& stored, const scenarios::Plan& plan) {
  std::vector<std::string> tracks, phases;
  for (const auto& track : plan.tracks) tracks.push_back(track.name);
  for (const auto& collection : plan.collections) tracks.push_back(collection.name);
  for (const auto& phase : plan.phases) phases.push_back(phase.name);
  if (stored.plan != plan.name) return "it is of the plan \"" + stored.plan + "\"";
  if (stored.tracks != tracks) return "its tracks and collections are not those of the plan";
  if (stored.phases != phases) return "its phases are not those of the plan";
  const auto& events = stored.history.events;
  const bool all_fit = std::all_of(events.begin(), events.end(), [&](const Event& event) {
    return fits(event, plan, stored.history);
  });
  return all_fit ? "" : "it names an operation or a stage that the plan does not have";
}

}  // namespace rehearse::harness
