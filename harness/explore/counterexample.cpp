#include "harness/explore/counterexample.hpp"

#include <algorithm>
#include <set>

#include "fault_injection/fault.hpp"
#include "harness/certificate/digest.hpp"
#include "harness/consistency/record_guarantees.hpp"
#include "harness/explore/placed_strikes.hpp"
#include "harness/explore/rehearsal.hpp"
#include "harness/explore/saved_choices.hpp"
#include "harness/history/describe_event.hpp"
#include "harness/properties/words.hpp"
#include "scenarios/ensure.hpp"
#include "scenarios/fault_kinds.hpp"
#include "scenarios/print_plan.hpp"
#include "scenarios/print_scenario.hpp"

namespace rehearse::harness {

using namespace simulators;
using fault_injection::Strike;

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

std::uint64_t unused(std::vector<Choice> saved, const std::vector<Choice>& asked) {
  std::set<Site> sites;
  for (const Choice& choice : asked) sites.insert(choice.site);
  return static_cast<std::uint64_t>(
      std::count_if(saved.begin(), saved.end(),
                    [&sites](const Choice& choice) { return !sites.contains(choice.site); }));
}

/// "; it takes request_lost at app/1 -> shop, in shadow at 0.314 s": what struck and the sentence
/// does not name.
std::string faults_beside(const Facts& facts, const std::string& sentence) {
  constexpr std::size_t most_named = 2;
  const std::vector<Event>& events = facts.history().events;
  std::vector<std::string> named;
  for (const Event& event : events) {
    const std::string name =
        event.kind == EventKind::fault_begin ? fault_name(event.detail) : std::string();
    if (name.empty() || sentence.find(name) != std::string::npos) continue;
    std::string words = name + " at " + node_name(facts, event.node);
    const auto other = static_cast<NodeId>(event.extra);
    if (other != event.node) words += " -> " + node_name(facts, other);
    named.push_back(words + ", in " + phase_name(facts, event.phase) + " at " +
                    seconds(event.time));
  }
  std::string text;
  for (std::size_t i = 0; i < std::min(most_named, named.size()); ++i)
    text += (i == 0 ? "; it takes " : " and ") + named[i];
  if (named.size() > most_named)
    text += " and " + std::to_string(named.size() - most_named) + " more";
  return text;
}

/// The strikes for this blueprint; what cannot be there is left out.
std::vector<Strike> strikes_for(const Blueprint& blueprint, const SavedCounterexample& saved,
                                std::vector<std::string>& gone) {
  std::vector<Strike> strikes = renumbered(saved.strikes, saved.nodes, blueprint.nodes, gone);
  const auto classes = fault_injection::classes_of(blueprint);
  std::erase_if(strikes, [&](const Strike& strike) { return !can_be_placed(strike, classes); });
  return strikes;
}

std::vector<std::string> never_struck(const std::vector<Strike>& placed,
                                      const std::vector<Strike>& struck) {
  std::vector<std::string> missing;
  const auto kinds = scenarios::fault_kinds();
  std::vector<std::int64_t> often(kinds.size(), 0);
  for (const Strike& strike : struck) ++often[strike.kind];
  for (const Strike& strike : placed)
    if (--often[strike.kind] < 0) missing.emplace_back(kinds[strike.kind].name);
  return missing;
}

}  // namespace

bool SavedCounterexample::edited() const {
  return sha256_name(scenarios::canonical_text(plan)) != plan_digest ||
         sha256_name(scenarios::canonical_text(scenario)) != scenario_digest;
}

std::string explained(const Facts& facts, const Verdict& verdict) {
  std::string sentence = verdict.because;
  const bool names_one = sentence.find("(operation ") != std::string::npos;
  for (auto id = verdict.witness.rbegin(); id != verdict.witness.rend() && !names_one; ++id) {
    const OperationIndex operation = facts.operation_index(facts.event(*id).operation);
    if (operation == nothing) continue;
    const Blame found = blame(facts, *id);
    sentence += "; last came " + operation_of_client(facts, operation) + " in " +
                phase_name(facts, facts.event(*id).phase);
    if (found.fault != no_event)
      sentence += ", while " + fault_name(facts.event(found.fault).detail) + " struck " +
                  node_name(facts, facts.event(found.fault).node);
    break;
  }
  sentence += faults_beside(facts, sentence);
  return verdict.lost.empty() ? sentence : sentence + "; lost: " + verdict.lost;
}

