// C2: every key has one write authority at a time, and no read is stale.
//
// Per key the order of the writes is known (first commits), so the logical record is linearizable
// across the cut-over exactly when no read, begun after a later write had been acknowledged to
// anybody, still shows an earlier one: checked directly in O(n). Answers from a cache may be as old
// as its declared time to live.
// Authority: first writes to one key that go old, new, old (or new, old, new) with no new stage
// published for the track in between had two writers at a time. Writes that change both sides in
// one transaction have no first side and are left out.
#include <fmt/format.h>

#include "harness/properties/order.hpp"
#include "harness/properties/verdicts.hpp"
#include "harness/properties/words.hpp"

namespace rehearse::harness {

namespace {

/// What a read has to show at least.
std::string expected_words(const Facts& facts, const AckFact* ack) {
  if (ack == nullptr) return "what had been there since before the run";
  const WriteFact& write = facts.writes()[ack->latest];
  if (write.operation == nothing) return "what had been written beside the application";
  const std::string writer = operation_name(facts, write.operation);
  return write.erases ? fmt::format("that {} has deleted it", writer)
                      : fmt::format("what {} had written", writer);
}

Verdict stale_verdict(const Facts& facts, const ObserveFact& observe, const AckFact* ack) {
  const Event& event = facts.event(observe.event);
  const OperationFact& reader = facts.operations()[observe.operation];
  std::string known = "it had been there since before the run";
  std::vector<EventId> events{reader.invoke, observe.event};
  if (ack != nullptr) {
    const WriteFact& write = facts.writes()[ack->latest];
    const OperationFact* writer = facts.operation_of(ack->latest);
    events.push_back(write.first_commit);
    events.push_back(ack->event);
    known = writer == nullptr
                ? fmt::format("a later one had been written at {}", seconds(ack->time))
                : fmt::format("{} had {} it and was confirmed at {}",
                              operation_of_client(facts, write.operation),
                              write.erases ? "deleted" : "written", seconds(writer->finished));
  }
  if (observe.write != nothing) events.push_back(facts.writes()[observe.write].first_commit);
  Verdict verdict = violated(
      fmt::format("{}{}, begun at {}, read {} in {} and saw {}, although {}",
                  opening(facts, observe.event), operation_of_client(facts, observe.operation),
                  seconds(reader.invoked), record_name(facts, observe.element),
                  side_name(facts, event.track, event.side), seen_words(facts, observe), known),
      "linearizability of the record",
      Reason{fmt::format("{} shows of {} {}, or something later",
                         operation_name(facts, observe.operation),
                         record_name(facts, observe.element), expected_words(facts, ack)),
             fmt::format("it shows {}", seen_words(facts, observe))});
  verdict.witness = witness(std::move(events));
  verdict.phase = event.phase;
  verdict.subject = subject(facts, event.track, event.side);
  return verdict;
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
  for (const ObserveFact& observe : facts.observes()) {
    if (observe.operation == nothing) continue;
    const AckFact* ack = binding_ack(facts, observe);
    if (ack == nullptr && !facts.elements()[observe.element].initial) continue;
    exercised = exercised || ack != nullptr;
    if (contradicts(facts, observe, ack == nullptr ? nothing : ack->latest)) {
      return stale_verdict(facts, observe, ack);
    }
  }
  return judge_writers(facts, exercised);
}

}  // namespace rehearse::harness
