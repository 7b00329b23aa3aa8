#include "harness/properties/durability.hpp"

#include <fmt/format.h>

#include <utility>

#include "harness/properties/verdicts.hpp"
#include "harness/properties/words.hpp"

namespace rehearse::harness {

using scenarios::OperationStepKind;

namespace {

/// Whether the record carries other content than its write put there. Not decidable where a counter
/// changes content under the same write. Where the transform may lose some it is asked only if
/// `exact`: whether the old shape has all of it.
bool other_content(const Facts& facts, const ElementFact& element, WriteIndex write,
                   const FinalRecord& record, bool exact) {
  const TrackFact& track = facts.tracks()[element.track];
  if (track.counter || !record.representable || record.digest == 0) return false;
  if (track.lossy) {
    const std::uint32_t whole = write == nothing ? 0 : facts.writes()[write].whole;
    return exact && whole != 0 && record.whole != 0 && whole != record.whole;
  }
  const std::uint64_t digest =
      write == nothing ? element.initial_digest : facts.writes()[write].digest;
  return digest != 0 && digest != record.digest;
}

bool judge_record(const Facts& facts, ElementId id, WriteIndex write, Side side, bool exact,
                  Loss& loss) {
  const ElementFact& element = facts.elements()[id];
  const std::uint32_t position = write == nothing ? 0 : facts.writes()[write].position;
  loss = {id, write, side, LossKind::missing, nullptr};
  if (!facts.final_side(element.track, side).exists) {
    loss.kind = LossKind::no_table;
    return true;
  }
  const FinalRecord* record = facts.final_record(id, side);
  loss.found = record;
  if (record == nullptr) return !facts.erased_after(id, position, no_event, false);
  loss.kind = LossKind::older;
  if (facts.known_initial(id, record->write)) {
    if (write != nothing) return true;
    loss.kind = LossKind::content;
    return other_content(facts, element, write, *record, exact);
  }
  const WriteIndex carried = facts.find_write(record->write);
  if (carried == nothing) return true;  // overwritten by nobody's write
  if (carried == write) {
    loss.kind = LossKind::content;
    return other_content(facts, element, write, *record, exact);
  }
  const std::uint32_t found = facts.writes()[carried].position;
  return found != 0 && found < position;
}

/// An acknowledged write that no application commit was seen of has no place in the order. It is
/// lost for certain when what is there was there before its operation began.
bool judge_uncommitted(const Facts& facts, WriteIndex index, Side side, Loss& loss) {
  const WriteFact& write = facts.writes()[index];
  const EventId invoke = facts.operations()[write.operation].invoke;
  const auto earlier = [&](WriteIndex other) {
    const EventId commit = facts.writes()[other].first_commit;
    return commit != no_event && commit < invoke;
  };
  const ElementFact& element = facts.elements()[write.element];
  loss = {write.element, index, side, LossKind::missing, nullptr};
  if (!facts.final_side(element.track, side).exists) {
    loss.kind = LossKind::no_table;
    return write.kind != OperationStepKind::erase;
  }
  const FinalRecord* record = facts.final_record(write.element, side);
  loss.found = record;
  if (record == nullptr) {
    if (write.kind == OperationStepKind::erase || write.kind == OperationStepKind::update) {
      return false;  // nothing to erase or to update
    }
    return element.last_erase == nothing || earlier(element.last_erase);
  }
  if (write.kind == OperationStepKind::erase || record->write == write.id) return false;
  loss.kind = LossKind::older;
  if (facts.known_initial(write.element, record->write)) return true;
  const WriteIndex carried = facts.find_write(record->write);
  return carried == nothing || earlier(carried);
}

void count(const Facts& facts, const Loss& loss, LossScan& scan) {
  ++scan.lost;
  const TrackIndex track = facts.elements()[loss.element].track;
  if (!facts.quiet() && !facts.nothing_pending(track)) ++scan.unsettled;
  const bool better =
      scan.first.element == nothing || (scan.first.write == nothing && loss.write != nothing);
  if (better) scan.first = loss;
}

/// Whether one of these sides has lost the write at the end; then `loss` is that of the first.
bool find_loss(const Facts& facts, ElementId id, WriteIndex write, Sides sides, bool exact,
               Loss& loss) {
  const bool placed = write == nothing || facts.writes()[write].position != 0;
  for (const Side side : {Side::old_side, Side::new_side}) {
    if (!sides.has(side)) continue;
    if (placed ? judge_record(facts, id, write, side, exact, loss)
               : judge_uncommitted(facts, write, side, loss))
      return true;
  }
  return false;
}

}  // namespace

LossScan find_losses(const Facts& facts, const std::vector<Sides>& wanted, bool exact) {
  LossScan scan;
  const auto elements = facts.elements();
  Loss loss;
  const auto judge = [&](ElementId id, WriteIndex write, Sides sides) {
    ++scan.judged;
    if (find_loss(facts, id, write, sides, exact, loss)) count(facts, loss, scan);
  };
  for (ElementId id = 0; id < elements.size(); ++id) {
    const ElementFact& element = elements[id];
    if (element.track >= facts.tracks().size()) continue;
    const Sides sides = wanted[element.track];
    if (!sides.old_side && !sides.new_side) continue;
    const WriteIndex write = facts.last_acknowledged(id);
    if (write == nothing ? !element.initial : facts.writes()[write].erases) continue;
    judge(id, write, sides);
  }
  for (const WriteIndex write : facts.uncommitted()) {
    const ElementId id = facts.writes()[write].element;
    if (id == nothing || elements[id].track >= wanted.size()) continue;
    const Sides sides = wanted[elements[id].track];
    if (sides.old_side || sides.new_side) judge(id, write, sides);
  }
  return scan;
}

bool lost_at_end(const Facts& facts, ElementId id, WriteIndex write) {
  Loss loss;
  return find_loss(facts, id, write, facts.authorities()[facts.elements()[id].track], false, loss);
}

EventId last_commit_at(const Facts& facts, ElementId id, Side side) {
  const ElementFact& element = facts.elements()[id];
  const auto& events = facts.history().events;
  for (EventId i = static_cast<EventId>(events.size()); i-- > 0;) {
    const Event& event = events[i];
    if (event.kind == EventKind::commit && event.track == element.track &&
        event.key == element.key && event.side == side) {
      return i;
    }
  }
  return no_event;
}

namespace {

/// The commit that replaced a newer record by an older one, if one did.
EventId overwriter(const Facts& facts, const Loss& loss) {
  if (loss.kind != LossKind::older || loss.found == nullptr) return no_event;
  const EventId last = last_commit_at(facts, loss.element, loss.side);
  if (last == no_event || facts.event(last).write != loss.found->write) return no_event;
  if (loss.write != nothing && facts.writes()[loss.write].first_commit > last) return no_event;
  return last;
}

std::string fate(const Facts& facts, const Loss& loss, EventId culprit) {
  const TrackIndex track = facts.elements()[loss.element].track;
  const std::string side = side_name(facts, track, loss.side);
  switch (loss.kind) {
    case LossKind::no_table:
      return side + " is not there";
    case LossKind::missing:
      return side + " does not have it";
    case LossKind::content:
      return side + " has it with other content";
    case LossKind::older:
      break;
  }
  if (culprit == no_event) return side + " has an older version of it";
  const Event& event = facts.event(culprit);
  return fmt::format("{} has an older version of it, put there by {} at {}", side,
                     source_name(static_cast<simulators::WriteSource>(event.detail)),
                     seconds(event.time));
}

/// "as checkout (operation 41) left it".
std::string left_by(const Facts& facts, WriteIndex write) {
  if (write == nothing) return "as it was before the run";
  const OperationIndex operation = facts.writes()[write].operation;
  return operation == nothing ? "as it was written beside the application"
                              : fmt::format("as {} left it", operation_name(facts, operation));
}

EventId to_blame(const Facts& facts, const Loss& loss, EventId culprit) {
  if (culprit != no_event) return culprit;
  if (loss.write == nothing) return no_event;
  const OperationFact* operation = facts.operation_of(loss.write);
  return operation == nullptr ? facts.writes()[loss.write].first_commit : operation->finish;
}

}  // namespace

std::string tell(const Facts& facts, const LossScan& scan) {
  const Loss& loss = scan.first;
  const EventId culprit = overwriter(facts, loss);
  const std::string name = record_name(facts, loss.element);
  std::string more;
  if (scan.lost > 1) more = fmt::format(" ({} lost in all)", counted(scan.lost, "record"));
  if (loss.write == nothing) {
    const std::string opened = culprit == no_event ? "" : opening(facts, culprit);
    return fmt::format("{}{} was there before the run; at the end {}{}", opened, name,
                       fate(facts, loss, culprit), more);
  }
  const OperationFact* operation = facts.operation_of(loss.write);
  const std::string opened = opening(facts, to_blame(facts, loss, culprit));
  if (operation == nullptr) {
    return fmt::format("{}{} was written beside the application at {}; at the end {}{}", opened,
                       name, seconds(facts.event(facts.writes()[loss.write].first_commit).time),
                       fate(facts, loss, culprit), more);
  }
  return fmt::format("{}{} was confirmed to client {} at {}; at the end {}{}", opened, name,
                     operation->client, seconds(operation->finished), fate(facts, loss, culprit),
                     more);
}

Verdict lost_verdict(const Facts& facts, const LossScan& scan, std::string lost) {
  const Loss& loss = scan.first;
  const EventId culprit = overwriter(facts, loss);
  Verdict verdict =
      violated(tell(facts, scan), std::move(lost),
               Reason{fmt::format("at the end {} is there {}, or in a later state",
                                  record_name(facts, loss.element), left_by(facts, loss.write)),
                      fmt::format("at the end {}", fate(facts, loss, culprit))});
  std::vector<EventId> events{culprit};
  if (loss.write != nothing) {
    events.push_back(facts.writes()[loss.write].first_commit);
    if (const OperationFact* operation = facts.operation_of(loss.write)) {
      events.push_back(operation->invoke);
      events.push_back(operation->finish);
    }
  } else if (culprit == no_event) {
    // Nothing was done to the record itself: the last move of authority is what hid it.
    events.push_back(facts.stage_at(facts.elements()[loss.element].track, no_event).event);
  }
  verdict.witness = witness(std::move(events));
  const EventId place = to_blame(facts, loss, culprit);
  if (place != no_event)
    verdict.phase = facts.event(place).phase;
  else if (!verdict.witness.empty())
    verdict.phase = facts.event(verdict.witness[0]).phase;
  verdict.subject = subject(facts, facts.elements()[loss.element].track, loss.side);
  verdict.measured = scan.lost;
  return verdict;
}

}  // namespace rehearse::harness