Counterexample told_violation(const Facts& facts, const Verdict& verdict) {
  const History& history = facts.history();
  const auto& phases = facts.plan().phases;
  Counterexample told;
  told.sentence = verdict.because;
  told.lost = verdict.lost;
  told.held = kept_of_record(facts, verdict);
  told.then = verdict.reason.then;
  told.however = verdict.reason.however;
  told.events_total = static_cast<std::int64_t>(history.events.size());
  for (EventId id = 0; id < history.events.size(); ++id) {
    told.operations += history.events[id].kind == EventKind::invoke ? 1 : 0;
    if (history.events[id].kind != EventKind::fault_begin) continue;
    ++told.faults;
    told.fault_text.push_back(seconds(history.events[id].time) + " " + describe_event(facts, id));
  }
  const std::set<EventId> witness(verdict.witness.begin(), verdict.witness.end());
  for (const EventId id : story(history, verdict.witness)) {
    const Event& event = history.events[id];
    ToldEvent line;
    line.id = id;
    line.time_us = event.time;
    line.lane = event_lane(facts, id);
    line.phase = event.phase < phases.size() ? phases[event.phase].name : "";
    line.text = describe_event(facts, id);
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

std::string also_violated(const std::vector<Verdict>& verdicts, std::size_t but) {
  std::string also;
  for (std::size_t p = 0; p < verdicts.size(); ++p) {
    if (p == but || verdicts[p].outcome != Outcome::violated) continue;
    also += (also.empty() ? "" : ", ") + std::string(all_properties()[p].id) + " " +
            std::string(all_properties()[p].name);
  }
  return also;
}

RunSpec spec_of(const SavedCounterexample& saved) {
  RunSpec spec;
  spec.seed = saved.seed;
  spec.shape = saved.shape;
  spec.placed = saved.operations;
  spec.faults = saved.faults;
  spec.strikes = saved.strikes;
  spec.laid_over = saved.laid_over;
  return spec;
}

Replay replay(const SavedCounterexample& saved) {
  REHEARSE_ENSURE(saved.gone.empty());
  Replay result;
  const Blueprint blueprint(saved.plan, saved.scenario);
  Rehearsal rehearsal(blueprint);
  RunSpec spec = spec_of(saved);
  spec.strikes = strikes_for(blueprint, saved, result.gone_nodes);
  const std::vector<Choice> choices =
      renumbered(saved.choices, saved.nodes, blueprint.nodes, result.gone_nodes);
  ReplayChoices engine(choices);
  RecordingChoices asked(engine);
  rehearsal.run(spec, &asked);
  result.faults_missing = never_struck(saved.strikes, rehearsal.faults().struck());
  result.unknown_choices = engine.unknown();
  result.unused_choices = unused(choices, asked.recorded());
  result.faithful = rehearsal.history().hash == saved.hash && engine.unknown() == 0;
  result.history = name_history(saved.plan, rehearsal.history());
  const std::vector<Verdict>& verdicts = rehearsal.judge(saved.excused);
  const std::size_t property = property_index(saved.property);
  if (property == verdicts.size()) return result;
  result.verdict = verdicts[property];
  result.violated =
      result.verdict.outcome == Outcome::violated && result.verdict.subject == saved.subject;
  result.told = told_violation(rehearsal.facts(), result.verdict);
  result.told.property = saved.property;
  result.told.run = saved.run;
  result.told.operations_before_shrinking = saved.operations_before;
  result.told.shape = to_string(saved.shape, saved.plan);
  result.told.also = also_violated(verdicts, property);
  if (saved.operations)
    result.operations_missing =
        static_cast<std::int64_t>(saved.operations->size()) - result.told.operations;
  const std::vector<Event>& events = rehearsal.history().events;
  for (EventId id = 0; id < events.size(); ++id) {
    const std::string words = describe_event(rehearsal.facts(), id);
    if (events[id].kind == EventKind::plan_end) result.ended = words;
    result.trace.push_back(seconds(events[id].time) + "  " + event_lane(rehearsal.facts(), id) +
                           "  " + words);
  }
  return result;
}

}  // namespace rehearse::harness
