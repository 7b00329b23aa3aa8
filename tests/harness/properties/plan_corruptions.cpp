#include "tests/harness/properties/plan_corruptions.hpp"

namespace rehearse::harness {

using simulators::FailureReason;
using simulators::FinalSide;

namespace {

Event* rollback_end(History& history) {
  return find_event(history,
                    [](const Event& event) { return event.kind == EventKind::rollback_end; });
}

}  // namespace

bool old_lacks_a_write(const Facts& facts, History& history) {
  if (rollback_end(history) == nullptr) return false;
  for (ElementId id = 0; id < facts.elements().size(); ++id) {
    const ElementFact& element = facts.elements()[id];
    const TrackFact& track = facts.tracks()[element.track];
    if (!track.migrates() || !track.records() || track.counter) continue;
    if (facts.last_acknowledged(id) == nothing || element.final_old < 0) continue;
    auto& records = history.final.tracks[element.track].old_side.records;
    records.erase(records.begin() + element.final_old);
    return true;
  }
  return false;
}

bool rollback_gave_up(const Facts&, History& history) {
  Event* const end = rollback_end(history);
  if (end == nullptr) return false;
  end->detail = 0;
  return true;
}

bool old_table_gone(const Facts& facts, History& history) {
  if (rollback_end(history) == nullptr) return false;
  for (TrackIndex track = 0; track < facts.tracks().size(); ++track) {
    if (!facts.tracks()[track].migrates() || !facts.tracks()[track].records()) continue;
    FinalSide& old_table = history.final.tracks[track].old_side;
    if (!facts.authorities()[track].has(Side::old_side) || !old_table.exists) continue;
    old_table = FinalSide();
    return true;
  }
  return false;
}

// ---- progress, gates, versions ----

bool never_answered(const Facts&, History& history) {
  Event* const end =
      find_event(history, [](const Event& event) { return event.kind == EventKind::finish; });
  if (end == nullptr) return false;
  history.events.erase(history.events.begin() + (end - history.events.data()));
  return true;
}

bool plan_stuck(const Facts&, History& history) {
  Event* const end =
      find_event(history, [](const Event& event) { return event.kind == EventKind::plan_end; });
  if (end == nullptr) return false;
  end->detail = static_cast<std::uint8_t>(simulators::PlanEnd::stuck);
  return true;
}

bool gate_was_wrong(const Facts&, History& history) {
  bool any = false;
  for (Event& event : history.events) {
    if (event.kind != EventKind::truth) continue;
    event.value = 3;
    event.extra = 3;
    event.key = 1;
    any = true;
  }
  return any;
}

bool gate_without_data(const Facts&, History& history) {
  bool any = false;
  for (Event& event : history.events) {
    if (event.kind == EventKind::gate_sample) event.extra = 0;
    if (event.kind != EventKind::gate_met || event.value <= 0) continue;
    event.value = 0;
    any = true;
  }
  return any;
}

bool table_missing(const Facts&, History& history) {
  Event* const end = find_event(history, [](const Event& event) {
    return event.kind == EventKind::finish && event.phase != simulators::no_phase &&
           event.phase > 0;
  });
  if (end == nullptr) return false;
  Event failed;
  failed.kind = EventKind::call_failed;
  failed.time = end->time;
  failed.phase = end->phase;
  failed.node = end->node;
  failed.client = end->client;
  failed.operation = end->operation;
  failed.track = 0;
  failed.detail = static_cast<std::uint8_t>(FailureReason::no_such_table);
  history.events.insert(history.events.begin() + (end - history.events.data()), failed);
  return true;
}

bool wrong_content(const Facts&, History& history) {
  Event* const read = find_event(history, [](const Event& event) {
    return event.kind == EventKind::observe && event.write != 0 &&
           event.phase != simulators::no_phase && event.phase > 0;
  });
  if (read == nullptr) return false;
  read->flags |= simulators::flag_wrong_content;
  return true;
}

}  // namespace rehearse::harness
