// D5: money, stock and counts add up.
//
// Counters: at the end a counter is what it was plus the adds of every confirmed operation, plus
// those of some of the operations whose outcome nobody knows; refused and failed operations count
// nothing. Where an add requires "at least n", no commit may go below n, nor may the confirmed adds
// together. Money: what a business operation was charged (charges + captures - refunds - voids,
// both sides) is what its confirmed operations intended, all or nothing where the outcome is
// unknown. Any sum that whole multiples of the unknown amounts' greatest common divisor reach is
// accepted, which is exact when they are alike. Not judged: counters that a put or insert replaced
// meanwhile, a second counter field of one record, identities charged by several operations (D2
// counts those).
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "harness/properties/conservation_sums.hpp"
#include "harness/properties/durability.hpp"
#include "harness/properties/verdicts.hpp"
#include "harness/properties/words.hpp"

namespace rehearse::harness {

using scenarios::OperationStepKind;
using simulators::EffectKind;

namespace {

/// Up to six finishes of operations that wrote to the element, and up to four effects.
std::vector<EventId> events_about(const Facts& facts, ElementId id) {
  std::vector<EventId> events;
  for (const WriteFact& write : facts.writes()) {
    if (write.element != id || write.operation == nothing || events.size() > 5) continue;
    events.push_back(facts.operations()[write.operation].finish);
  }
  std::size_t effects = 0;
  for (const EffectFact& effect : facts.effects()) {
    if (effect.element == id && ++effects <= 4) events.push_back(effect.event);
  }
  return events;
}

/// The commit that most likely broke a counter: the last whole record that something other than the
/// application put over it, else the last commit there.
EventId culprit(const Facts& facts, ElementId id, Side side) {
  const ElementFact& element = facts.elements()[id];
  EventId whole = no_event;
  for (EventId i = 0; i < facts.history().events.size(); ++i) {
    const Event& event = facts.event(i);
    if (event.kind != EventKind::commit || event.track != element.track ||
        event.key != element.key || event.side != side) {
      continue;
    }
    const bool copied = (event.flags & simulators::flag_add) == 0 &&
                        event.detail != 0;  // not WriteSource::application
    if (copied) whole = i;
  }
  return whole != no_event ? whole : last_commit_at(facts, id, side);
}

Verdict counter_verdict(const Facts& facts, const Sums& sums, ElementId id, Side side,
                        std::int64_t found) {
  const ElementFact& element = facts.elements()[id];
  const TrackFact& track = facts.tracks()[element.track];
  const EventId place = culprit(facts, id, side);
  const std::int64_t low = element.initial_counter + sums.sure[id] + sums.least[id];
  const std::int64_t high = element.initial_counter + sums.sure[id] + sums.most[id];
  const std::string should =
      low == high ? fmt::format("{}", low) : fmt::format("between {} and {}", low, high);
  Verdict verdict = violated(
      fmt::format("{}the {} of {} was {} before the run and confirmed operations changed it by {}; "
                  "at the end {} says {}, and it should be {}",
                  place == no_event ? "" : opening(facts, place), track.counter_field,
                  record_name(facts, id), element.initial_counter, sums.sure[id],
                  side_name(facts, element.track, side), found, should),
      "conservation",
      Reason{fmt::format("the {} of {} is {} at the end", track.counter_field,
                         record_name(facts, id), should),
             fmt::format("it is {}", found)});
  std::vector<EventId> events = events_about(facts, id);
  events.push_back(place);
  verdict.witness = witness(std::move(events));
  if (place != no_event) verdict.phase = facts.event(place).phase;
  verdict.subject = subject(facts, element.track, side);
  verdict.measured = found;
  verdict.bound = low;
  return verdict;
}

Verdict money_verdict(const Facts& facts, const Sums& sums, ElementId id) {
  const std::int64_t found = sums.actual[id];
  OperationIndex operation = nothing;
  for (const WriteFact& write : facts.writes()) {
    if (write.element == id && write.operation != nothing) operation = write.operation;
  }
  EventId place = operation == nothing ? no_event : facts.operations()[operation].finish;
  for (const EffectFact& effect : facts.effects()) {
    if (effect.element == id) place = std::max(place == no_event ? 0 : place, effect.event);
  }
  const std::string_view ending =
      operation == nothing ? "made no promise" : ending_name(facts.operations()[operation].ending);
  Verdict verdict = violated(
      fmt::format("{}{} was charged {} in all, and should have been charged {}: {} {}",
                  place == no_event ? "" : opening(facts, place), record_name(facts, id),
                  money(facts, facts.elements()[id].track, found),
                  money(facts, facts.elements()[id].track, sums.sure[id]),
                  operation_name(facts, operation), ending),
      "conservation of money",
      Reason{fmt::format("the charges for {} that stand add up to {}", record_name(facts, id),
                         money(facts, facts.elements()[id].track, sums.sure[id])),
             fmt::format("they add up to {}", money(facts, facts.elements()[id].track, found))});
  std::vector<EventId> events = events_about(facts, id);
  if (operation != nothing) events.push_back(facts.operations()[operation].invoke);
  verdict.witness = witness(std::move(events));
  if (place != no_event) verdict.phase = facts.event(place).phase;
  verdict.subject = track_name(facts, facts.elements()[id].track);
  verdict.measured = found;
  verdict.bound = sums.sure[id];
  return verdict;
}

/// The least that a track's counter may be: every decrement of it requires at least that.
bool floor_of(const Facts& facts, const TrackFact& track, std::int64_t& floor) {
  bool found = false;
  for (const auto& operation : facts.plan().application.operations) {
    for (const auto& step : operation.steps) {
      if (step.kind != OperationStepKind::add || step.target != track.name || step.by >= 0)
        continue;
      if (step.field != track.counter_field) continue;
      if (!step.require_at_least) return false;
      floor = found ? std::min(floor, *step.require_at_least) : *step.require_at_least;
      found = true;
    }
  }
  return found;
}

Verdict oversold(const Facts& facts, const Sums& sums, ElementId id, std::int64_t floor,
                 EventId commit, std::int64_t value) {
  const ElementFact& element = facts.elements()[id];
  const TrackFact& track = facts.tracks()[element.track];
  std::vector<EventId> events = events_about(facts, id);
  EventId place = commit;
  for (const EventId event : events) {
    if (commit == no_event && event != no_event) place = event;
  }
  const std::string how =
      commit == no_event ? fmt::format("began at {} and confirmed operations took it to {}",
                                       element.initial_counter, value)
                         : fmt::format("was taken to {} in {} at {}", value,
                                       side_name(facts, element.track, facts.event(commit).side),
                                       seconds(facts.event(commit).time));
  Verdict verdict =
      violated(fmt::format("{}the {} of {} {}, although every operation requires at least {}",
                           place == no_event ? "" : opening(facts, place), track.counter_field,
                           record_name(facts, id), how, floor),
               "conservation (oversold)",
               Reason{fmt::format("the {} of {} never goes below {}", track.counter_field,
                                  record_name(facts, id), floor),
                      fmt::format("it went to {}", value)});
  events.push_back(commit);
  verdict.witness = witness(std::move(events));
  if (place != no_event) verdict.phase = facts.event(place).phase;
  verdict.subject = track_name(facts, element.track);
  verdict.measured = sums.sure[id];
  verdict.bound = floor;
  return verdict;
}

bool judge_floors(const Facts& facts, const Sums& sums, Verdict& verdict) {
  for (const CommitFact& commit : facts.commits()) {
    const Event& event = facts.event(commit.event);
    const WriteFact& write = facts.writes()[commit.write];
    if ((event.flags & simulators::flag_add) == 0 || write.compensation) continue;
    const scenarios::OperationStep* step = facts.step_of(write);
    if (step == nullptr || !step->require_at_least || event.extra >= *step->require_at_least) {
      continue;
    }
    verdict =
        oversold(facts, sums, commit.element, *step->require_at_least, commit.event, event.extra);
    return true;
  }
  for (TrackIndex t = 0; t < facts.tracks().size(); ++t) {
    std::int64_t floor = 0;
    if (!facts.tracks()[t].counter || !floor_of(facts, facts.tracks()[t], floor)) continue;
    for (ElementId id = 0; id < facts.elements().size(); ++id) {
      const ElementFact& element = facts.elements()[id];
      if (element.track != t || !element.initial || sums.marks[id] != touched) continue;
      const std::int64_t value = element.initial_counter + sums.sure[id];
      if (element.initial_counter < floor || value + sums.most[id] >= floor) continue;
      verdict = oversold(facts, sums, id, floor, no_event, value);
      return true;
    }
  }
  return false;
}

/// A counter is right when it can be reached at every kept side that answers reads; where each key
/// lives on one side only, at one of them.
bool judge_counter(const Facts& facts, const Sums& sums, ElementId id, Verdict& verdict) {
  const ElementFact& element = facts.elements()[id];
  const Sides sides = facts.authorities()[element.track];
  const bool either = sides.both() && !facts.keeps_both(element.track);
  const FinalRecord* wrong = nullptr;
  Side where = Side::old_side;
  for (const Side side : {Side::old_side, Side::new_side}) {
    const FinalRecord* record = sides.has(side) ? facts.final_record(id, side) : nullptr;
    if (record == nullptr) continue;  // D1's
    if (sums.reaches(id, element.initial_counter, record->counter)) {
      if (either) return false;
    } else if (wrong == nullptr) {
      wrong = record;
      where = side;
    }
  }
  if (wrong == nullptr) return false;
  verdict = counter_verdict(facts, sums, id, where, wrong->counter);
  return true;
}

/// The first identity that was charged by a side that reports by webhook, has not got its money
/// back, and that nobody acted on.
const EffectFact* unfulfilled(const Facts& facts) {
  auto& open = facts.scratch().a;
  open.assign(facts.elements().size(), 0);
  for (const EffectFact& effect : facts.effects()) {
    const Event& event = facts.event(effect.event);
    if ((event.flags & not_real) != 0) continue;
    const scenarios::Track& track = *facts.tracks()[event.track].track;
    const auto& contract = event.side == Side::old_side ? track.old_service : track.new_service;
    const auto kind = static_cast<EffectKind>(event.detail);
    if (kind == EffectKind::charge && contract.webhooks) ++open[effect.element];
    if (kind >= EffectKind::refund) --open[effect.element];
  }
  for (const EffectFact& webhook : facts.webhooks()) open[webhook.element] = 0;
  for (const EffectFact& effect : facts.effects())
    if (open[effect.element] > 0) return &effect;
  return nullptr;
}

Verdict unfulfilled_verdict(const Facts& facts, const EffectFact& effect) {
  const Event& event = facts.event(effect.event);
  Verdict verdict = violated(
      fmt::format("{}{} was charged by {} at {}, and nobody ever acted on the webhook that says so",
                  opening(facts, effect.event), record_name(facts, effect.element),
                  side_name(facts, event.track, event.side), seconds(event.time)),
      "every charge is fulfilled",
      Reason{fmt::format("somebody acts on what {} reports of {}",
                         side_name(facts, event.track, event.side),
                         record_name(facts, effect.element)),
             "nobody did until the end"});
  verdict.witness = witness({effect.event});
  verdict.phase = event.phase;
  verdict.subject = subject(facts, event.track, event.side);
  return verdict;
}

}  // namespace

Verdict judge_conservation(const Facts& facts) {
  Sums sums(facts);
  sums.add_intended(facts);
  sums.add_effects(facts);
  Verdict verdict;
  if (judge_floors(facts, sums, verdict)) return verdict;
  bool exercised = false;
  const bool settled = facts.has_final() && facts.quiet();
  for (ElementId id = 0; id < facts.elements().size(); ++id) {
    const ElementFact& element = facts.elements()[id];
    if (element.track >= facts.tracks().size()) continue;
    const std::uint32_t marks = sums.marks[id];
    if (marks == 0 || (marks & replaced) != 0) continue;
    if (facts.tracks()[element.track].service) {
      exercised = true;
      if (!settled || sums.reaches(id, 0, sums.actual[id])) continue;
      return money_verdict(facts, sums, id);
    }
    if (!facts.tracks()[element.track].counter || !element.initial) continue;
    exercised = true;
    if (settled && judge_counter(facts, sums, id, verdict)) return verdict;
  }
  if (exercised && !settled) return not_settled(facts, true);
  if (settled)
    if (const EffectFact* effect = unfulfilled(facts)) return unfulfilled_verdict(facts, *effect);
  return holds(exercised);
}

}  // namespace rehearse::harness
