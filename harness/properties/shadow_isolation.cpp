// I1: shadow traffic has no side effects. No effect at a service was caused by a shadow call; an
// answer from the service's memory is no effect.
#include <fmt/format.h>

#include <algorithm>

#include "harness/properties/verdicts.hpp"
#include "harness/properties/words.hpp"

namespace rehearse::harness {

Verdict judge_shadow_isolation(const Facts& facts) {
  EventId shadow_since = no_event;
  for (const StageFact& stage : facts.stages()) {
    if (!facts.tracks()[stage.track].service || !stage.stage->service.shadow) continue;
    shadow_since = stage.event == no_event ? 0 : std::min(shadow_since, stage.event);
  }
  bool exercised = false;
  for (const EffectFact& effect : facts.effects()) {
    const Event& event = facts.event(effect.event);
    const bool shadow = (event.flags & simulators::flag_shadow) != 0;
    if (shadow_since != no_event && effect.event >= shadow_since) exercised = true;
    if (!shadow) continue;
    exercised = true;
    if ((event.flags & simulators::flag_repeat) != 0) continue;
    const auto kind = static_cast<simulators::EffectKind>(event.detail);
    // All verbs but the first are the same as their nouns.
    const std::string_view verb =
        kind == simulators::EffectKind::authorise ? "authorise" : effect_name(kind);
    Verdict verdict = violated(
        fmt::format(
            "{}shadow traffic{} made {} {} {} for {} at {}", opening(facts, effect.event),
            effect.operation == nothing ? std::string()
                                        : " of " + operation_of_client(facts, effect.operation),
            side_name(facts, event.track, event.side), verb, money(facts, event.track, event.value),
            record_name(facts, effect.element), seconds(event.time)),
        "shadow isolation",
        Reason{fmt::format("{} only looks, for it is called as a shadow",
                           side_name(facts, event.track, event.side)),
               fmt::format("it did {} {}", verb, money(facts, event.track, event.value))});
    std::vector<EventId> events{effect.event};
    if (effect.operation != nothing) {
      events.push_back(facts.operations()[effect.operation].invoke);
    }
    verdict.witness = witness(std::move(events));
    verdict.phase = event.phase;
    verdict.subject = subject(facts, event.track, event.side);
    return verdict;
  }
  return holds(exercised);
}

}  // namespace rehearse::harness
