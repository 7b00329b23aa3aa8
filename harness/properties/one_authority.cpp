// C2: every key has one write authority at a time, and no read is stale.
//
// Per key the order of the writes is known (first commits), so the logical record is linearizable
// across the cut-over exactly when no read, begun after a later write had been acknowledged to its
// writer or shown to anybody, still shows an earlier one: checked directly, in O(n) unless much was
// shown before it was told. Nor is what was shown gone at the end. Answers from a cache may be as
// old as its declared time to live.
//
// Authority: first writes to one key that go old, new, old (or new, old, new) with no new stage
// published for the track in between had two writers at a time. Writes that change both sides in
// one transaction have no first side and are left out.
#include <fmt/format.h>

#include "harness/properties/durability.hpp"
#include "harness/properties/order.hpp"
#include "harness/properties/verdicts.hpp"
#include "harness/properties/words.hpp"

namespace rehearse::harness {

namespace {

/// What the reader came after, and who says so.
struct Known {
  WriteIndex write = nothing;  ///< `nothing`: the record from before the run.
  EventId since = no_event;    ///< The end of the writer, or of who was shown the write.
  const ShownFact* shown = nullptr;
};

/// What a read has to show at least.
std::string expected_words(const Facts& facts, const Known& known) {
  if (known.write == nothing) return "what had been there since before the run";
  const WriteFact& write = facts.writes()[known.write];
  if (write.operation == nothing) return "what had been written beside the application";
  const std::string writer = operation_name(facts, write.operation);
  return write.erases ? fmt::format("that {} has deleted it", writer)
                      : fmt::format("what {} had written", writer);
}

std::string known_words(const Facts& facts, const Known& known) {
  if (known.write == nothing) return "it had been there since before the run";
  const WriteFact& write = facts.writes()[known.write];
  const std::string since = seconds(facts.event(known.since).time);
  if (known.shown != nullptr) {
    return fmt::format("{} had been shown {} and ended at {}",
                       operation_of_client(facts, known.shown->reader),
                       expected_words(facts, known), since);
  }
  if (write.operation == nothing) return fmt::format("a later one had been written at {}", since);
  return fmt::format("{} had {} it and was confirmed at {}",
                     operation_of_client(facts, write.operation),
                     write.erases ? "deleted" : "written", since);
}

Verdict stale_verdict(const Facts& facts, const ObserveFact& observe, const Known& known) {
  const Event& event = facts.event(observe.event);
  const OperationFact& reader = facts.operations()[observe.operation];
  std::vector<EventId> events{reader.invoke, observe.event};
  if (known.write != nothing) {
    events.push_back(facts.writes()[known.write].first_commit);
    events.push_back(known.since);
    if (known.shown != nullptr) events.push_back(known.shown->observed);
  }
  if (observe.write != nothing) events.push_back(facts.writes()[observe.write].first_commit);
  Verdict verdict = violated(
      fmt::format("{}{}, begun at {}, read {} in {} and saw {}, although {}",
                  opening(facts, observe.event), operation_of_client(facts, observe.operation),
                  seconds(reader.invoked), record_name(facts, observe.element),
                  side_name(facts, event.track, event.side), seen_words(facts, observe),
                  known_words(facts, known)),
      "linearizability of the record",
      Reason{fmt::format("{} shows of {} {}, or something later",
                         operation_name(facts, observe.operation),
                         record_name(facts, observe.element), expected_words(facts, known)),
             fmt::format("it shows {}", seen_words(facts, observe))});
  verdict.witness = witness(std::move(events));
  verdict.phase = event.phase;
  verdict.subject = subject(facts, event.track, event.side);
  return verdict;
}

Verdict forgotten_verdict(const Facts& facts, const ShownFact& shown) {
  const Known known{shown.latest, shown.event, &shown};
  const std::string name = record_name(facts, shown.element);
  Verdict verdict =
      violated(fmt::format("{}{} had been shown of {} {}; at the end neither that nor "
                           "anything later is there",
                           opening(facts, shown.observed), operation_of_client(facts, shown.reader),
                           name, expected_words(facts, known)),
               "durability of what was shown",
               Reason{fmt::format("at the end {} shows {}, or something later", name,
                                  expected_words(facts, known)),
                      "it shows an older state"});
  verdict.witness =
      witness({facts.writes()[shown.latest].first_commit, shown.observed,
               facts.operations()[shown.reader].invoke, facts.operations()[shown.reader].finish});
  const Event& event = facts.event(shown.observed);
  verdict.phase = event.phase;
  verdict.subject = track_name(facts, event.track);
  return verdict;
}

/// What somebody was shown and nobody was told is not D1's; yet who looks at the end must see it.
const ShownFact* forgotten(const Facts& facts, const ShownBeforeTold& shown) {
  if (!facts.has_final() || !facts.quiet()) return nullptr;
  for (const ShownFact& fact : shown.all()) {
    if (!shown.is_newest(fact) || facts.writes()[fact.latest].erases) continue;
    const WriteIndex told = facts.last_acknowledged(fact.element);
    const auto position = [&](WriteIndex write) { return facts.writes()[write].position; };
    if (told != nothing && position(told) >= position(fact.latest)) continue;
    if (lost_at_end(facts, fact.element, fact.latest)) return &fact;
  }
  return nullptr;
}

Verdict two_writers(const Facts& facts, EventId first, EventId second, EventId third,
                    ElementId element) {
  const Event& b = facts.event(second);
  const Event& c = facts.event(third);
  Verdict verdict = violated(
      fmt::format("{}{} was written first in {} at {}, in {} at {} and again in {} at {}, and no "
                  "stage was published in between: it had two write authorities at a time",
                  opening(facts, third), record_name(facts, element),
                  side_name(facts, c.track, c.side), seconds(facts.event(first).time),
                  side_name(facts, b.track, b.side), seconds(b.time),
                  side_name(facts, c.track, c.side), seconds(c.time)),
      "a single write authority",
      Reason{fmt::format(
                 "from {} to {} {} is written first at one side, since nothing was published",
                 seconds(facts.event(first).time), seconds(c.time), record_name(facts, element)),
             "both sides were written first in turn"});
  verdict.witness = witness({first, second, third});
  verdict.phase = c.phase;
  verdict.subject = track_name(facts, c.track);
  return verdict;
}

/// The sides that an element's first writes came from: the last two changes of side.
Verdict judge_writers(const Facts& facts, bool exercised) {
  auto& before = facts.scratch().first;    // by element: last first-write on the side before
  auto& current = facts.scratch().second;  // by element: last first-write
  before.assign(facts.elements().size(), nothing);
  current.assign(facts.elements().size(), nothing);
  for (const CommitFact& commit : facts.commits()) {
    const Event& event = facts.event(commit.event);
    if ((event.flags & simulators::flag_one_transaction) != 0) continue;
    std::uint32_t& last = current[commit.element];
    std::uint32_t& other = before[commit.element];
    if (last != nothing && facts.event(last).side != event.side) {
      exercised = true;
      if (other != nothing) {
        const EventId published = facts.stage_at(event.track, commit.event).event;
        if (published == no_event || published < other) {
          return two_writers(facts, other, last, commit.event, commit.element);
        }
      }
      other = last;
    }
    last = commit.event;
  }
  return holds(exercised);
}

}  // namespace

Verdict judge_one_authority(const Facts& facts) {
  bool exercised = false;
  const ShownBeforeTold shown(facts);
  for (const ObserveFact& observe : facts.observes()) {
    if (observe.operation == nothing) continue;
    const AckFact* ack = binding_ack(facts, observe);
    const ShownFact* seen = shown.binding(observe);
    exercised = exercised || ack != nullptr || seen != nullptr;
    if (ack != nullptr && contradicts(facts, observe, ack->latest)) {
      return stale_verdict(facts, observe, {ack->latest, ack->event, nullptr});
    }
    if (seen != nullptr && contradicts(facts, observe, seen->latest)) {
      return stale_verdict(facts, observe, {seen->latest, seen->event, seen});
    }
    const bool initial = ack == nullptr && facts.elements()[observe.element].initial;
    if (initial && contradicts(facts, observe, nothing)) {
      return stale_verdict(facts, observe, {});
    }
  }
  if (const ShownFact* fact = forgotten(facts, shown)) return forgotten_verdict(facts, *fact);
  return judge_writers(facts, exercised);
}

}  // namespace rehearse::harness
