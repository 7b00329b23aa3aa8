#include "tests/harness/properties/corruptions.hpp"

#include <algorithm>
#include <vector>

#include "tests/harness/properties/plan_corruptions.hpp"

namespace rehearse::harness {

namespace {

using scenarios::OperationStepKind;
using simulators::EffectKind;
using simulators::FailureReason;
using simulators::FinalSide;
using simulators::WriteSource;

bool is_charge(const Event& event) {
  return event.kind == EventKind::effect && (event.flags & not_real) == 0 &&
         static_cast<EffectKind>(event.detail) == EffectKind::charge;
}

/// Inserts a copy of the event behind it, changed by `change`.
template <typename Change>
void repeat(History& history, const Event* event, Change change) {
  const auto place = event - history.events.data();
  Event copy = *event;
  change(copy);
  history.events.insert(history.events.begin() + place + 1, copy);
}

/// Acknowledged and there at the end on the side that answers, without fields that count.
const ElementFact* kept_element(const Facts& facts, bool counter) {
  for (ElementId id = 0; id < facts.elements().size(); ++id) {
    const ElementFact& element = facts.elements()[id];
    if (!facts.tracks()[element.track].records()) continue;
    if (facts.tracks()[element.track].counter != counter) continue;
    if (!counter && facts.last_acknowledged(id) == nothing) continue;
    const Sides sides = facts.authorities()[element.track];
    for (const Side side : {Side::old_side, Side::new_side}) {
      if (sides.has(side) && facts.final_record(id, side) != nullptr) return &element;
    }
  }
  return nullptr;
}

/// The records of the sides that answer for an element's track.
std::vector<FinalSide*> answering(const Facts& facts, History& history, TrackIndex track) {
  std::vector<FinalSide*> sides;
  auto& final = history.final.tracks[track];
  if (facts.authorities()[track].has(Side::old_side)) sides.push_back(&final.old_side);
  if (facts.authorities()[track].has(Side::new_side)) sides.push_back(&final.new_side);
  return sides;
}

/// Does something to the final record of an element, wherever it answers.
template <typename Change>
bool change_record(const Facts& facts, History& history, bool counter, Change change) {
  const ElementFact* const element = kept_element(facts, counter);
  if (element == nullptr) return false;
  for (FinalSide* side : answering(facts, history, element->track)) {
    for (auto record = side->records.begin(); record != side->records.end(); ++record) {
      if (record->key != element->key) continue;
      change(*side, record);
      break;
    }
  }
  return true;
}

// ---- availability and latency ----

bool fail_operations(History& history, std::size_t from, std::size_t count) {
  std::size_t finishes = 0, failed = 0;
  for (Event& event : history.events) {
    if (event.kind != EventKind::finish) continue;
    if (finishes++ < from || failed == count) continue;
    event.detail = static_cast<std::uint8_t>(simulators::Outcome::fail);
    event.extra = static_cast<std::int64_t>(FailureReason::timeout);
    ++failed;
  }
  return failed == count;
}

bool failures(const Facts&, History& history) { return fail_operations(history, 20, 3); }

bool late_answers(const Facts&, History& history) {
  // They were wanted ten seconds before they began.
  std::size_t late = 0;
  for (Event& event : history.events) {
    if (event.kind != EventKind::invoke || ++late > 200) continue;
    event.extra -= 10'000'000;
  }
  return late > 200;
}

// ---- durability and what is there ----

bool lost_write(const Facts& facts, History& history) {
  return change_record(facts, history, false,
                       [](FinalSide& side, auto record) { side.records.erase(record); });
}

bool other_content(const Facts& facts, History& history) {
  return change_record(facts, history, false, [](FinalSide&, auto record) {
    record->digest ^= 0xff;
    record->whole ^= 0xff;
  });
}

bool record_from_nowhere(const Facts& facts, History& history) {
  return change_record(facts, history, false, [](FinalSide& side, auto record) {
    FinalRecord phantom = *record;
    phantom.key = side.records.back().key + 1'000'000;
    phantom.write = simulators::write_id(0xfffffff, 0, false);
    side.records.push_back(phantom);
  });
}

bool read_of_nothing(const Facts& facts, History& history) {
  Event* const read = find_event(history, [&](const Event& event) {
    return event.kind == EventKind::observe && event.write != 0 &&
           facts.find_write(event.write) != nothing;
  });
  if (read == nullptr) return false;
  read->write = simulators::write_id(0xfffffff, 0, false);
  return true;
}

bool more_stock(const Facts& facts, History& history) {
  return change_record(facts, history, true, [](FinalSide&, auto record) { ++record->counter; });
}

/// What was written last has other content on the side that does not answer, where both are kept.
bool one_side_differs(const Facts& facts, History& history) {
  for (std::size_t i = facts.commits().size(); i-- > 0;) {
    const CommitFact& commit = facts.commits()[i];
    const ElementFact& element = facts.elements()[commit.element];
    const TrackFact& track = facts.tracks()[element.track];
    if (!track.records() || !track.migrates() || !facts.keeps_both(element.track)) continue;
    const bool old_answers = facts.authorities()[element.track].has(Side::old_side);
    const std::int32_t place = old_answers ? element.final_new : element.final_old;
    auto& final = history.final.tracks[element.track];
    FinalSide& other = old_answers ? final.new_side : final.old_side;
    if (place < 0 || !final.old_side.exists || !final.new_side.exists) continue;
    other.records[static_cast<std::size_t>(place)].digest ^= 0xff;
    return true;
  }
  return false;
}

// ---- effects ----

bool second_charge(const Facts&, History& history) {
  Event* const charge = find_event(history, is_charge);
  if (charge == nullptr) return false;
  repeat(history, charge, [](Event& again) { again.extra += 1'000'000; });
  return true;
}

bool other_amount(const Facts&, History& history) {
  Event* const charge = find_event(history, is_charge);
  if (charge == nullptr) return false;
  ++charge->value;
  return true;
}

bool same_serial(const Facts&, History& history) {
  Event* const first = find_event(history, is_charge);
  if (first == nullptr) return false;
  Event* const second = find_event(history, [&](const Event& event) {
    return is_charge(event) && event.key != first->key && event.side == first->side;
  });
  if (second == nullptr) return false;
  second->extra = first->extra;
  return true;
}

bool shadow_charge(const Facts&, History& history) {
  Event* const charge = find_event(history, is_charge);
  if (charge == nullptr) return false;
  repeat(history, charge, [](Event& again) {
    again.flags |= simulators::flag_shadow;
    again.side = scenarios::other(again.side);
    again.extra += 1'000'000;
  });
  return true;
}

bool same_key(const Facts& facts, History& history) {
  const WriteFact* inserts[2] = {nullptr, nullptr};
  for (const WriteFact& write : facts.writes()) {
    if (write.kind != OperationStepKind::insert || write.first_commit == no_event) continue;
    if (write.operation == nothing || write.undone || write.compensation) continue;
    if (facts.operations()[write.operation].ending != Ending::ok) continue;
    if (inserts[0] == nullptr) {
      inserts[0] = &write;
    } else if (facts.elements()[write.element].track ==
               facts.elements()[inserts[0]->element].track) {
      inserts[1] = &write;
      break;
    }
  }
  if (inserts[1] == nullptr) return false;
  const ElementFact& taken = facts.elements()[inserts[0]->element];
  for (Event& event : history.events) {
    if (event.write == inserts[1]->id && event.track == taken.track) event.key = taken.key;
  }
  return true;
}

// ---- sessions and order ----

/// Makes a read show the write before the one that it saw.
bool show_older(const Facts& facts, const ObserveFact& observe, History& history) {
  const ElementFact& element = facts.elements()[observe.element];
  for (WriteIndex w = element.first; w != nothing; w = facts.writes()[w].next_in_order) {
    const WriteFact& write = facts.writes()[w];
    if (write.position + 1 != facts.writes()[observe.write].position) continue;
    if (write.undone || write.erases) return false;
    history.events[observe.event].write = write.id;
    return true;
  }
  return false;
}

/// Whether a client read a write of another operation, confirmed by now, that replaced another.
bool reads_later_write(const Facts& facts, const ObserveFact& observe) {
  const bool cached = (facts.event(observe.event).flags & simulators::flag_cached) != 0;
  if (observe.operation == nothing || observe.write == nothing || cached) return false;
  const WriteFact& seen = facts.writes()[observe.write];
  if (seen.position < 2 || seen.operation == nothing || seen.add()) return false;
  return facts.operations()[seen.operation].ending == Ending::ok;
}

/// Makes a read show the write before the last one that it must have known; `own`: of its client.
bool older_read(const Facts& facts, History& history, bool own) {
  for (const ObserveFact& observe : facts.observes()) {
    if (!reads_later_write(facts, observe)) continue;
    const OperationFact& reader = facts.operations()[observe.operation];
    const OperationFact& writer = *facts.operation_of(observe.write);
    if (writer.finish > reader.invoke || (writer.client == reader.client) != own) continue;
    if (show_older(facts, observe, history)) return true;
  }
  return false;
}

/// The writer never learns that its write is done; one client sees it, and then another does not.
bool shown_then_hidden(const Facts& facts, History& history) {
  for (const ObserveFact& observe : facts.observes()) {
    if (!reads_later_write(facts, observe)) continue;
    const OperationFact& reader = facts.operations()[observe.operation];
    const OperationFact& writer = *facts.operation_of(observe.write);
    const auto saw_before = [&](const ObserveFact& other) {
      if (other.write != observe.write || !reads_later_write(facts, other)) return false;
      const OperationFact& before = facts.operations()[other.operation];
      return before.ending == Ending::ok && before.finish < reader.invoke &&
             before.client != reader.client && &before != &writer;
    };
    if (writer.client == reader.client) continue;
    if (std::none_of(facts.observes().begin(), facts.observes().end(), saw_before)) continue;
    if (!show_older(facts, observe, history)) continue;
    history.events[writer.finish].detail = static_cast<std::uint8_t>(simulators::Outcome::info);
    return true;
  }
  return false;
}

bool own_write_missed(const Facts& facts, History& history) {
  return older_read(facts, history, true);
}

bool stale_read(const Facts& facts, History& history) { return older_read(facts, history, false); }

/// One read of a client that was served by the other side all the while.
bool other_side(const Facts& facts, History& history) {
  for (std::size_t i = facts.observes().size(); i-- > 0;) {
    const ObserveFact& observe = facts.observes()[i];
    if (observe.operation == nothing) continue;
    Event& event = history.events[observe.event];
    const OperationFact& reader = facts.operations()[observe.operation];
    const bool migrates = facts.tracks()[event.track].migrates();
    const StageFact& stage = facts.stage_at(event.track, observe.event);
    if (!migrates || (event.flags & simulators::flag_cached) != 0) continue;
    if (reader.invoked < stage.settled || stage.until != no_event) continue;
    const Side before = event.side;
    // Somebody of the same client must have been served before, in the same stage.
    for (std::size_t k = 0; k < i; ++k) {
      const ObserveFact& other = facts.observes()[k];
      if (other.operation == nothing || other.operation == observe.operation) continue;
      const Event& earlier = facts.event(other.event);
      const OperationFact& one = facts.operations()[other.operation];
      if (one.client != reader.client || earlier.track != event.track) continue;
      if (one.invoked < stage.settled || earlier.side != before) continue;
      event.side = scenarios::other(before);
      return true;
    }
  }
  return false;
}

/// Three writes to one key, in one stage, on sides that alternate.
bool two_authorities(const Facts& facts, History& history) {
  std::vector<std::vector<EventId>> commits(facts.elements().size());
  for (const CommitFact& commit : facts.commits()) {
    const Event& event = facts.event(commit.event);
    if ((event.flags & simulators::flag_one_transaction) != 0) continue;
    if (!facts.tracks()[event.track].migrates()) continue;
    auto& of_key = commits[commit.element];
    const EventId published = facts.stage_at(event.track, commit.event).event;
    const auto earlier = [&](EventId other) {
      return facts.stage_at(event.track, other).event != published;
    };
    if (!of_key.empty() && earlier(of_key.back())) of_key.clear();
    of_key.push_back(commit.event);
    if (of_key.size() < 3) continue;
    Event& middle = history.events[of_key[of_key.size() - 2]];
    middle.side = scenarios::other(middle.side);
    return true;
  }
  return false;
}

}  // namespace

std::span<const Corruption> all_corruptions() {
  static constexpr Corruption corruptions[] = {
      {"three operations fail", "A1", failures},
      {"answers come ten seconds late", "A2", late_answers},
      {"an acknowledged write is missing at the end", "D1", lost_write},
      {"a record has other content at the end", "D1", other_content},
      {"a charge happens twice", "D2", second_charge},
      {"the sides differ where both are kept", "D3", one_side_differs},
      {"a read shows what nobody wrote", "D4", read_of_nothing},
      {"a record is left that nobody wrote", "D4", record_from_nowhere},
      {"the stock is one more at the end", "D5", more_stock},
      {"a charge is of another amount", "D5", other_amount},
      {"two orders get one key", "D6", same_key},
      {"two charges get one serial number", "D6", same_serial},
      {"a client reads what it had overwritten", "C1", own_write_missed},
      {"a client is served by the other side once", "C1", other_side},
      {"a read shows what had been overwritten", "C2", stale_read},
      {"a read hides what another client was shown, and no one was told", "C2", shown_then_hidden},
      {"writes to one key alternate between the sides", "C2", two_authorities},
      {"the old side lacks a write after a rollback", "R1", old_lacks_a_write},
      {"the old table is gone after a rollback", "R1", old_table_gone},
      {"a rollback is not finished", "R2", rollback_gave_up},
      {"an operation is never answered", "L1", never_answered},
      {"the plan gets stuck", "L1", plan_stuck},
      {"a gate passed although the sides differed", "V1", gate_was_wrong},
      {"a gate passed without samples", "V2", gate_without_data},
      {"shadow traffic charges", "I1", shadow_charge},
      {"an operation meets a missing table", "X1", table_missing},
      {"a read gives other content than was written", "X1", wrong_content},
  };
  return corruptions;
}

}  // namespace rehearse::harness
