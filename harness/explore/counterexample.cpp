#include "harness/explore/counterexample.hpp"

#include <algorithm>
#include <set>

#include "harness/explore/rehearsal.hpp"
#include "harness/history/describe_event.hpp"
#include "harness/properties/words.hpp"

namespace rehearse::harness {

using namespace simulators;

namespace {

constexpr std::size_t most_told = 60;

std::size_t property_index(const std::string& id) {
  const auto properties = all_properties();
  for (std::size_t i = 0; i < properties.size(); ++i)
    if (properties[i].id == id) return i;
  return properties.size();
}

/// What a reader wants beside the witness: everything about the same records and operations, and
/// the plan's course.
std::vector<EventId> story(const History& history, const std::vector<EventId>& witness) {
  std::set<std::pair<TrackIndex, Key>> records;
  std::set<OperationId> operations;
  EventId last = 0;
  for (const EventId id : witness) {
    const Event& event = history.events[id];
    if (event.operation != 0) operations.insert(event.operation);
    if (event.track != no_track && event.key > 0) records.insert({event.track, event.key});
    last = std::max(last, id);
  }
  std::vector<EventId> first;   // the witness and its operations
  std::vector<EventId> second;  // the records' other events
  std::vector<EventId> third;   // the plan's course
  const std::set<EventId> chosen(witness.begin(), witness.end());
  for (EventId id = 0; id < history.events.size(); ++id) {
    const Event& event = history.events[id];
    const bool of_record =
        event.track != no_track && event.key > 0 && records.contains({event.track, event.key});
    if (chosen.contains(id) || (event.operation != 0 && operations.contains(event.operation)))
      first.push_back(id);
    else if (of_record)
      second.push_back(id);
    else if (id <= last &&
             (event.kind == EventKind::phase_begin || event.kind == EventKind::step_end ||
              event.kind == EventKind::authority || event.kind == EventKind::rollback_begin ||
              event.kind == EventKind::rollback_end || event.kind == EventKind::gate_met ||
              event.kind == EventKind::plan_end))
      third.push_back(id);
  }
  std::vector<EventId> all(witness);
  for (const auto* group : {&first, &second, &third})
    for (auto id = group->rbegin(); id != group->rend() && all.size() < most_told; ++id)
      if (!chosen.contains(*id)) all.push_back(*id);
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  if (all.size() > most_told) all.resize(most_told);
  return all;
}

Counterexample tell(const Rehearsal& rehearsal, const SavedCounterexample& saved,
                    const Verdict& verdict) {
  const History& history = rehearsal.history();
  Counterexample told;
  told.property = saved.property;
  told.sentence = verdict.because;
  told.lost = verdict.lost;
  told.run = saved.run;
  told.shape = to_string(saved.shape, saved.plan);
  told.events_total = static_cast<std::int64_t>(history.events.size());
  for (EventId id = 0; id < history.events.size(); ++id) {
    told.operations += history.events[id].kind == EventKind::invoke ? 1 : 0;
    if (history.events[id].kind != EventKind::fault_begin) continue;
    ++told.faults;
    told.fault_text.push_back(seconds(history.events[id].time) + " " +
                              describe_event(rehearsal.facts(), id));
  }
  const std::set<EventId> witness(verdict.witness.begin(), verdict.witness.end());
  for (const EventId id : story(history, verdict.witness)) {
    const Event& event = history.events[id];
    ToldEvent line;
    line.id = id;
    line.time_us = event.time;
    line.lane = event_lane(rehearsal.facts(), id);
    line.phase = event.phase < saved.plan.phases.size() ? saved.plan.phases[event.phase].name : "";
    line.text = describe_event(rehearsal.facts(), id);
    line.witness = witness.contains(id);
    line.kind = event_family(event.kind);
    if (event.kind == EventKind::fault_begin &&
        static_cast<std::size_t>(event.extra) < history.nodes.size() && event.extra != event.node) {
      line.to = history.nodes[static_cast<std::size_t>(event.extra)];
      line.lost = true;
    }
    told.events.push_back(std::move(line));
  }
  return told;
}

}  // namespace

Replay replay(const SavedCounterexample& saved) {
  Replay result;
  const Blueprint blueprint(saved.plan, saved.scenario);
  Rehearsal rehearsal(blueprint);
  RunSpec spec;
  spec.seed = saved.seed;
  spec.shape = saved.shape;
  spec.operations = saved.operations;
  spec.faults = saved.faults;
  std::vector<Choice> choices = saved.choices;
  ReplayChoices engine(std::move(choices));
  rehearsal.run(spec, &engine);
  result.unknown_choices = engine.unknown();
  result.faithful = rehearsal.history().hash == saved.hash && engine.unknown() == 0;
  result.history = name_history(saved.plan, rehearsal.history());
  const std::vector<Verdict>& verdicts = rehearsal.judge(saved.excused);
  const std::size_t property = property_index(saved.property);
  if (property == verdicts.size()) return result;
  result.verdict = verdicts[property];
  result.violated = result.verdict.outcome == Outcome::violated;
  result.told = tell(rehearsal, saved, result.verdict);
  for (EventId id = 0; id < rehearsal.history().events.size(); ++id)
    result.trace.push_back(seconds(rehearsal.history().events[id].time) + "  " +
                           event_lane(rehearsal.facts(), id) + "  " +
                           describe_event(rehearsal.facts(), id));
  return result;
}

}  // namespace rehearse::harness
