#include "harness/explore/concerned.hpp"

#include <set>
#include <utility>

namespace rehearse::harness {

using namespace simulators;

std::vector<OperationId> operations_concerned(const History& history,
                                              const std::vector<EventId>& witness) {
  std::set<std::pair<TrackIndex, Key>> records;
  std::set<OperationId> operations;
  for (const EventId id : witness) {
    const Event& event = history.events[id];
    if (event.operation != 0) operations.insert(event.operation);
    if (event.track != no_track && event.key > 0) records.insert({event.track, event.key});
  }
  for (const Event& event : history.events)
    if (event.operation != 0 && event.track != no_track &&
        records.contains({event.track, event.key}))
      operations.insert(event.operation);
  return {operations.begin(), operations.end()};
}

}  // namespace rehearse::harness
