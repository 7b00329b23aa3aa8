#include "harness/properties/facts.hpp"

#include <algorithm>

#include "scenarios/ensure.hpp"

namespace rehearse::harness {

using scenarios::OperationStepKind;
using simulators::WriteSource;

namespace {
// Operation ids are positions in an arrival schedule, so a dense table by id is small.
constexpr OperationId most_operations = OperationId{1} << 26U;
}  // namespace

Facts::Facts(const scenarios::Plan& plan, const scenarios::Scenario& scenario)
    : plan_(&plan), scenario_(&scenario) {
  read_plan();
  read_conditions();
}

Facts::Facts(const scenarios::Plan& plan, const scenarios::Scenario& scenario,
             const History& history)
    : Facts(plan, scenario) {
  rebuild(history);
}

void Facts::clear() {
  operations_.clear();
  operation_slots_.clear();
  writes_.clear();
  elements_.clear();
  element_index_.clear();
  acks_.clear();
  observes_.clear();
  commits_.clear();
  effects_.clear();
  webhooks_.clear();
  stages_.clear();
  current_stage_.clear();
  finishes_.clear();
  uncommitted_.clear();
  conductor_.clear();
  failed_calls_.clear();
  asked_again_.clear();
  processes_.clear();
  faults_.clear();
  fault_ends_.clear();
}

void Facts::rebuild(const History& history, std::span<const OperationId> excused) {
  history_ = &history;
  excused_ = excused;
  clear();
  read_nodes();
  begin_stages();
  read_initial();
  const auto& events = history.events;
  REHEARSE_ENSURE(events.size() < no_event);
  for (EventId id = 0; id < events.size(); ++id) read(id, events[id]);
  read_final();
  settle_stages();
}

void Facts::read_initial() {
  for (const simulators::InitialRecord& record : history_->initial) {
    if (record.track >= tracks_.size()) continue;
    ElementFact& fact = elements_[element(record.track, record.key)];
    fact.initial = true;
    fact.initial_counter = record.counter;
    fact.initial_digest = record.digest;
  }
}

void Facts::read(EventId id, const Event& event) {
  switch (event.kind) {
    case EventKind::invoke:
      return read_invoke(id, event);
    case EventKind::intend:
      return read_intend(id, event);
    case EventKind::finish:
      return read_finish(id, event);
    case EventKind::commit:
      return read_commit(id, event);
    case EventKind::observe:
      if (event.track >= tracks_.size()) return;
      observes_.push_back({id, operation_index(event.operation), element(event.track, event.key),
                           event.write == 0 ? nothing : find_write(event.write)});
      return;
    case EventKind::effect:
      if (event.track >= tracks_.size()) return;
      effects_.push_back({id, element(event.track, event.key), operation_index(event.operation)});
      return;
    case EventKind::webhook:
      if (event.track >= tracks_.size()) return;
      webhooks_.push_back({id, element(event.track, event.key), operation_index(event.operation)});
      return;
    case EventKind::call_failed:
      failed_calls_.push_back(id);
      return;
    case EventKind::asked_again:
      asked_again_.push_back(id);
      return;
    case EventKind::flags_seen:
    case EventKind::node_down:
    case EventKind::node_up:
      processes_.push_back(id);
      return;
    case EventKind::fault_begin:
    case EventKind::fault_end:
      faults_.push_back(id);
      return;
    case EventKind::authority:
      read_authority(id, event);
      conductor_.push_back(id);
      return;
    case EventKind::segment:
      for (TrackIndex track = 0; track < tracks_.size(); ++track) {
        // The step that is told right after its own publication ends nothing.
        const std::int64_t percent = stages_[current_stage_[track]].percent;
        if (percent < 100 && percent != event.value) end_stage(track, id);
      }
      conductor_.push_back(id);
      return;
    case EventKind::skip:
    case EventKind::second_failed:
    case EventKind::repair_queued:
    case EventKind::shadow_compared:
      return;
    default:
      conductor_.push_back(id);
      return;
  }
}

void Facts::read_invoke(EventId id, const Event& event) {
  REHEARSE_ENSURE(event.operation < most_operations);
  const std::size_t slot = static_cast<std::size_t>(event.operation);
  if (slot >= operation_slots_.size()) operation_slots_.resize(slot + 1, nothing);
  if (operation_slots_[slot] != nothing) return;  // a second invoke says nothing new
  operation_slots_[slot] = static_cast<OperationIndex>(operations_.size());
  OperationFact fact;
  fact.id = event.operation;
  fact.invoke = id;
  fact.invoked = event.time;
  fact.intended = event.extra;
  fact.kind = static_cast<std::uint32_t>(event.value);
  fact.client = event.client;
  fact.excused = std::binary_search(excused_.begin(), excused_.end(), event.operation);
  operations_.push_back(fact);
}

WriteIndex Facts::add_write(const WriteFact& write) {
  const WriteIndex index = static_cast<WriteIndex>(writes_.size());
  writes_.push_back(write);
  if (write.operation != nothing) {
    OperationFact& operation = operations_[write.operation];
    if (operation.first_write == nothing)
      operation.first_write = index;
    else
      writes_[operation.last_write].next_of_operation = index;
    operation.last_write = index;
  }
  return index;
}

void Facts::read_intend(EventId id, const Event& event) {
  const OperationIndex operation = operation_index(event.operation);
  if (operation == nothing || event.track >= tracks_.size()) return;
  WriteFact fact;
  fact.id = event.write;
  fact.operation = operation;
  fact.intend = id;
  fact.kind = static_cast<OperationStepKind>(event.detail);
  fact.partial = (event.flags & simulators::flag_partial) != 0;
  fact.erases = fact.kind == OperationStepKind::erase;
  fact.value = event.value;
  if (event.key != 0) fact.element = element(event.track, event.key);
  add_write(fact);
}

/// The commit of an insert whose key the store made tells the identity of the effects that the same
/// operation asked for under it.
void Facts::learn_key(const WriteFact& insert, Key key) {
  if (insert.intend == no_event || event(insert.intend).key != 0) return;
  const scenarios::OperationStep* const made_by = step_of(insert);
  for (WriteIndex w = operations_[insert.operation].first_write; w != nothing;
       w = writes_[w].next_of_operation) {
    WriteFact& write = writes_[w];
    const scenarios::OperationStep* const step = step_of(write);
    if (write.element != nothing || write.intend == no_event || step == nullptr) continue;
    if (made_by != nullptr && step->variable == made_by->variable)
      write.element = element(event(write.intend).track, key);
  }
}

void Facts::read_finish(EventId id, const Event& event) {
  const OperationIndex index = operation_index(event.operation);
  if (index == nothing) return;
  OperationFact& fact = operations_[index];
  if (fact.finish != no_event) return;
  fact.finish = id;
  fact.finished = event.time;
  fact.reason = static_cast<simulators::FailureReason>(event.extra);
  switch (static_cast<simulators::Outcome>(event.detail)) {
    case simulators::Outcome::ok:
      fact.ending = Ending::ok;
      break;
    case simulators::Outcome::refused:
      fact.ending = Ending::refused;
      break;
    case simulators::Outcome::fail:
      fact.ending = Ending::fail;
      break;
    case simulators::Outcome::info:
      fact.ending = Ending::info;
      break;
  }
  finishes_.push_back(index);
  if (fact.ending != Ending::ok) return;
  for (WriteIndex w = fact.first_write; w != nothing; w = writes_[w].next_of_operation) {
    const WriteFact& write = writes_[w];
    if (write.add() || write.compensation || write.kind >= OperationStepKind::charge) continue;
    if (write.position != 0)
      acknowledge(id, event, w);
    else
      uncommitted_.push_back(w);
  }
}

void Facts::acknowledge(EventId id, const Event& event, WriteIndex write) {
  ElementFact& fact = elements_[writes_[write].element];
  AckFact ack{id, event.time, write, chain_behind(acks_, fact.last_ack)};
  if (fact.last_ack != nothing) {
    const WriteIndex before = acks_[fact.last_ack].latest;
    if (writes_[before].position > writes_[write].position) ack.latest = before;
  }
  fact.last_ack = static_cast<std::uint32_t>(acks_.size());
  acks_.push_back(ack);
}

WriteIndex Facts::find_or_add_commit(const Event& event) {
  const WriteIndex found = find_write(event.write);
  if (found != nothing) return found;
  const bool bypass = static_cast<WriteSource>(event.detail) == WriteSource::bypass;
  const bool compensation = simulators::is_compensation(event.write);
  const OperationIndex operation = operation_index(simulators::operation_of(event.write));
  if (!bypass && (!compensation || operation == nothing)) return nothing;  // D4: nobody's write
  WriteFact fact;
  fact.id = event.write;
  fact.operation = bypass ? nothing : operation;
  fact.compensation = !bypass && compensation;
  fact.kind =
      (event.flags & simulators::flag_add) != 0 ? OperationStepKind::add : OperationStepKind::put;
  if (fact.compensation) {
    fact.undoes = find_write(event.write & ~WriteId{1});
    if (fact.undoes != nothing) {
      writes_[fact.undoes].undone = true;
      if (writes_[fact.undoes].add()) fact.kind = OperationStepKind::add;
    }
  }
  const WriteIndex index = add_write(fact);
  if (bypass) {
    const ElementId place = bypass_place(event.write);
    elements_[place].first = index;
  }
  return index;
}

void Facts::leave_order(ElementFact& fact, WriteIndex index) {
  const WriteIndex next = writes_[index].next_in_order;
  if (fact.first == index) {
    fact.first = next;
  } else {
    WriteIndex before = fact.first;
    while (writes_[before].next_in_order != index) before = writes_[before].next_in_order;
    writes_[before].next_in_order = next;
  }
  writes_[index].next_in_order = nothing;
}

void Facts::read_commit(EventId id, const Event& event) {
  const auto source = static_cast<WriteSource>(event.detail);
  if (source != WriteSource::application && source != WriteSource::bypass) return;
  if (event.track >= tracks_.size() || simulators::is_initial(event.write)) return;
  const WriteIndex index = find_or_add_commit(event);
  if (index == nothing) return;
  const ElementId place = element(event.track, event.key);
  commits_.push_back({id, place, index});
  WriteFact& write = writes_[index];
  ElementFact& fact = elements_[place];
  // Done again by a retry that found another side: its operation is still under way, so its last
  // doing counts.
  if (write.position != 0) {
    if (index == fact.last) return;
    leave_order(elements_[write.element], index);
  }
  write.element = place;
  const bool first = write.position == 0;
  if (first) write.first_commit = id;
  write.side = event.side;
  write.erases = (event.flags & simulators::flag_erased) != 0;
  if ((event.flags & simulators::flag_add) == 0) {
    write.digest = static_cast<std::uint64_t>(event.extra);
    write.whole = event.spare2;
  }
  write.position = ++fact.writes;
  if (fact.first == nothing)
    fact.first = index;
  else
    writes_[fact.last].next_in_order = index;
  fact.last = index;
  if (write.erases) fact.last_erase = index;
  // A writer beside the application has nobody to answer to: its commit is its acknowledgement.
  if (source == WriteSource::bypass && !write.add()) acknowledge(id, event, index);
  if (first) learn_key(write, event.key);
}

}  // namespace rehearse::harness
