// D4: no phantom, no resurrected record.
//
//  - nobody reads a record, and no record is left, that nobody wrote;
//  - nothing is left of an operation that was refused or failed (unless the plan declares that the
//    application stops at a failing step and leaves the earlier ones);
//  - nothing that was deleted or undone comes back: not at the end, and not to a reader who began
//    after the client had been told.
#include <fmt/format.h>

#include <utility>

#include "harness/properties/order.hpp"
#include "harness/properties/verdicts.hpp"
#include "harness/properties/words.hpp"

namespace rehearse::harness {

using simulators::FinalRecord;

namespace {

Verdict seen_verdict(const Facts& facts, const ObserveFact& observe, std::string what,
                     std::string lost) {
  const Event& event = facts.event(observe.event);
  Verdict verdict =
      violated(fmt::format("{}{} saw {} at {} in {}: {}", opening(facts, observe.event),
                           operation_of_client(facts, observe.operation),
                           record_name(facts, observe.element), seconds(event.time),
                           side_name(facts, event.track, event.side), what),
               std::move(lost),
               Reason{fmt::format("{} shows of {} what somebody wrote and nobody took back",
                                  operation_name(facts, observe.operation),
                                  record_name(facts, observe.element)),
                      what});
  std::vector<EventId> events{observe.event};
  if (observe.operation != nothing) {
    events.push_back(facts.operations()[observe.operation].invoke);
  }
  if (observe.write != nothing) {
    events.push_back(facts.writes()[observe.write].first_commit);
    const OperationFact* operation = facts.operation_of(observe.write);
    if (operation != nullptr) events.push_back(operation->finish);
  }
  verdict.witness = witness(std::move(events));
  verdict.phase = event.phase;
  verdict.subject = subject(facts, event.track, event.side);
  return verdict;
}

/// The commit of the compensation of `write`.
EventId undone_at(const Facts& facts, WriteIndex write) {
  const OperationFact* operation = facts.operation_of(write);
  if (operation == nullptr) return no_event;
  for (WriteIndex w = operation->first_write; w != nothing;
       w = facts.writes()[w].next_of_operation) {
    if (facts.writes()[w].undoes == write) return facts.writes()[w].first_commit;
  }
  return no_event;
}

/// Read by somebody who began after the undoing was done and the client had been told; answers from
/// a cache may be as old as the cache is allowed to be.
bool read_after_undone(const Facts& facts, const ObserveFact& observe) {
  const WriteFact& write = facts.writes()[observe.write];
  if (!write.undone || write.add() || observe.operation == nothing) return false;
  const OperationFact* writer = facts.operation_of(observe.write);
  const EventId undone = undone_at(facts, observe.write);
  if (writer == nullptr || !writer->denied() || undone == no_event) return false;
  const OperationFact& reader = facts.operations()[observe.operation];
  const Time spare = allowance(facts, observe);
  return undone < reader.invoke && writer->finish < reader.invoke &&
         writer->finished + spare <= reader.invoked &&
         facts.event(undone).time + spare <= reader.invoked;
}

struct Leftover {
  ElementId element = nothing;
  Side side = Side::old_side;
  WriteIndex write = nothing;   // the record's
  WriteIndex eraser = nothing;  // what should have removed it
  enum { none, phantom, of_failed, resurrected } kind = none;
};

/// The latest acknowledged delete or undoing that left no record.
WriteIndex binding_erase(const Facts& facts, const ElementFact& element) {
  WriteIndex found = nothing;
  for (WriteIndex w = element.first; element.last_erase != nothing && w != nothing;
       w = facts.writes()[w].next_in_order) {
    const WriteFact& write = facts.writes()[w];
    if (!write.erases) continue;
    const OperationFact* operation = facts.operation_of(w);
    if (write.compensation || operation == nullptr || operation->ending == Ending::ok) found = w;
  }
  return found;
}

Leftover judge_final(const Facts& facts, ElementId id, Side side, bool stops) {
  const ElementFact& element = facts.elements()[id];
  const FinalRecord* record = facts.final_record(id, side);
  if (record == nullptr) return {};
  Leftover leftover{id, side, facts.find_write(record->write), nothing, Leftover::none};
  const bool initial = facts.known_initial(id, record->write);
  if (!initial && leftover.write == nothing) {
    leftover.kind = Leftover::phantom;
    return leftover;
  }
  if (!initial) {
    const WriteFact& write = facts.writes()[leftover.write];
    const OperationFact* operation = facts.operation_of(leftover.write);
    if (operation != nullptr && operation->denied() && !write.compensation && !stops) {
      leftover.kind = Leftover::of_failed;
      return leftover;
    }
  }
  leftover.eraser = binding_erase(facts, element);
  if (leftover.eraser == nothing) return {};
  const std::uint32_t position = initial ? 0 : facts.writes()[leftover.write].position;
  const bool unplaced = !initial && position == 0;
  if (unplaced || position >= facts.writes()[leftover.eraser].position) return {};
  leftover.kind = Leftover::resurrected;
  return leftover;
}

Verdict left_verdict(const Facts& facts, const Leftover& leftover) {
  const ElementFact& element = facts.elements()[leftover.element];
  const std::string name = record_name(facts, leftover.element);
  const std::string side = side_name(facts, element.track, leftover.side);
  const OperationFact* writer = facts.operation_of(leftover.write);
  std::vector<EventId> events;
  std::string text, lost = "no dirty data";
  if (leftover.kind == Leftover::phantom) {
    text = fmt::format("at the end {} has {} with content that nobody wrote", side, name);
    lost = "no phantom data";
  } else if (leftover.kind == Leftover::of_failed) {
    const OperationIndex index = facts.writes()[leftover.write].operation;
    text = fmt::format("{} was told at {} that {} had {}; at the end {} still has {} from it",
                       fmt::format("client {}", writer->client), seconds(writer->finished),
                       operation_name(facts, index),
                       writer->ending == Ending::refused ? "been refused" : "failed", side, name);
  } else {
    const WriteFact& eraser = facts.writes()[leftover.eraser];
    text = fmt::format("{} was {} at {}; at the end {} has it again", name,
                       eraser.compensation ? "taken back" : "deleted",
                       seconds(facts.event(eraser.first_commit).time), side);
    events.push_back(eraser.first_commit);
    const OperationFact* operation = facts.operation_of(leftover.eraser);
    if (operation != nullptr) events.push_back(operation->finish);
    lost = "durability of acknowledged deletes";
  }
  if (leftover.write != nothing) events.push_back(facts.writes()[leftover.write].first_commit);
  if (writer != nullptr) events.push_back(writer->finish);
  const auto& all = facts.history().events;
  EventId last = no_event;  // what put it there
  for (EventId i = 0; i < all.size(); ++i) {
    if (all[i].kind == EventKind::commit && all[i].track == element.track &&
        all[i].key == element.key && all[i].side == leftover.side) {
      last = i;
    }
  }
  events.push_back(last);
  Verdict verdict = violated(
      "", std::move(lost),
      Reason{
          fmt::format("at the end {} is not there {}", name,
                      leftover.kind == Leftover::phantom     ? "with content that nobody wrote"
                      : leftover.kind == Leftover::of_failed ? "from an operation that was denied"
                                                             : "any more"),
          fmt::format("{} has it", side)});
  verdict.witness = witness(std::move(events));
  const EventId place = last != no_event || verdict.witness.empty() ? last : verdict.witness.back();
  verdict.because = opening(facts, place) + text;
  if (place != no_event)
    verdict.phase = facts.event(place).phase;
  else
    verdict.because = fmt::format("In this run, {}", text);
  verdict.subject = subject(facts, element.track, leftover.side);
  return verdict;
}

}  // namespace

Verdict judge_no_phantom(const Facts& facts) {
  bool exercised = false;
  for (const ObserveFact& observe : facts.observes()) {
    const Event& event = facts.event(observe.event);
    if (event.write == 0) continue;
    exercised = true;
    if (observe.write == nothing) {
      if (facts.known_initial(observe.element, event.write)) continue;
      return seen_verdict(facts, observe, "nobody wrote that", "no phantom data");
    }
    if (read_after_undone(facts, observe)) {
      const OperationFact* writer = facts.operation_of(observe.write);
      return seen_verdict(
          facts, observe,
          fmt::format("{} had written it and {}, and it was undone before the read began",
                      operation_name(facts, facts.writes()[observe.write].operation),
                      ending_name(writer->ending)),
          "no dirty reads");
    }
  }
  if (!facts.has_final()) return not_settled(facts, exercised);
  const bool stops = facts.plan().application.on_step_failure == scenarios::OnStepFailure::stop;
  for (ElementId id = 0; id < facts.elements().size(); ++id) {
    const TrackIndex track = facts.elements()[id].track;
    if (track >= facts.tracks().size()) continue;
    const Sides sides = facts.authorities()[track];
    for (const Side side : {Side::old_side, Side::new_side}) {
      if (!sides.has(side)) continue;
      if (facts.final_record(id, side) != nullptr) exercised = true;
      const Leftover leftover = judge_final(facts, id, side, stops);
      if (leftover.kind == Leftover::none) continue;
      if (!facts.quiet() && leftover.kind != Leftover::phantom) return not_settled(facts, true);
      return left_verdict(facts, leftover);
    }
  }
  if (!facts.quiet()) return not_settled(facts, exercised);
  return holds(exercised);
}

}  // namespace rehearse::harness
