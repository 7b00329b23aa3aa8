// D2: at most one external effect per business operation.
//
// A business operation is an identity on a service track (an order, an invoice); it may reach the
// service several times, over both sides. At no moment may more than one charge be outstanding
// (charges - refunds - voids), nor more than one authorisation or capture, nor may one charge be
// fulfilled twice through webhooks. Answers from the service's memory (flag_repeat) are no effects,
// and those of shadow traffic are I1's.
#include <fmt/format.h>

#include <algorithm>

#include "harness/properties/effect_tally.hpp"
#include "harness/properties/verdicts.hpp"
#include "harness/properties/words.hpp"

namespace rehearse::harness {

using simulators::EffectKind;

namespace {

struct Excess {
  ElementId element = nothing;
  EventId event = no_event;
  EffectKind kind = EffectKind::charge;
};

/// All real effects of that kind on that identity up to `until`.
std::vector<EventId> effects_of(const Facts& facts, const Excess& excess) {
  std::vector<EventId> events;
  for (const EffectFact& effect : facts.effects()) {
    if (effect.event > excess.event) break;
    const Event& event = facts.event(effect.event);
    if (effect.element == excess.element && (event.flags & not_real) == 0 &&
        static_cast<EffectKind>(event.detail) == excess.kind) {
      events.push_back(effect.event);
    }
  }
  return events;
}

Verdict double_effect(const Facts& facts, const Excess& excess) {
  const std::vector<EventId> events = effects_of(facts, excess);
  const Event& first = facts.event(events.front());
  const Event& last = facts.event(excess.event);
  const std::string service = side_name(facts, last.track, last.side);
  const bool same = first.side == last.side;
  const std::string before =
      same ? "it had already" : side_name(facts, first.track, first.side) + " had";
  Verdict verdict = violated(
      fmt::format("{}{} got a second {} by {} at {}, for {}; {} made one at {} that was not undone",
                  opening(facts, excess.event), record_name(facts, excess.element),
                  effect_name(excess.kind), service, seconds(last.time),
                  operation_name(facts, facts.operation_index(last.operation)), before,
                  seconds(first.time)),
      "exactly-once effect",
      Reason{fmt::format("at most one {} for {} stands at a time", effect_name(excess.kind),
                         record_name(facts, excess.element)),
             fmt::format("{} made one at {} and {} another at {}, and neither was undone before",
                         side_name(facts, first.track, first.side), seconds(first.time), service,
                         seconds(last.time))});
  std::vector<EventId> all = events;
  for (const EventId id : {events.front(), excess.event}) {
    const OperationIndex operation = facts.operation_index(facts.event(id).operation);
    if (operation != nothing) all.push_back(facts.operations()[operation].invoke);
  }
  verdict.witness = witness(std::move(all));
  verdict.phase = last.phase;
  verdict.subject = track_name(facts, last.track);
  verdict.measured = static_cast<std::int64_t>(events.size());
  verdict.bound = 1;
  return verdict;
}

Verdict double_fulfilment(const Facts& facts, const EffectFact& webhook) {
  EventId first = no_event;
  std::vector<EventId> events{webhook.event};
  for (const EffectFact& other : facts.webhooks()) {
    const bool real = (facts.event(other.event).flags & simulators::flag_repeat) == 0;
    if (other.element != webhook.element || !real || other.event >= webhook.event) continue;
    if (first == no_event) first = other.event;
    events.push_back(other.event);
  }
  const Event& last = facts.event(webhook.event);
  Verdict verdict = violated(
      fmt::format("{}{} was fulfilled a second time at {}, by a webhook of {}; the first was at {}",
                  opening(facts, webhook.event), record_name(facts, webhook.element),
                  seconds(last.time), side_name(facts, last.track, last.side),
                  seconds(facts.event(first).time)),
      "exactly-once effect",
      Reason{fmt::format("{} is fulfilled once", record_name(facts, webhook.element)),
             fmt::format("it was fulfilled at {} and again at {}", seconds(facts.event(first).time),
                         seconds(last.time))});
  verdict.witness = witness(std::move(events));
  verdict.phase = last.phase;
  verdict.subject = track_name(facts, last.track);
  return verdict;
}

}  // namespace

Verdict judge_one_effect(const Facts& facts) {
  auto& tallies = facts.scratch().a;
  tallies.assign(facts.elements().size(), 0);
  bool exercised = false;
  for (const EffectFact& effect : facts.effects()) {
    const Event& event = facts.event(effect.event);
    if ((event.flags & not_real) != 0) continue;
    const auto kind = static_cast<EffectKind>(event.detail);
    if (kind > EffectKind::void_charge) continue;
    exercised = true;
    std::int64_t& tally = tallies[effect.element];
    tally = with_effect(tally, kind);
    if (too_many(tally, kind)) return double_effect(facts, {effect.element, effect.event, kind});
  }
  auto& fulfilled = facts.scratch().b;
  if (facts.webhooks().empty()) return holds(exercised);
  fulfilled.assign(facts.elements().size(), 0);
  for (const EffectFact& webhook : facts.webhooks()) {
    if ((facts.event(webhook.event).flags & simulators::flag_repeat) != 0) continue;
    exercised = true;
    const std::int64_t tally = tallies[webhook.element];
    const std::int64_t charges =
        effects_of_kind(tally, EffectKind::charge) + effects_of_kind(tally, EffectKind::capture);
    if (++fulfilled[webhook.element] > std::max<std::int64_t>(1, charges)) {
      return double_fulfilment(facts, webhook);
    }
  }
  return holds(exercised);
}

}  // namespace rehearse::harness
