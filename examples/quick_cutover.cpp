/// E1: a cut-over lasts at most 20 ms, whatever happens.
#include "harness/properties/verdicts.hpp"
#include "harness/properties/words.hpp"
#include "own.hpp"

using namespace rehearse::harness;

namespace {

Verdict judge_quick_cutover(const Facts& facts) {
  bool seen = false;
  EventId begun = no_event;
  for (const EventId id : facts.conductor()) {
    const Event& event = facts.event(id);
    const bool cutover = facts.plan().phases.size() > event.phase &&
                         facts.plan().phases[event.phase].name == "cutover";
    if (cutover && event.kind == EventKind::phase_begin) begun = id;
    if (!cutover || event.kind != EventKind::phase_end || begun == no_event) continue;
    seen = true;
    const Time took = event.time - facts.event(begun).time;
    if (took <= 20'000) continue;
    Verdict verdict = violated("The cut-over took " + length(took) + ", and 20 ms are allowed",
                               "a short cut-over", {"it took too long", "it was to be short"});
    verdict.phase = event.phase;
    verdict.witness = {begun, id};
    return verdict;
  }
  return holds(seen);  // not exercised by a run that never cut over
}

}  // namespace

void add_quick_cutover() {
  add_property(
      {"E1", "quick_cutover", "objective", "a cut-over lasts at most 20 ms", judge_quick_cutover});
}
